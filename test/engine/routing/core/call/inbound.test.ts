// One inbound call in order: arrival, flow, queue, agent, talk, end.
import t from 'tap'
import type { MediaNews } from '#engine/protocol/media.ts'
import {
  arrived,
  atMenu,
  ended,
  facts,
  fresh,
  held,
  inFlow,
  inQueue,
  joined,
  joining,
  keyed,
  known,
  machine,
  messages,
  news,
  notice,
  orders,
  played,
  reserved,
  summary,
  talking,
  told,
  waitId,
} from './company.ts'

t.test('a call that arrives asks whose number it is, and gives up after its deadline', async (t) => {
  const asked = fresh().when(arrived(), 1000)
  t.same(facts(asked.decision), ['arrived', 'number-asked'])
  t.match('facts' in asked.decision && asked.decision.effects, [
    { to: 'lookup', lookup: { type: 'access-number', to: '4001', from: '13900000001' }, deadlineMs: 2000 },
  ])
  const stand = fresh().does(arrived(), 1000)
  t.equal(stand.wakeAt(), 6000)
  t.same(facts(stand.when({ type: 'wake' }, 5999).decision), [], 'a wake too early does nothing')
  const late = stand.when({ type: 'wake' }, 6000)
  t.match(orders(late.decision), [{ type: 'reject', cause: 'unavailable' }])
  t.match(summary(late.decision), { outcome: 'failed', hungUpBy: 'system' })
})

t.test('an unknown number is rejected as not found', async (t) => {
  const asked = fresh().does(arrived(), 1000)
  const gone = asked.when(told(asked, { type: 'access-number', found: false }), 1010)
  t.match(orders(gone.decision), [{ type: 'reject', legId: 'L1', cause: 'not-found' }])
  t.match(summary(gone.decision), { outcome: 'rejected', hungUpBy: 'system', from: '13900000001', to: '4001' })
})

t.test('a known number is answered and its flow begins; the state keeps the flow', async (t) => {
  const asked = fresh().does(arrived(), 1000)
  const begun = asked.when(told(asked, known()), 1010)
  t.same(facts(begun.decision), ['caller-known', 'answered', 'flow-paused'])
  t.match(orders(begun.decision), [{ type: 'answer' }, { type: 'play', sounds: [{ text: '您好' }], repeat: 1 }])
  t.match(inFlow().state, { mode: 'flow', flow: { version: 1 }, journey: { card: { name: '王', customerId: 'k1' } } })
  t.match(inFlow().view(), { stage: 'flow', from: '13900000001', to: '4001', node: 'm1' })
})

t.test('the prompt ends, the menu is played and its key leads to the queue', async (t) => {
  const hello = inFlow()
  t.same(facts(hello.when(played('another'), 1500).decision), [], 'news of another play change nothing')
  const menu = hello.when(played(waitId(hello)), 2000)
  t.match(orders(menu.decision), [{ type: 'play' }, { type: 'collect', maxDigits: 1, firstDigitMs: 5000 }])
  const at = atMenu()
  const sent = at.when(keyed(waitId(at), '1'), 3000)
  t.same(facts(sent.decision), ['flow-left', 'queue-joined'])
  t.match(orders(sent.decision), [{ type: 'tag', tags: { queue: 'q1', joinedAt: '3000' } }])
  t.match(messages(sent.decision), [
    {
      to: 'q1',
      command: { type: 'join', call: { callId: 'c1', legId: 'L1', region: '北京', lastAgentId: 'a9', joinedAt: 3000 } },
    },
  ])
})

t.test('the queue says where the caller stands and the music plays for ever', async (t) => {
  const heard = joining().when(notice({ type: 'queued', queueId: 'q1', position: 1, music: 'jazz' }), 3001)
  t.match(orders(heard.decision), [{ type: 'play', sounds: [{ type: 'music', musicId: 'jazz' }], repeat: 'forever' }])
  t.same(facts(inQueue().when(notice({ type: 'queued', queueId: 'q1', position: 1 }), 3002).decision), [], 'said twice')
})

