// Hand over: the caller and whoever was asked talk on, the agent is free. That is how a held caller is joined with another.
import t from 'tap'
import { ended, joined, messages, orders, summary, talking } from './company.ts'
import { AT, all, consulting, dialledIn, hears, ordered, press, reachId, rung } from './talks.ts'

t.test('caller and colleague talk, the agent is free, it is one call with one record', async (t) => {
  const over = consulting().when(press('hand-over'), AT + 9_000)
  t.equal(ordered(over), all('L1', 'a2'))
  t.match(
    messages(over.decision).find(({ command }) => command.type === 'call-over'),
    {
      to: 'a1',
      command: { cause: 'transferred' },
    },
  )
  t.match(orders(over.decision), [
    { type: 'stop-play', legId: 'L1' },
    {},
    { type: 'hang-up', legId: 'leg-a1' },
    { tags: { agent: 'a2' } },
  ])
  const done = consulting()
    .does(press('hand-over'), AT + 9_000)
    .when(ended('L1'), AT + 20_000)
  t.match(summary(done.decision), {
    ...{ callId: 'c1', outcome: 'answered', hungUpBy: 'caller' },
    agents: [
      { agentId: 'a1', from: 8_000, to: AT + 9_000, holdMs: 9_000 },
      { agentId: 'a2', from: AT + 5_000, to: AT + 20_000, holdMs: 0 },
    ],
  })
})

t.test('with somebody outside two strangers talk on and no agent is needed', async (t) => {
  const stand = dialledIn('consult', talking()).does(press('hand-over'), AT + 9_000)
  t.equal(hears(stand).split(' ').length, 2)
  t.notMatch(hears(stand), /a1/)
})

t.test('while the other one rings it is a transfer: the caller waits for the answer', async (t) => {
  const ringing = rung()
  const over = ringing.when(press('hand-over'), AT + 1_000)
  t.match(over.state, { mode: 'ringing', purpose: { for: 'transfer', byAgentId: 'a1', queueId: 'q1' } })
  t.match(orders(over.decision), [
    { type: 'hear', pairs: [] },
    { type: 'hang-up', legId: 'leg-a1' },
  ])
  const waits = ringing.does(press('hand-over'), AT + 1_000)
  const there = waits.when(joined('a2', { requestId: reachId(ringing) }), AT + 5_000)
  t.equal(ordered(there), all('L1', 'a2'))
  const missed = { type: 'agent-missed', agentId: 'a2', requestId: reachId(ringing), reason: 'no-answer' } as const
  t.match(messages(waits.when(missed, AT + 9_000).decision).at(-1), { to: 'a1', command: { recall: true } })
})

t.test('nobody was asked', async (t) => {
  talking().when(press('hand-over'), AT).refused(t, 'no-consultation')
})

t.test('a colleague who joins after the hand-over is turned away', async (t) => {
  const late = consulting()
    .does(press('hand-over'), AT + 9_000)
    .when(joined('a3', { requestId: reachId(rung()) }), AT + 9_500)
  t.match(messages(late.decision), [{ to: 'a3', command: { type: 'call-over' } }])
})
