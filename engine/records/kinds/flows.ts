// IVR 流程: checked as a whole when saved; every saved version is kept.
import { flowNodesSchema } from '../record/flow-shape.ts'
import { defineKind } from '../record/kind.ts'

export default defineKind({
  kind: 'flows',
  table: 'flows',
  label: { zh: 'IVR 流程', en: 'IVR flows' },
  right: 'configure',
  title: 'name',
  idPrefix: 'flow',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'lang',
      type: 'choice',
      label: { zh: '语言', en: 'Language' },
      listed: true,
      default: 'zh',
      options: [
        { value: 'zh', label: { zh: '中文', en: 'Chinese' } },
        { value: 'en', label: { zh: '英文', en: 'English' } },
      ],
    },
    { name: 'startNodeId', type: 'text', label: { zh: '开始节点', en: 'First node' }, required: true, maxLength: 64 },
    { name: 'nodes', type: 'json', label: { zh: '节点', en: 'Nodes' }, required: true },
  ],
  async check(values) {
    const parsed = flowNodesSchema.safeParse(values.nodes)
    if (parsed.success) return []
    return parsed.error.issues.map((issue) => ({
      path: ['nodes', ...issue.path].join('.'),
      message: issue.message,
    }))
  },
  problems: (values, world) => world.checkFlow(world.sql, values),
  async afterSave(id, { sql }) {
    await sql`insert into flow_versions (flow_id, version, name, lang, start_node_id, nodes)
      select id, version, name, lang, start_node_id, nodes from flows where id = ${id}`
  },
})
