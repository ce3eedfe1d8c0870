// 工单: what a customer needs done, by whom and until when; dispatched to a person or a department.

import type { BusinessRules } from '../../protocol/business.ts'
import { CALL, CUSTOMER_IF_ANY } from '../record/customer-field.ts'
import { type BusinessWorld, defineBusiness } from '../record/kind.ts'
import { shapeOf } from '../record/shape.ts'
import { afterWorking } from '../record/working-time.ts'

const HOUR_MS = 3_600_000

export default defineBusiness({
  kind: 'tickets',
  label: { zh: '工单', en: 'Tickets' },
  one: { zh: '工单', en: 'Ticket' },
  right: 'tickets',
  idPrefix: 'ticket',
  title: 'title',
  numbering: 'GD',
  partOf: 'customers',
  department: true,
  due: 'dueAt',
  rules: { dueHours: 24 },
  states: {
    list: [
      { value: 'to-dispatch', label: { zh: '待派发', en: 'To dispatch' }, colour: 'amber' },
      { value: 'dispatched', label: { zh: '已派发', en: 'Dispatched' }, colour: 'blue' },
      { value: 'cancelled', label: { zh: '已取消', en: 'Cancelled' }, colour: 'grey', final: true },
      { value: 'in-progress', label: { zh: '处理中', en: 'In progress' }, colour: 'sea' },
      { value: 'returned', label: { zh: '退回', en: 'Returned' }, colour: 'red' },
      { value: 'closed', label: { zh: '已结束', en: 'Closed' }, colour: 'green', final: true },
    ],
    moves: {
      'to-dispatch': ['dispatched', 'in-progress', 'cancelled'],
      dispatched: ['in-progress', 'returned', 'closed', 'cancelled'],
      'in-progress': ['closed', 'returned', 'dispatched', 'cancelled'],
      returned: ['dispatched', 'in-progress', 'cancelled'],
      closed: ['returned'],
      cancelled: [],
    },
    reasons: ['returned', 'cancelled'],
  },
  fields: [
    { name: 'title', type: 'text', label: { zh: '标题', en: 'Title' }, required: true, listed: true, maxLength: 200 },
    CUSTOMER_IF_ANY,
    {
      name: 'type',
      type: 'choice',
      label: { zh: '类型', en: 'Type' },
      listed: true,
      default: 'inquiry',
      options: [
        { value: 'inquiry', label: { zh: '咨询', en: 'Inquiry' } },
        { value: 'repair', label: { zh: '报修', en: 'Repair' } },
        { value: 'complaint', label: { zh: '投诉', en: 'Complaint' } },
        { value: 'suggestion', label: { zh: '建议', en: 'Suggestion' } },
        { value: 'other', label: { zh: '其他', en: 'Other' } },
      ],
    },
    {
      name: 'priority',
      type: 'choice',
      label: { zh: '优先级', en: 'Priority' },
      listed: true,
      default: 'normal',
      options: [
        { value: 'low', label: { zh: '低', en: 'Low' } },
        { value: 'normal', label: { zh: '普通', en: 'Normal' } },
        { value: 'high', label: { zh: '紧急', en: 'Urgent' } },
      ],
    },
    {
      name: 'dueAt',
      type: 'date-time',
      label: { zh: '时限', en: 'Deadline' },
      listed: true,
      help: { zh: '不填则按默认时限', en: 'Empty: the usual time' },
    },
    { name: 'text', type: 'text', label: { zh: '描述', en: 'Description' }, multiline: true, maxLength: 4_000 },
    { name: 'feedback', type: 'text', label: { zh: '处理反馈', en: 'Feedback' }, multiline: true, maxLength: 4_000 },
    CALL,
  ],
  async prepare(values, world, before) {
    if (before !== undefined || typeof values.dueAt === 'number') return values
    const { dueHours = 0, work } = (await shapeOf(world.sql, this)).rules
    return dueHours > 0 ? { ...values, dueAt: await dueAfter(world, dueHours, work) } : values
  },
})

async function dueAfter({ sql, now, timeZone }: BusinessWorld, hours: number, work: BusinessRules['work']) {
  if (!work || work.days.length === 0) return now + hours * HOUR_MS
  const off = await sql<{ date: string }[]>`select date::text from holidays`
  return afterWorking(now, hours * 60, work, new Set(off.map(({ date }) => date)), timeZone)
}
