// What a planner keeps in the mock: kinds of records with a few of their fields, and some rows.

import calendarMarks from '#engine/planning/kinds/calendar-marks.ts'
import type { KindInfo } from '#engine/protocol/api.ts'
import type { Field, Label } from '#engine/protocol/fields.ts'
import { infoOf } from '#engine/records/record/kinds.ts'
import { SHIFTS } from './roster-world.ts'

const say = (zh: string, en: string): Label => ({ zh, en })
const name: Field = { name: 'name', type: 'text', label: say('名称', 'Name'), required: true, listed: true }
const date = (field: string, zh: string, en: string): Field => ({
  name: field,
  type: 'date',
  label: say(zh, en),
  required: true,
  listed: true,
})
const agent: Field = {
  name: 'agentId',
  type: 'reference',
  to: 'agents',
  label: say('坐席', 'Agent'),
  required: true,
  listed: true,
}

export const ROSTER_KINDS: Omit<KindInfo, 'mayWrite'>[] = [
  {
    kind: 'shifts',
    label: say('班次', 'Shifts'),
    title: 'name',
    fields: [
      name,
      { name: 'startsAt', type: 'time', label: say('开始', 'Starts'), required: true, listed: true },
      { name: 'endsAt', type: 'time', label: say('结束', 'Ends'), required: true, listed: true },
      { name: 'color', type: 'text', label: say('颜色', 'Colour') },
    ],
  },
  {
    kind: 'work-rules',
    label: say('工时规则', 'Working-time rules'),
    title: 'name',
    fields: [
      name,
      { name: 'weekHours', type: 'number', label: say('每周工时', 'Hours a week'), listed: true },
      { name: 'maxDaysInARow', type: 'number', label: say('最多连续天数', 'Most days in a row'), listed: true },
    ],
  },
  {
    kind: 'staffing-targets',
    label: say('服务目标', 'Service targets'),
    title: 'name',
    fields: [name, { name: 'serviceLevel', type: 'number', label: say('服务水平', 'Service level'), listed: true }],
  },
  infoOf(calendarMarks, true),
  {
    kind: 'leave',
    label: say('休假', 'Leave'),
    title: 'agentId',
    fields: [agent, date('from', '第一天', 'First day'), date('to', '最后一天', 'Last day')],
  },
  {
    kind: 'wishes',
    label: say('排班意愿', 'Wishes'),
    title: 'agentId',
    fields: [agent, date('date', '日期', 'Date')],
  },
  {
    kind: 'meetings',
    label: say('会议与培训', 'Meetings'),
    title: 'name',
    fields: [name, date('date', '日期', 'Date')],
  },
]

const clock = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`

export const ROSTER_TABLES: [string, ({ id: string; version: number } & Record<string, unknown>)[]][] = [
  ...ROSTER_KINDS.map(({ kind }): [string, []] => [kind, []]),
  [
    'shifts',
    SHIFTS.map((shift) => ({ ...shift, version: 1, startsAt: clock(shift.startsAt), endsAt: clock(shift.endsAt) })),
  ],
  ['work-rules', [{ id: 'rule-full', version: 1, name: '全职', weekHours: 40, maxDaysInARow: 6 }]],
]
