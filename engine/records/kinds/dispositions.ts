// 小结分类: what a call was about, in two steps: purpose and sub-type.
import { defineKind, type FieldFault, type KindWorld, type Values } from '../record/kind.ts'

/** A sub-type has a purpose above it, and a purpose nothing. */
async function twoSteps(values: Values, { sql }: KindWorld, id: string | undefined): Promise<FieldFault[]> {
  const parentId = values.parentId
  if (typeof parentId !== 'string' || parentId === '') return []
  const fault = [{ path: 'parentId', message: 'must be a purpose, not a sub-type' }]
  if (parentId === id) return fault
  const [above] = await sql<{ below: boolean }[]>`
    select coalesce(parent_id, '') <> '' as below from dispositions where id = ${parentId}`
  const [below] = id ? await sql`select 1 from dispositions where parent_id = ${id} limit 1` : []
  return above?.below || below ? fault : []
}

export default defineKind({
  kind: 'dispositions',
  table: 'dispositions',
  label: { zh: '小结分类', en: 'Dispositions' },
  right: 'configure',
  title: 'name',
  idPrefix: 'disposition',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 30 },
    { name: 'nameEn', type: 'text', label: { zh: '英文名称', en: 'English name' }, listed: true, maxLength: 40 },
    {
      name: 'parentId',
      type: 'reference',
      to: 'dispositions',
      label: { zh: '上级（来电目的）', en: 'Purpose above' },
      help: { zh: '不选则本身是来电目的', en: 'Empty = it is a purpose itself' },
      listed: true,
    },
    {
      name: 'queueIds',
      type: 'reference',
      to: 'queues',
      many: true,
      label: { zh: '用于队列', en: 'For queues' },
      help: { zh: '不选则用于所有队列', en: 'None = in every queue' },
    },
    {
      name: 'areaAlarm',
      type: 'switch',
      label: { zh: '计入区域故障报警', en: 'Counts for area alarms' },
      help: {
        zh: '如“已派单”：同一地区短时间内很多时报警',
        en: 'Such as a dispatched ticket: many from one area raise an alarm',
      },
    },
    {
      name: 'place',
      type: 'number',
      label: { zh: '顺序', en: 'Order' },
      help: { zh: '小的在前', en: 'Small ones first' },
      min: 0,
      max: 999,
      integer: true,
      default: 50,
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  check: twoSteps,
})
