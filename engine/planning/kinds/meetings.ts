// 会议与培训: who is away from the phones on a date, and how long.
import { defineKind } from '../../records/record/kind.ts'

export default defineKind({
  kind: 'meetings',
  table: 'meetings',
  label: { zh: '会议与培训', en: 'Meetings' },
  right: 'plan',
  readRight: 'plan-view',
  readScope: 'all',
  title: 'name',
  idPrefix: 'meeting',
  links: { agentIds: { table: 'meeting_agents', mine: 'meeting_id', other: 'agent_id' } },
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    { name: 'date', type: 'date', label: { zh: '日期', en: 'Date' }, required: true, listed: true },
    { name: 'startsAt', type: 'time', label: { zh: '开始', en: 'Starts' }, required: true, listed: true },
    {
      name: 'minutes',
      type: 'number',
      label: { zh: '分钟', en: 'Minutes' },
      listed: true,
      min: 5,
      max: 720,
      integer: true,
      default: 60,
    },
    {
      name: 'agentIds',
      type: 'reference',
      to: 'agents',
      many: true,
      label: { zh: '坐席', en: 'Agents' },
      listed: true,
    },
  ],
})
