// 请假: days off that an agent asked for, and whether a planner agreed.
import { LEAVE_STATES } from '../../protocol/words/planning.ts'
import { defineKind, type FieldFault } from '../../records/record/kind.ts'
import { isTooLong } from '../core/leave.ts'

export default defineKind({
  kind: 'leave',
  table: 'leave',
  label: { zh: '请假', en: 'Leave' },
  right: 'plan',
  readRight: 'plan-view',
  readScope: 'all',
  title: 'fromDate',
  idPrefix: 'leave',
  fields: [
    {
      name: 'agentId',
      type: 'reference',
      to: 'agents',
      label: { zh: '坐席', en: 'Agent' },
      required: true,
      listed: true,
    },
    { name: 'fromDate', type: 'date', label: { zh: '第一天', en: 'First day' }, required: true, listed: true },
    { name: 'toDate', type: 'date', label: { zh: '最后一天', en: 'Last day' }, required: true, listed: true },
    { name: 'reason', type: 'text', label: { zh: '事由', en: 'Reason' }, listed: true, maxLength: 100 },
    {
      name: 'state',
      type: 'choice',
      label: { zh: '状态', en: 'State' },
      listed: true,
      default: 'approved',
      options: Object.entries(LEAVE_STATES).map(([value, label]) => ({ value, label })),
    },
  ],
  async check(values, { sql }, id) {
    const faults: FieldFault[] = []
    const { agentId, fromDate, toDate } = values as { agentId: string; fromDate: string; toDate: string }
    if (toDate < fromDate) faults.push({ path: 'toDate', message: 'before the first day' })
    if (isTooLong({ fromDate, toDate })) faults.push({ path: 'toDate', message: 'a leave has at most a year' })
    if (values.state === 'refused' || values.state === 'withdrawn') return faults
    const [other] = await sql<{ fromDate: string }[]>`
      select from_date from leave where agent_id = ${agentId} and id <> ${id ?? ''} and state in ('asked', 'approved')
        and from_date <= ${toDate} and to_date >= ${fromDate} limit 1`
    if (other) faults.push({ path: 'fromDate', message: `overlaps the leave from ${other.fromDate}` })
    return faults
  },
})