t.test('an agent joins: the two hear each other, are recorded, and the agent is told', async (t) => {
  const joins = reserved().when(joined(), 8000)
  t.same(facts(joins.decision), ['queue-left', 'talk-started', 'recording-started'])
  t.match(orders(joins.decision), [
    { type: 'stop-play', legId: 'L1' },
    {
      type: 'hear',
      pairs: [
        { listener: 'L1', speaker: 'leg-a1' },
        { listener: 'leg-a1', speaker: 'L1' },
      ],
    },
    { type: 'tag', tags: { agent: 'a1' } },
    { type: 'start-recording', legId: 'L1', formats: ['wav', 'mp3'] },
  ])
  t.same(messages(joins.decision), [
    { to: 'q1', command: { type: 'leave', callId: 'c1', reason: 'answered', agentId: 'a1', stay: 1 } },
    {
      to: 'a1',
      command: { type: 'call-connected', callId: 'c1', legId: 'leg-a1', node: 'm1', at: 8000, recording: 'on' },
    },
  ])
  t.match(talking().view(), { stage: 'talking', agentId: 'a1' })
})

t.test('the agent number is said to the caller first when the queue wants it', async (t) => {
  const stand = inQueue({ sayAgentNumber: true }).does(joined(), 8000)
  t.equal(stand.state.mode, 'connecting')
  const said = stand.when(played(waitId(stand)), 10_000)
  t.match(facts(said.decision), ['talk-started'])
  t.match(facts(stand.when({ type: 'wake' }, 18_000).decision), ['talk-started'], 'or when its end is never heard')
})

t.test(
  'the agent alone hears who calls before they talk, then the caller its number, then both each other',
  async (t) => {
    const stand = inQueue({ sayAgentNumber: true, whisper: true, queueName: '咨询' })
    const whispers = stand.when(joined(), 188_000)
    t.match(orders(whispers.decision), [
      { type: 'play', legId: 'leg-a1', sounds: [{ type: 'text', text: '咨询，已等待三分钟。' }] },
    ])
    const heard = stand.does(joined(), 188_000)
    t.match(heard.when(played('another'), 190_000).decision, { facts: [] })
    const number = heard.when(played(waitId(heard)), 190_000)
    t.match(orders(number.decision), [{ type: 'play', legId: 'L1', sounds: [{ text: '工号幺零零幺。' }] }])
    const said = heard.does(played(waitId(heard)), 190_000)
    t.match(facts(said.when(played(waitId(said)), 192_000).decision), ['talk-started'])
    t.match(facts(said.when({ type: 'wake' }, 200_000).decision), ['talk-started'])
    const alone = inQueue({ whisper: true, queueName: '咨询' }).does(joined(), 8000)
    t.match(facts(alone.when({ type: 'wake' }, 16_000).decision), ['talk-started'], 'or when their end is never heard')
    t.match(facts(alone.when(ended('L1'), 9_000).decision)[0], 'call-ended', 'he hung up meanwhile')
  },
)

t.test('hold gives the caller music and the agent silence; resume brings both back', async (t) => {
  const holds = talking().when({ type: 'hold', agentId: 'a1' }, 9000)
  t.match(orders(holds.decision), [
    { type: 'hear', pairs: [] },
    { type: 'play', legId: 'L1', repeat: 'forever' },
  ])
  t.same(messages(holds.decision), [{ to: 'a1', command: { type: 'call-held', callId: 'c1', held: true } }])
  const back = held().when({ type: 'resume', agentId: 'a1' }, 12_000)
  t.match(orders(back.decision), [
    { type: 'stop-play', legId: 'L1' },
    { type: 'hear', pairs: [{}, {}] },
  ])
  talking().when({ type: 'hold', agentId: 'a7' }, 9000).refused(t, 'no-call')
})

