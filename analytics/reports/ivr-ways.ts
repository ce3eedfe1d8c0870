// Keys pressed and ways taken at each node.
import { countReport } from '../reporting/count.ts'

export default countReport({
  name: 'ivr-ways',
  label: { zh: 'IVR 按键报表', en: 'IVR keys and ways' },
  group: 'self-service',
  help: { zh: '在每个节点按了什么、走了哪条路。', en: 'What was pressed at each node, and which way it led.' },
  keys: [
    { name: 'flow', label: { zh: '流程', en: 'Flow' }, names: 'flows' },
    { name: 'node', label: { zh: '节点', en: 'Node' }, sql: { steps: "if(node_name = '', node, node_name)" } },
    { name: 'outlet', label: { zh: '出口', en: 'Way' }, outlet: true },
  ],
  cuts: ['flows'],
  counted: [{ from: 'steps', sums: { passes: 'count()' } }],
  measures: [
    {
      ...{ name: 'passes', label: { zh: '次数', en: 'Times' }, calls: ['steps'] },
      help: { zh: '走这条路的次数。', en: 'How often this way was taken.' },
    },
    {
      ...{ name: 'share', label: { zh: '占该节点', en: 'Of the node' }, format: 'percent' },
      sql: 'sums.passes / (sum(sums.passes) over (partition by k_flow, k_node))',
      ofRow: true,
      help: { zh: '占该节点全部经过次数之比。', en: 'Of all passes of the node.' },
    },
  ],
})
