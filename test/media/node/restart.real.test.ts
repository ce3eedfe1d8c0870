// The node and the engine go away and come back in the middle of calls.
import { writeFile } from 'node:fs/promises'
import t from 'tap'
import { encodeWav } from '#media/audio/wav.ts'
import { strengthOf, tone } from '#test/kit/audio.ts'
import { TestNode } from '#test/kit/media-node.ts'
import { waitFor } from '#test/kit/wait.ts'
import { answered, byId, hears, TRUNK } from './callers.ts'

t.test(
  'a new process goes on with the talk, the music, the awaited keys and the recording of the old one',
  async (t) => {
    const node = await TestNode.start()
    t.teardown(() => node.stop())
    await writeFile(node.path('prompts', 'tone1500.wav'), encodeWav({ rate: 8000, channels: [tone(1500, 1000)] }))
    const talking = await answered(node)
    const agentLeg = 'agent1'
    await node.order({
      ...{ type: 'dial', callId: talking.callId, legId: agentLeg, owner: { kind: 'agent', id: 'a1' }, ringMs: 60_000 },
      ...{
        target: { type: 'user', user: '1001' },
        from: { number: '1', name: '' },
        autoAnswer: false,
        tags: { q: 'x' },
      },
    })
    const agent = await node.peer.answer(await node.peer.arrival(), { hz: 2000 })
    await node.heard('leg-answered')
    const { callId } = talking
    const pairs = [
      { listener: talking.legId, speaker: agentLeg },
      { listener: agentLeg, speaker: talking.legId },
    ]
    await node.order({ type: 'hear', callId, pairs })
    await node.order({ type: 'start-recording', callId, legId: talking.legId, recordingId: 'rec', formats: ['wav'] })
    const waiting = await answered(node)
    const music = [{ type: 'file' as const, promptId: 'tone1500' }]
    const { callId: waitingCall, legId: waitingLeg } = waiting
    await node.order({
      type: 'play',
      callId: waitingCall,
      legId: waitingLeg,
      playId: 'm',
      sounds: music,
      repeat: 'forever',
    })
    await node.order({
      ...{ type: 'collect', callId: waitingCall, legId: waitingLeg, collectId: 'k', maxDigits: 2, terminators: '' },
      ...{ firstDigitMs: 60_000, interDigitMs: 20_000, bargeIn: false, secret: true },
    })
    await hears(talking.call.audio, 2000)
    await hears(waiting.call.audio, 1500)
    const truth = async () => (await node.legs()).sort(byId).map(({ ageMs: _grows, upMs: _too, ...leg }) => leg)
    const before = await truth()

    await node.restartNode()

    t.same(await truth(), before, 'the truth is the same')
    await hears(talking.call.audio, 2000)
    await hears(agent.audio, 1000)
    await hears(waiting.call.audio, 1500)
    t.match(await node.order({ type: 'hear', callId, pairs: [] }, { epoch: 0 }), { ok: false, refusal: 'stale-epoch' })
    await node.order({ type: 'stop-play', callId: waitingCall, legId: waitingLeg })
    t.match(await node.heard('play-ended'), { playId: 'm', reason: 'stopped' })
    waiting.call.audio.press('77')
    t.match(await node.heard('digits-collected'), { digits: '77', collectId: 'k' })
    await node.order({ type: 'hear', callId, pairs: [] })
    await node.order({ type: 'hear', callId, pairs })
    await hears(agent.audio, 1000)

    agent.dialog.bye()
    t.match(await node.heard('leg-ended'), { legId: agentLeg, by: 'peer' })
    await node.order({ type: 'hang-up', callId, legId: talking.legId, cause: 'normal' })
    await waitFor(talking.call.ended, { what: 'the customer is hung up by the new process' })
    t.ok((await node.heard('recording-ready')).durationMs > 1000)
    waiting.call.dialog.bye()
    await node.heard('leg-ended', (news) => news.legId === waitingLeg)
    t.same(await node.legs(), [])
    for (const end of [talking.call.audio, agent.audio, waiting.call.audio]) end.close()
  },
)

t.test(
  'news wait in order while the engine is away; a caller keeps ringing and is taken when it is back',
  async (t) => {
    const node = await TestNode.start()
    t.teardown(() => node.stop())
    const up = await answered(node)
    node.answer = undefined
    up.call.audio.press('123')
    const statuses: number[] = []
    let rejected = 0
    const ring = node.peer.stack.invite({
      ...{
        uri: 'sip:95588@tinglan',
        from: { uri: 'sip:1@test' },
        sdp: up.call.audio.sdp(),
        headers: TRUNK,
        handlers: {},
      },
      onProgress: ({ status }) => void statuses.push(status),
      onAccepted: () => {},
      onRejected: ({ status }) => {
        rejected = status
      },
    })
    await waitFor(() => statuses.includes(180), { what: 'the caller hears ringing' })
    await waitFor(() => node.node.counts().newsWaiting >= 4, { what: 'three keys and an arrival wait' })
    up.call.dialog.bye()
    await waitFor(() => node.node.counts().newsWaiting >= 5, { what: 'news wait' })
    t.same(node.news, [])
    node.answer = () => ({ ok: true })
    await node.heard('leg-ended')
    const pressed = node.news
      .filter((news) => news.type === 'digit-pressed')
      .map((news) => 'digit' in news && news.digit)
    t.same(pressed, ['1', '2', '3'], 'in order, each once')
    const arrived = await node.heard('call-arrived')
    t.equal(rejected, 0)
    await node.order({ type: 'reject', callId: arrived.callId, legId: arrived.legId, cause: 'unavailable' })
    await waitFor(() => rejected === 480, { what: 'the caller is answered by the engine that came back' })
    t.ok(ring.callId)
    up.call.audio.close()
  },
)

t.test('a caller whom no engine ever takes is turned away after the limit, and accounted for later', async (t) => {
  const node = await TestNode.start({ unansweredMs: 1000 })
  t.teardown(() => node.stop())
  node.answer = undefined
  await t.rejects(node.peer.call('95588', { headers: TRUNK }), /rejected: 503/)
  node.answer = () => ({ ok: true })
  await node.heard('call-arrived')
  t.match(await node.heard('leg-ended'), { by: 'fault', cause: 'fault' })
})

t.test('a process that dies between an order and its work: the new one does it', async (t) => {
  const node = await TestNode.start()
  t.teardown(() => node.stop())
  const { callId, legId, call } = await answered(node)
  await node.order({
    ...{ type: 'dial', callId, legId: 'agent1', owner: { kind: 'agent', id: 'a1' }, ringMs: 60_000, tags: {} },
    ...{ target: { type: 'user', user: '1001' }, from: { number: '1', name: '' }, autoAnswer: false },
  })
  const agent = await node.peer.answer(await node.peer.arrival(), { hz: 2000 })
  await node.heard('leg-answered')
  const pairs = [
    { listener: legId, speaker: 'agent1' },
    { listener: 'agent1', speaker: legId },
  ]
  await node.order({ type: 'hear', callId, pairs })
  await node.restartNode()
  await hears(call.audio, 2000)
  await hears(agent.audio, 1000)
  // held by the new process: it knows that the two are joined
  await node.order({ type: 'hear', callId, pairs: [] })
  const quiet = async (): Promise<boolean> => {
    call.audio.forget()
    await new Promise((resolve) => setTimeout(resolve, 300))
    return strengthOf(2000, call.audio.heard) < 100
  }
  await waitFor(quiet, { what: 'the two no longer hear each other' })
  for (const end of [call.audio, agent.audio]) end.close()
})
