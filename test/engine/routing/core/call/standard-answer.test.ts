// The caller is sent to a recorded answer, or to a flow, and the agent is free at once.
import t from 'tap'
import { messages, orders, played, summary, talking, waitId } from './company.ts'
import { AT } from './talks.ts'

const transfer = (target: { type: 'answer'; promptId: string } | { type: 'flow'; flowId: string }) =>
  ({ type: 'transfer', agentId: 'a1', target }) as const

t.test('a recorded answer plays to its end, then the call is over', async (t) => {
  const told = talking().when(transfer({ type: 'answer', promptId: 'about-us' }), AT)
  t.match(messages(told.decision), [{ to: 'a1', command: { type: 'call-over', cause: 'transferred' } }])
  t.match(orders(told.decision).at(-1), { type: 'play', legId: 'L1', sounds: [{ type: 'file', promptId: 'about-us' }] })
  const plays = talking().does(transfer({ type: 'answer', promptId: 'about-us' }), AT)
  t.match(plays.when({ type: 'wake' }, AT + 60_000).state, { mode: 'farewell' }, 'a long one is not cut')
  const over = plays.when(played(waitId(plays)), AT + 90_000)
  t.match(summary(over.decision), { outcome: 'answered', hungUpBy: 'agent' })
})

t.test('a flow takes the caller again', async (t) => {
  const flow = talking().when(transfer({ type: 'flow', flowId: 'f2' }), AT)
  t.match(flow.state, { mode: 'fetching', flowId: 'f2' })
  t.match(messages(flow.decision), [{ to: 'a1', command: { type: 'call-over' } }])
})
