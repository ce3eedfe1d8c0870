// 客户: what is known of a caller's number; VIP everywhere or in chosen queues.
import { spellings } from '../../numbers/phone-number.ts'
import { defineKind, type FieldFault, type KindWorld, type Values } from '../record/kind.ts'

/** One person's number is one record's, however it is written. */
async function numberKnown(values: Values, { sql, home }: KindWorld, id: string | undefined): Promise<FieldFault[]> {
  const number = String(values.number)
  const rows = await sql<{ id: string }[]>`
    select id from customers where number = any(${[number, ...spellings(number, home)]})`
  return rows.some((row) => row.id !== id) ? [{ path: 'number', message: 'is already in use' }] : []
}

export default defineKind({
  kind: 'customers',
  table: 'customers',
  label: { zh: '客户', en: 'Customers' },
  right: 'configure',
  title: 'name',
  spelled: 'name',
  idPrefix: 'customer',
  fields: [
    {
      name: 'number',
      type: 'text',
      label: { zh: '号码', en: 'Number' },
      required: true,
      listed: true,
      pattern: '^\\+?[0-9A-Za-z._-]{2,32}$',
    },
    { name: 'name', type: 'text', label: { zh: '姓名', en: 'Name' }, listed: true, maxLength: 80 },
    { name: 'region', type: 'text', label: { zh: '归属地', en: 'Region' }, listed: true, maxLength: 30 },
    { name: 'vip', type: 'switch', label: { zh: 'VIP', en: 'VIP' }, listed: true },
    {
      name: 'vipQueueIds',
      type: 'reference',
      to: 'queues',
      many: true,
      label: { zh: '仅在这些队列为 VIP', en: 'VIP only in these queues' },
      help: { zh: '不选则在所有队列', en: 'None = in every queue' },
    },
    { name: 'dedicatedAgentId', type: 'reference', to: 'agents', label: { zh: '专属坐席', en: 'Dedicated agent' } },
  ],
  check: numberKnown,
})
