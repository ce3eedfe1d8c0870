// The funnel of a flow: how many calls passed each node by each way, and at which they left.
import { countReport } from '../reporting/count.ts'
import { share } from '../reporting/words.ts'

export default countReport({
  name: 'ivr-nodes',
  label: { zh: 'IVR 节点漏斗', en: 'IVR funnel' },
  group: 'self-service',
  help: {
    zh: '每个节点有多少来电经过，又有多少在此离开。',
    en: 'How many calls passed each node, and how many ended there.',
  },
  keys: [
    { name: 'flow', label: { zh: '流程', en: 'Flow' }, names: 'flows' },
    { name: 'node', label: { zh: '节点', en: 'Node' }, sql: { steps: "if(node_name = '', node, node_name)" } },
  ],
  cuts: ['flows'],
  counted: [
    {
      from: 'steps',
      sums: {
        passes: 'count()',
        // one fact tells all steps of a call
        calls: 'uniqExact(fact)',
        ended: 'sum(last)',
        lost: "countIf(last = 1 and startsWith(outcome, 'abandoned'))",
        first: '-toInt64(min(nth))',
      },
      greatest: ['first'],
    },
  ],
  measures: [
    {
      ...{ name: 'calls', label: { zh: '来电', en: 'Calls' }, calls: ['steps'] },
      help: { zh: '经过该节点的来电，每通一次。', en: 'Calls that passed the node, each once.' },
    },
    {
      ...{ name: 'passes', label: { zh: '经过次数', en: 'Passes' } },
      help: { zh: '经过的次数，一通可多次。', en: 'How often it was passed; a call may do so more than once.' },
    },
    {
      ...{ name: 'ended', label: { zh: '最后节点', en: 'Last node' }, calls: ['steps', 'last = 1'] },
      help: {
        zh: '以该节点为最后节点的来电，含转入队列的。',
        en: 'Calls whose last node it was, those sent to a queue included.',
      },
    },
    {
      ...{ name: 'lost', label: { zh: '在此放弃', en: 'Gave up here' } },
      calls: ['steps', "last = 1 and startsWith(outcome, 'abandoned')"],
      help: { zh: '以该节点为最后节点且放弃的来电。', en: 'Its last node, and the call was abandoned.' },
    },
    {
      ...{
        name: 'lostShare',
        label: { zh: '放弃率', en: 'Gave up' },
        format: 'percent',
        of: ['calls'],
        sql: share('lost', 'calls'),
      },
      help: { zh: '在此放弃 ÷ 来电。', en: 'Gave up here, of the calls.' },
    },
  ],
  order: 'flow, sums.first desc, sums.passes desc, node',
  chart: { x: 'node', series: ['calls', 'lost'] },
})
