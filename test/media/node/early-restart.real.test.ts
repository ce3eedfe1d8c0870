// A process, or rtpengine, dies under callers who are not answered yet and phones that ring.
import t from 'tap'
import { TestNode } from '#test/kit/media-node.ts'
import { waitFor } from '#test/kit/wait.ts'
import { answered, byId, hears, TRUNK } from './callers.ts'

t.test('a caller who waits and a phone that rings outlive the process: nobody is asked twice', async (t) => {
  const node = await TestNode.start()
  t.teardown(() => node.stop())
  const talking = await answered(node)
  await node.order({
    ...{ type: 'dial', callId: talking.callId, legId: 'agent1', owner: { kind: 'agent', id: 'a1' }, ringMs: 60_000 },
    ...{ target: { type: 'user', user: '1001' }, from: { number: '1', name: '' }, autoAnswer: false, tags: {} },
  })
  const phone = await node.peer.arrival()
  phone.progress(180)
  await node.heard('leg-ringing')
  const calling = node.peer.call('95588', { hz: 1000, headers: TRUNK })
  const { callId, legId } = await node.heard('call-arrived')
  const truth = async () => (await node.legs()).sort(byId).map(({ ageMs: _grows, upMs: _too, ...leg }) => leg)
  const before = await truth()
  t.same(before.map(({ state }) => state).sort(), ['arriving', 'ringing', 'up'])

  await node.restartNode()

  t.same(await truth(), before, 'the truth is the same')
  t.same(node.news, [], 'and nothing of it is told anew')
  t.same(await node.order({ type: 'answer', callId, legId }), { ok: true })
  const call = await calling
  await node.heard('leg-answered', (news) => news.legId === legId)
  const agent = await node.peer.answer(phone, { hz: 2000 })
  await node.heard('leg-answered', (news) => news.legId === 'agent1')
  const pairs = [
    { listener: talking.legId, speaker: 'agent1' },
    { listener: 'agent1', speaker: talking.legId },
  ]
  await node.order({ type: 'hear', callId: talking.callId, pairs })
  await hears(talking.call.audio, 2000)
  await hears(agent.audio, 1000)
  for (const { dialog, audio } of [call, talking.call, agent]) {
    dialog.bye()
    audio.close()
  }
  await waitFor(async () => (await node.legs()).length === 0, { what: 'all is over' })
})

t.test('a phone that rings for a new process can be let go, and a caller who waits may give up', async (t) => {
  const node = await TestNode.start()
  t.teardown(() => node.stop())
  const { callId, call } = await answered(node)
  await node.order({
    ...{ type: 'dial', callId, legId: 'agent1', owner: { kind: 'agent', id: 'a1' }, ringMs: 60_000, tags: {} },
    ...{ target: { type: 'user', user: '1001' }, from: { number: '1', name: '' }, autoAnswer: false },
  })
  const phone = await node.peer.arrival()
  phone.progress(180)
  await node.heard('leg-ringing')
  const ring = node.peer.stack.invite({
    ...{ uri: 'sip:95588@tinglan', from: { uri: 'sip:1@test' }, sdp: 'v=0\r\n', headers: TRUNK, handlers: {} },
    ...{ onAccepted: () => {}, onRejected: () => {} },
  })
  await node.heard('call-arrived')
  await node.restartNode()
  await node.order({ type: 'hang-up', callId, legId: 'agent1', cause: 'cancelled' })
  await node.heard('leg-failed', (news) => news.legId === 'agent1')
  await waitFor(() => phone.state === 'cancelled', { what: 'the phone stops ringing' })
  ring.cancel()
  t.match(await node.heard('leg-ended'), { by: 'peer', cause: 'cancelled' })
  call.audio.close()
})

t.test(
  'a caller whom no engine had taken is told of by the next process; one whose answer was ordered is answered',
  async (t) => {
    const node = await TestNode.start()
    t.teardown(() => node.stop())
    node.answer = undefined
    const untaken = node.peer.call('95588', { headers: TRUNK })
    await waitFor(() => node.node.counts().newsWaiting === 1, { what: 'he waits' })
    await node.restartNode()
    node.answer = () => ({ ok: true })
    const { callId, legId } = await node.heard('call-arrived')
    const ordered = node.order({ type: 'answer', callId, legId })
    await ordered
    await node.restartNode()
    const call = await untaken
    await node.heard('leg-answered')
    call.dialog.bye()
    call.audio.close()
    await node.heard('leg-ended')
  },
)

t.test(
  'rtpengine dies with all it knew while a phone rings: the phone answers and is heard all the same',
  async (t) => {
    const node = await TestNode.start()
    t.teardown(() => node.stop())
    const callId = 'c1'
    const dialled = async (legId: string, hz: number) => {
      await node.order({
        ...{ type: 'dial', callId, legId, owner: { kind: 'agent', id: 'a1' }, ringMs: 60_000, tags: {} },
        ...{ target: { type: 'user', user: '1001' }, from: { number: '1', name: '' }, autoAnswer: false },
      })
      const phone = await node.peer.arrival()
      return async () => {
        const call = await node.peer.answer(phone, { hz })
        await node.heard('leg-answered', (news) => news.legId === legId)
        return call
      }
    }
    const [first, second] = [await dialled('l1', 1000), await dialled('l2', 2000)]
    node.rtpengine.kill('SIGKILL')
    await node.rtpengine.rise()
    const [one, other] = [await first(), await second()]
    const pairs = [
      { listener: 'l1', speaker: 'l2' },
      { listener: 'l2', speaker: 'l1' },
    ]
    await node.order({ type: 'hear', callId, pairs })
    await hears(one.audio, 2000)
    await hears(other.audio, 1000)
    for (const end of [one.audio, other.audio]) end.close()
  },
)
