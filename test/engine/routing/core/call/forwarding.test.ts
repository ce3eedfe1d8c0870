// A call goes where its agent forwards it, and a colleague may take what rings at another.
import t from 'tap'
import type { AgentCommand } from '#engine/protocol/agent.ts'
import {
  dialling,
  ended,
  inQueue,
  joined,
  mayRing,
  messages,
  orders,
  outside,
  summary,
  talking,
  told,
  waitId,
} from './company.ts'

const rung = () => {
  const asked = dialling()
  return asked.does(told(asked, { type: 'dialled', found: true, target: { type: 'agent', agentId: 'a2' } }), 1010)
}
const missed = (stand: { state: never } | ReturnType<typeof rung>, more: object) => ({
  ...{
    type: 'agent-missed' as const,
    agentId: 'a2',
    requestId: waitId(stand as ReturnType<typeof rung>),
    reason: 'on-break',
  },
  ...more,
})

t.test('a forwarded call asks who the number is and goes there; its dialler is not told of a failure', async (t) => {
  const rings = rung()
  const sent = rings.when(missed(rings, { forward: '139' }), 2000)
  t.match(sent.state, { mode: 'finding', purpose: { for: 'outbound' }, number: '139' })
  t.same(messages(sent.decision), [])
  const asked = rings.does(missed(rings, { forward: '139' }), 2000)
  t.match(orders(asked.when(told(asked, outside('139')), 2010).decision)[0], {
    ...{ type: 'dial', target: { type: 'trunk', number: '139' } },
  })
  const record = summary(asked.does(told(asked, outside('139')), 2010).when({ type: 'wake' }, 90_000).decision)
  t.match(record, { failure: 'no-answer' })
  t.notOk(record?.missed, 'it never rang at the agent')
})

t.test('one that rang first stands in the record as missed', async (t) => {
  const rings = rung()
  const asked = rings.does(missed(rings, { reason: 'no-answer', forward: '139' }), 30_000)
  const over = asked.does(told(asked, outside('139')), 30_010).when({ type: 'wake' }, 120_000)
  t.same(summary(over.decision)?.missed, ['a2'])
})

t.test('two agents who forward to each other end the call after some rounds', async (t) => {
  let stand = rung()
  for (let round = 0; round < 10; round += 1) {
    stand = stand.does(missed(stand, { forward: '1002' }), 2000 + round)
    stand = stand.does(
      told(stand, { type: 'dialled', found: true, target: { type: 'agent', agentId: 'a2' } }),
      2000 + round,
    )
  }
  t.match(summary(stand.when(missed(stand, { forward: '1002' }), 3000).decision), { failure: 'on-break' })
})

t.test('a colleague takes a direct call by the same request, and the first one stops ringing', async (t) => {
  const rings = rung()
  const taken = rings.when(joined('a3', { requestId: waitId(rings) }), 5000)
  t.equal(taken.state.mode, 'talking')
  t.match(messages(taken.decision)[0], {
    to: 'a2',
    command: { type: 'withdraw-direct', reason: 'picked-up' } satisfies Partial<AgentCommand>,
  })
  const other = { type: 'agent-missed', agentId: 'a3', requestId: waitId(rings), reason: 'busy' } as const
  rings.when(other, 5000).gives(t, [], [])
})

t.test('a colleague takes a queue’s caller: the queue hears who answered', async (t) => {
  const taken = inQueue().when(joined('a3', { requestId: 'p1' }), 9000)
  t.match(messages(taken.decision)[0], { to: 'q1', command: { type: 'leave', reason: 'answered', agentId: 'a3' } })
})

t.test('a transfer follows the forward too', async (t) => {
  const asked = talking().does({ type: 'transfer', agentId: 'a1', target: { type: 'agent', agentId: 'a2' } }, 20_000)
  const passed = mayRing(asked, 20_000)
  const sent = passed.when(missed(passed as never, { forward: '139' }), 21_000)
  t.match(sent.state, { mode: 'finding', purpose: { for: 'transfer', queueId: 'q1' } })
  t.ok(ended('L1'))
})
