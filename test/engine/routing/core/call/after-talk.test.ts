// When the agent has hung up, the caller goes to the flow its queue names: its keys stand on the record, and the call counts as answered.
import t from 'tap'
import {
  ended,
  flow,
  inQueue,
  joined,
  keyed,
  messages,
  node,
  orders,
  played,
  summary,
  told,
  waitId,
} from './company.ts'

const rating = {
  ...flow,
  id: 'f9',
  startNodeId: 'ask',
  nodes: [
    node(
      'ask',
      'collect',
      { variable: 'rating', prompts: [{ type: 'text', text: '请评分' }], maxDigits: 1 },
      { done: 'bye', failed: 'bye' },
    ),
    node('bye', 'hang-up', { prompts: [{ type: 'text', text: '谢谢' }] }),
  ],
}
const talk = (more = {}) => inQueue({ afterTalkFlowId: 'f9', ...more }).does(joined(), 8000)
const hangUp = { type: 'hang-up', by: 'agent', who: 'a1' } as const

t.test('the agent is free at once, the caller hears the flow, and what it keys is on the record', async (t) => {
  const left = talk().when(hangUp, 20_000)
  t.match(messages(left.decision), [{ to: 'a1', command: { type: 'call-over' } }])
  t.match(orders(left.decision), [
    { type: 'hear', pairs: [] },
    { type: 'hang-up', legId: 'leg-a1' },
  ])
  const asked = talk().does(hangUp, 20_000)
  const asks = asked.when(told(asked, { type: 'flow', found: true, flow: rating }), 20_010)
  t.ok(orders(asks.decision).some((order) => order.type === 'collect' && order.legId === 'L1'))
  const heard = asked.does(told(asked, { type: 'flow', found: true, flow: rating }), 20_010)
  const thanked = heard.does(keyed(waitId(heard), '5'), 25_000)
  const over = thanked.when(played(waitId(thanked)), 27_000)
  t.match(summary(over.decision), { outcome: 'answered', hungUpBy: 'agent', collected: { rating: '5' } })
})

t.test('the agent’s phone that hangs up is the same; a caller who hangs up is asked nothing', async (t) => {
  const phone = talk().when({ type: 'agent-left', agentId: 'a1', legId: 'leg-a1', by: 'agent' }, 20_000)
  t.equal(phone.state.mode, 'fetching')
  t.match(summary(talk().when(ended('L1'), 20_000).decision), { outcome: 'answered', hungUpBy: 'caller' })
  t.equal(talk().when({ type: 'hang-up', by: 'supervisor', who: 's1' }, 20_000).state.mode, 'ended')
})

t.test(
  'a caller who leaves during it was answered, and a flow that is gone ends the call as the agent wished',
  async (t) => {
    const asked = talk().does(hangUp, 20_000)
    t.match(summary(asked.when(ended('L1'), 21_000).decision), { outcome: 'answered' })
    t.match(summary(asked.when(told(asked, { type: 'flow', found: false }), 21_000).decision), {
      ...{ outcome: 'answered', hungUpBy: 'agent' },
    })
  },
)

t.test('a queue without it ends the call', async (t) => {
  t.equal(talk({ afterTalkFlowId: undefined }).when(hangUp, 20_000).state.mode, 'ended')
})
