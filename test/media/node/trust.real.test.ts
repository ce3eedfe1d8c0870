// Whose sound is taken: a trunk's from where its SDP says, unless it is set up as one that sends from elsewhere (NAT).
import t from 'tap'
import { strengthOf } from '#test/kit/audio.ts'
import { TestNode } from '#test/kit/media-node.ts'
import { freeTcpPort } from '#test/kit/rtpengine.ts'
import { waitFor } from '#test/kit/wait.ts'

const node = await TestNode.start()
t.teardown(() => node.stop())
const TRUNK = { 'X-Tinglan-Leg': 'trunk', 'X-Tinglan-Trunk': 't1' }

/** A caller from a trunk, and a number outside by a trunk; both send from another port than their SDP says. */
async function bothElsewhere(learnt: boolean) {
  const saysPort = await freeTcpPort()
  const headers = learnt ? { ...TRUNK, 'X-Tinglan-Sound': 'learnt' } : TRUNK
  const calling = node.peer.call('95588', { hz: 1000, headers, saysPort })
  const { callId, legId } = await node.heard('call-arrived')
  await node.order({ type: 'answer', callId, legId })
  const customer = await calling
  await node.heard('leg-answered')
  const farLeg = `outside-${learnt}`
  await node.order({
    ...{ type: 'dial', callId, legId: farLeg, owner: { kind: 'call', id: callId }, tags: {}, ringMs: 60_000 },
    ...{ from: { number: '95588', name: '' }, autoAnswer: false },
    target: { type: 'trunk', trunkId: 't1', number: '139', ...(learnt ? { learnt } : {}) },
  })
  const outside = await node.peer.answer(await node.peer.arrival(), { hz: 2000, saysPort })
  await node.heard('leg-answered', (news) => news.legId === farLeg)
  const pairs = [
    { listener: legId, speaker: farLeg },
    { listener: farLeg, speaker: legId },
  ]
  await node.order({ type: 'hear', callId, pairs })
  return { callId, legIds: [legId, farLeg], customer, outside }
}

t.test('a trunk set up as one behind NAT is heard from where it sends, in and out', async (t) => {
  const { customer, outside } = await bothElsewhere(true)
  for (const [{ audio }, hz] of [
    [customer, 2000],
    [outside, 1000],
  ] as const) {
    await waitFor(() => strengthOf(hz, audio.last(500)) > 1500, { what: `${hz} Hz is heard` })
    audio.close()
  }
  t.pass('both hear each other')
})

t.test('any other trunk is taken at its word: what comes from elsewhere is nobody’s sound', async (t) => {
  const { callId, legIds, customer, outside } = await bothElsewhere(false)
  for (const legId of legIds) {
    // long enough for the sound to come through, if it could
    const sounds = [{ type: 'silence' as const, ms: 1500 }]
    await node.order({ type: 'play', callId, legId, playId: legId, sounds, repeat: 1 })
    await node.heard('play-ended')
  }
  t.same([customer.audio.packets, outside.audio.packets], [0, 0], 'nothing came through')
  for (const { audio } of [customer, outside]) audio.close()
})
