// 流程草稿: a flow as far as it is; shape is checked, meaning is not. Calls never read it: publishing writes the flow itself.
import { flowNodesSchema } from '../record/flow-shape.ts'
import { defineKind } from '../record/kind.ts'
import flows from './flows.ts'

const lang = flows.fields.filter((field) => field.name === 'lang')

export default defineKind({
  kind: 'flow-drafts',
  table: 'flow_drafts',
  label: { zh: '流程草稿', en: 'Flow drafts' },
  right: 'configure',
  title: 'name',
  idPrefix: 'draft',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    ...lang,
    { name: 'flowId', type: 'text', label: { zh: '所属流程', en: 'Of the flow' }, maxLength: 64 },
    { name: 'startNodeId', type: 'text', label: { zh: '开始节点', en: 'First node' }, maxLength: 64 },
    { name: 'nodes', type: 'json', label: { zh: '节点', en: 'Nodes' }, required: true },
  ],
  async check(values) {
    const parsed = flowNodesSchema.safeParse(values.nodes)
    if (parsed.success) return []
    return parsed.error.issues.map((issue) => ({ path: ['nodes', ...issue.path].join('.'), message: issue.message }))
  },
})