t.test('the caller hangs up: the agent is told and one record says who, when and how long', async (t) => {
  const over = held().does({ type: 'resume', agentId: 'a1' }, 12_000).when(ended('L1'), 20_000)
  t.match(orders(over.decision), [{ type: 'hang-up', legId: 'leg-a1' }])
  t.same(messages(over.decision), [{ to: 'a1', command: { type: 'call-over', callId: 'c1', cause: 'normal' } }])
  t.match(summary(over.decision), {
    ...{
      outcome: 'answered',
      hungUpBy: 'caller',
      arrivedAt: 1000,
      answeredAt: 1010,
      talkStartedAt: 8000,
      endedAt: 20_000,
    },
    queues: [{ queueId: 'q1', joinedAt: 3000, leftAt: 8000, left: 'answered' }],
    agents: [{ agentId: 'a1', agentNumber: '1001', ringMs: 3000, from: 8000, to: 20_000, holdMs: 3000 }],
    path: [
      { nodeId: 'hello', outlet: 'done' },
      { nodeId: 'menu', outlet: 'key-1' },
      { nodeId: 'sales', outlet: 'end' },
    ],
    ...{ customerId: 'k1', region: '北京', accessNumber: '4001' },
  })
  t.equal(machine.view(over.state), undefined, 'an ended call is on no screen')
})

t.test('the recording comes after the end, then the call is over', async (t) => {
  const done = talking().does(ended('L1'), 20_000)
  const { state } = done
  if (state.mode !== 'ended') throw new Error(state.mode)
  const recordingId = state.journey.recordings[0] ?? ''
  const ready: MediaNews = { type: 'recording-ready', callId: 'c1', recordingId, files: [], durationMs: 12_000 }
  const stored = done.when({ type: 'news', news: ready }, 21_000)
  t.same(facts(stored.decision), ['recording-stored', 'over'])
  t.ok(machine.over(stored.state))
})

t.test('a recording whose machine died is told to be awaited, and stored or lost days later', async (t) => {
  const done = talking().does(ended('L1'), 20_000)
  if (done.state.mode !== 'ended') throw new Error(done.state.mode)
  const recordingId = done.state.journey.recordings[0] ?? ''
  t.same(facts(done.when({ type: 'wake' }, 20_000 + 60_000).decision), ['recording-awaited'])
  const awaited = done.does({ type: 'wake' }, 20_000 + 60_000)
  const days = 6 * 86_400_000
  t.same(facts(awaited.when({ type: 'wake' }, days).decision), [])
  const ready: MediaNews = { type: 'recording-ready', callId: 'c1', recordingId, files: [], durationMs: 12_000 }
  t.same(facts(awaited.when({ type: 'news', news: ready }, days).decision), ['recording-stored', 'over'])
  t.same(facts(awaited.when({ type: 'wake' }, days + 2 * 86_400_000).decision), ['recording-lost', 'over'])
})

t.test('who let it ring stands in the record once; who was busy elsewhere does not', async (t) => {
  const lost = (agentId: string, more: object = {}) =>
    notice({ type: 'agent-lost', queueId: 'q1', offerId: 'o1', agentId, ...more })
  const stand = inQueue()
    .does(lost('a1'), 4000)
    .does(lost('a1'), 5000)
    .does(lost('a2', { rang: false }), 6000)
    .does(notice({ type: 'agent-lost', queueId: 'other', offerId: 'o1', agentId: 'a3' }), 6000)
  t.match(summary(stand.when(ended('L1'), 7000).decision)?.queues, [{ queueId: 'q1', missed: ['a1'] }])
  t.same(summary(stand.when(ended('L1'), 7000).decision)?.queues[0]?.missed, ['a1'])
  t.same(machine.view?.(stand.state)?.missedBy, ['a1'], 'and is known at once, while the caller waits on')
  t.notOk(machine.view?.(inQueue().state)?.missedBy)
})

t.test('a caller whom the media node had no room for is rejected, wherever his flow had come to', async (t) => {
  const full = news({ type: 'leg-ended', callId: 'c1', legId: 'L1', by: 'fault', cause: 'fault', full: true })
  for (const stand of [inQueue(), atMenu()]) {
    t.match(summary(stand.when(full, 2000).decision), { outcome: 'rejected', hungUpBy: 'system' })
  }
})
