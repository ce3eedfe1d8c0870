// Recording by hand: begun and ended where the queue does not record, paused where it does; the agent's page is told each time.
import t from 'tap'
import type { RecordAct } from '#engine/protocol/agent.ts'
import { inQueue, joined, messages, orders } from './company.ts'

const act = (which: RecordAct) => ({ type: 'record', agentId: 'a1', act: which }) as const
const recorded = () => inQueue({ record: true }).does(joined(), 8000)

t.test('a queue that records: the agent is told with the connection, may pause and resume, and not stop', async (t) => {
  const connected = inQueue({ record: true }).when(joined(), 8000)
  t.match(
    messages(connected.decision).find(({ to }) => to === 'a1'),
    { command: { type: 'call-connected', recording: 'on' } },
  )
  const talk = recorded()
  const paused = talk.when(act('pause'), 9000)
  t.match(orders(paused.decision), [{ type: 'pause-recording', recordingId: String }])
  t.match(messages(paused.decision), [{ to: 'a1', command: { type: 'recording-changed', recording: 'paused' } }])
  const on = talk.does(act('pause'), 9000).when(act('resume'), 12_000)
  t.match(orders(on.decision), [{ type: 'resume-recording' }])
  t.match(messages(on.decision), [{ command: { recording: 'on' } }])
  talk.when(act('stop'), 9000).refused(t, 'recorded-whole')
  talk.when(act('start'), 9000).refused(t, 'recorded-already')
  t.same(orders(talk.does(act('pause'), 9000).when(act('pause'), 9500).decision), [], 'pressed twice is once')
})

t.test('a queue that does not record: begun and ended by hand, once a call', async (t) => {
  const talk = inQueue({ record: false }).does(joined(), 8000)
  for (const each of ['stop', 'pause', 'resume'] as const) talk.when(act(each), 9000).refused(t, 'not-recorded')
  const begun = talk.when(act('start'), 9000)
  t.match(orders(begun.decision), [{ type: 'start-recording', legId: 'L1', formats: ['wav', 'mp3'] }])
  t.match(messages(begun.decision), [{ to: 'a1', command: { type: 'recording-changed', recording: 'on' } }])
  const ended = talk.does(act('start'), 9000).when(act('stop'), 20_000)
  t.match(orders(ended.decision), [{ type: 'stop-recording' }])
  t.match(messages(ended.decision), [{ to: 'a1', command: { type: 'recording-changed', recording: undefined } }])
  talk.does(act('start'), 9000).does(act('stop'), 20_000).when(act('start'), 21_000).refused(t, 'recorded-already')
})

t.test('who is not in the talk has no say in it, and the next agent is recorded again', async (t) => {
  recorded()
    .when({ ...act('pause'), agentId: 'a7' }, 9000)
    .refused(t, 'no-call')
  const paused = recorded().does(act('pause'), 9000)
  const passed = paused.does({ type: 'transfer', agentId: 'a1', target: { type: 'queue', queueId: 'q2' } }, 10_000)
  const next = passed.when(joined('a2', { offerId: 'o2' }), 20_000)
  t.ok(orders(next.decision).some(({ type }) => type === 'resume-recording'))
})
