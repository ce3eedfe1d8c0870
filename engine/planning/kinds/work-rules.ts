// 工时规则: what a contract allows; part-time is fewer hours. An agent works by one rule.
import { defineKind, type FieldFault, type Row, type Values } from '../../records/record/kind.ts'

export default defineKind({
  kind: 'work-rules',
  table: 'work_rules',
  label: { zh: '工时规则', en: 'Working-time rules' },
  right: 'plan',
  readRight: 'plan-view',
  readScope: 'all',
  title: 'name',
  idPrefix: 'rule',
  links: { agentIds: { table: 'work_rule_agents', mine: 'rule_id', other: 'agent_id' } },
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 50 },
    {
      name: 'weekHours',
      type: 'number',
      label: { zh: '每周工时', en: 'Hours a week' },
      help: { zh: '计薪时间，不含不计薪的用餐', en: 'Paid time: unpaid meals do not count' },
      listed: true,
      min: 1,
      max: 60,
      integer: false,
      default: 40,
    },
    whole('maxDaysWeek', '每周最多天数', 'Most days a week', 1, 7, 5),
    {
      name: 'minRestHours',
      type: 'number',
      label: { zh: '班次间最少休息（小时）', en: 'Least rest between shifts (hours)' },
      min: 0,
      max: 24,
      integer: false,
      default: 11,
    },
    whole('maxConsecutiveDays', '最多连续天数', 'Most days in a row', 1, 14, 6),
    whole('weekendsOffInTwo', '每两周至少休几个周末', 'Weekends off in two weeks, at least', 0, 2, 1),
    {
      ...whole('fairDays', '周末与夜班最多相差（天）', 'Weekends and nights apart at most (days)', 0, 60, 0),
      help: {
        zh: '一份班表内，同规则的坐席周末上班天数、夜班天数各最多相差几天，超出会提示；0 为不检查',
        en: 'How many weekend days, and nights, agents by this rule may differ in one roster before it is told; 0 = not looked at',
      },
      listed: false,
    },
    {
      name: 'earliestStart',
      type: 'time',
      label: { zh: '最早上班', en: 'Earliest start' },
      help: { zh: '不填则不限', en: 'Empty = no limit' },
    },
    {
      name: 'latestEnd',
      type: 'time',
      label: { zh: '最晚下班', en: 'Latest end' },
      help: {
        zh: '不填则不限；不晚于最早上班则为次日',
        en: 'Empty = no limit; not after the earliest start = the next day',
      },
    },
    {
      ...whole('leaveDays', '每年假期（天）', 'Days of leave a year', 0, 366, 0),
      help: {
        zh: '工作日计：周一至周五，节假日除外，调休上班日计入；0 为不计，全由计划员批',
        en: 'Monday to Friday count but for holidays, and make-up workdays; 0 = not counted, a planner decides',
      },
      listed: false,
    },
    {
      ...whole('leaveAtOnce', '同一天自动批准的人数', 'Away on a day, approved by itself', 0, 500, 0),
      help: {
        zh: '申请在额度内、当天没有已发布的班、同规则休假不满这么多人时自动批准；0 为不自动',
        en: 'Leave within the allowance, on days without a published duty, while fewer by this rule are away; 0 = never',
      },
      listed: false,
    },
    {
      name: 'alarmMinutes',
      type: 'number',
      label: { zh: '偏离班表告警（分钟）', en: 'Alarm when off the roster (minutes)' },
      help: {
        zh: '当班未签入、当班小休、该休息未休息、下班仍签入超过这么久时告知班组长；0 为不告警',
        en: 'Not signed in on duty, on a break on duty, a break not taken, still signed in: told to who watches; 0 = never',
      },
      min: 0,
      max: 240,
      integer: true,
      default: 0,
    },
    {
      name: 'shiftIds',
      type: 'reference',
      to: 'shifts',
      many: true,
      label: { zh: '可排班次', en: 'Shifts' },
      help: { zh: '不选则全部', en: 'None = all' },
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
  toRow: async (values: Values): Promise<Row> => ({
    ...values,
    earliestStart: values.earliestStart ?? '',
    latestEnd: values.latestEnd ?? '',
  }),
  fromRow: (row: Row): Values => {
    const { earliestStart, latestEnd, ...values } = row
    return { ...values, ...(earliestStart ? { earliestStart } : {}), ...(latestEnd ? { latestEnd } : {}) }
  },
  async check(values, { sql }, id) {
    const taken = await sql<{ name: string; rule: string }[]>`
      select a.name, r.name as rule from work_rule_agents l join agents a on a.id = l.agent_id
        join work_rules r on r.id = l.rule_id
      where l.agent_id = any(${values.agentIds as string[]}::text[]) and l.rule_id <> ${id ?? ''} order by a.number`
    return taken.map(
      ({ name, rule }): FieldFault => ({ path: 'agentIds', message: `${name} works by another rule already: ${rule}` }),
    )
  },
})

function whole(name: string, zh: string, en: string, min: number, max: number, value: number) {
  return { name, type: 'number', label: { zh, en }, listed: true, min, max, integer: true, default: value } as const
}
