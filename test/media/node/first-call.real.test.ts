// One whole call: answered, prompted, keyed in, talked, hung up.
import t from 'tap'
import { strengthOf } from '#test/kit/audio.ts'
import { TestNode } from '#test/kit/media-node.ts'
import { waitFor } from '#test/kit/wait.ts'

const node = await TestNode.start()
t.teardown(() => node.stop())

const hears = (audio: { last(ms: number): number[] }, hz: number) =>
  waitFor(() => audio.last(500).length >= 4000 && strengthOf(hz, audio.last(500)) > 3000, { what: `${hz} Hz is heard` })

t.test('a caller is answered, hears a prompt, presses keys and talks with an agent', async (t) => {
  const calling = node.peer.call('95588', { hz: 1000, headers: { 'X-Tinglan-Leg': 'trunk', 'X-Tinglan-Trunk': 't1' } })
  const { callId, legId, origin, to } = await node.heard('call-arrived')
  t.same(origin, { type: 'trunk', trunkId: 't1' })
  t.equal(to, '95588')
  t.same(await node.order({ type: 'answer', callId, legId }), { ok: true })
  const caller = await calling
  await node.heard('leg-answered')

  await node.order({
    ...{ type: 'play', callId, legId, playId: 'p1', repeat: 1 },
    sounds: [{ type: 'text', text: '欢迎致电听澜', lang: 'zh' }],
  })
  await waitFor(() => caller.audio.packets > 20, { what: 'the caller hears packets' })
  t.equal((await node.heard('play-ended')).reason, 'finished')

  await node.order({
    ...{ type: 'collect', callId, legId, collectId: 'k1', maxDigits: 4, terminators: '#' },
    ...{ firstDigitMs: 30_000, interDigitMs: 20_000, bargeIn: true, secret: false },
  })
  caller.audio.press('12#')
  const keys = await node.heard('digits-collected')
  t.match(keys, { digits: '12', ended: 'terminator', collectId: 'k1' })

  const agentLeg = 'agentleg1'
  await node.order({
    ...{ type: 'dial', callId, legId: agentLeg, owner: { kind: 'agent', id: 'a1' }, tags: {} },
    ...{ target: { type: 'user', user: '1001' }, from: { number: '13800138000', name: '' } },
    ...{ ringMs: 60_000, autoAnswer: false },
  })
  const invite = await node.peer.arrival()
  invite.progress(180)
  await node.heard('leg-ringing')
  const agent = await node.peer.answer(invite, { hz: 2000, codec: 'PCMU' })
  await node.heard('leg-answered', (news) => news.legId === agentLeg)
  await node.order({
    ...{ type: 'hear', callId },
    pairs: [
      { listener: legId, speaker: agentLeg },
      { listener: agentLeg, speaker: legId },
    ],
  })
  await hears(caller.audio, 2000)
  await hears(agent.audio, 1000)

  await node.order({ type: 'hang-up', callId, legId: agentLeg, cause: 'normal' })
  await waitFor(agent.ended, { what: 'the agent is hung up' })
  caller.dialog.bye()
  t.match(await node.heard('leg-ended', (news) => news.legId === legId), { by: 'peer', cause: 'normal' })
  t.same(await node.legs(), [])
  caller.audio.close()
  agent.audio.close()
})
