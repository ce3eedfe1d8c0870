// VIP 来源: where it is asked whether a caller is a VIP; what is switched off counts nowhere.
import { defineKind, type FieldFault, type KindWorld, type Values } from '../record/kind.ts'

export default defineKind({
  kind: 'vip-sources',
  table: 'vip_sources',
  label: { zh: 'VIP 来源', en: 'VIP sources' },
  right: 'configure',
  title: 'name',
  idPrefix: 'vip',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'source',
      type: 'choice',
      label: { zh: '来源', en: 'Source' },
      help: {
        zh: '客户资料：勾选了 VIP 的客户，可限定队列；接入号：拨打 VIP 号码者；第三方：逐个来电查询',
        en: 'Customers: those marked VIP, in all queues or some; numbers: who dials a VIP number; outside: asked at each call',
      },
      required: true,
      listed: true,
      options: [
        { value: 'list', label: { zh: '客户资料中的 VIP', en: 'Customers marked VIP' } },
        { value: 'number', label: { zh: 'VIP 接入号', en: 'VIP access numbers' } },
        { value: 'http', label: { zh: '第三方系统（HTTP）', en: 'Another system (HTTP)' } },
      ],
    },
    {
      name: 'url',
      type: 'text',
      label: { zh: '地址', en: 'Address' },
      help: {
        zh: '以 GET 提交 caller 与 called；应答 JSON 中 vip 为 true、1 或 yes 即为 VIP',
        en: 'Asked by GET with caller and called; a JSON answer with vip true, 1 or yes makes a VIP',
      },
      maxLength: 2_000,
      pattern: '^(https?://.+)?$',
      when: { field: 'source', is: 'http' },
    },
    {
      name: 'deadlineMs',
      type: 'duration',
      label: { zh: '最长等待', en: 'Wait at most' },
      help: { zh: '超时或出错按普通来电处理', en: 'Late or wrong: an ordinary caller' },
      ...{ minMs: 100, maxMs: 1_500, default: 800 },
      when: { field: 'source', is: 'http' },
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  check: (values, world, id) => faults(values, world, id),
})

async function faults({ source, url }: Values, { sql }: KindWorld, id = ''): Promise<FieldFault[]> {
  if (source === 'http') return url ? [] : [{ path: 'url', message: 'must be filled in' }]
  const others = await sql`select 1 from vip_sources where source = ${String(source)} and id <> ${id} limit 1`
  return others.length > 0 ? [{ path: 'source', message: 'is already in use' }] : []
}
