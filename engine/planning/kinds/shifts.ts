// 班次: from when to when, with its breaks and the time in which each may start.

import { defineKind, type FieldFault, type Values } from '../../records/record/kind.ts'
import { minutesOf, notBefore } from '../core/clock.ts'

const COLORS = [
  ['#2563eb', '蓝', 'Blue'],
  ['#059669', '绿', 'Green'],
  ['#d97706', '橙', 'Orange'],
  ['#7c3aed', '紫', 'Purple'],
  ['#db2777', '玫红', 'Pink'],
  ['#0891b2', '青', 'Cyan'],
  ['#65a30d', '草绿', 'Lime'],
  ['#475569', '灰', 'Grey'],
] as const

/** Rosters are made in steps of five minutes. */
const STEP = 5

export default defineKind({
  kind: 'shifts',
  table: 'shifts',
  label: { zh: '班次', en: 'Shifts' },
  right: 'plan',
  readRight: 'plan-view',
  readScope: 'all',
  title: 'name',
  idPrefix: 'shift',
  fields: [
    { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, required: true, listed: true, maxLength: 30 },
    {
      name: 'color',
      type: 'choice',
      label: { zh: '颜色', en: 'Colour' },
      listed: true,
      default: '#2563eb',
      options: COLORS.map(([value, zh, en]) => ({ value, label: { zh, en } })),
    },
    { name: 'startsAt', type: 'time', label: { zh: '上班', en: 'Starts' }, required: true, listed: true },
    {
      name: 'endsAt',
      type: 'time',
      label: { zh: '下班', en: 'Ends' },
      help: { zh: '不晚于上班时间则为次日', en: 'Not after the start = the next day' },
      required: true,
      listed: true,
    },
    {
      name: 'breaks',
      type: 'list',
      label: { zh: '休息与用餐', en: 'Breaks and meals' },
      help: { zh: '排班时在最早与最晚开始之间取最佳时间', en: 'The roster chooses the best start in between' },
      of: [
        { name: 'name', type: 'text', label: { zh: '名称', en: 'Name' }, maxLength: 30 },
        { name: 'earliest', type: 'time', label: { zh: '最早开始', en: 'Earliest start' }, required: true },
        { name: 'latest', type: 'time', label: { zh: '最晚开始', en: 'Latest start' }, required: true },
        {
          name: 'minutes',
          type: 'number',
          label: { zh: '分钟', en: 'Minutes' },
          required: true,
          min: STEP,
          max: 240,
          integer: true,
        },
        { name: 'paid', type: 'switch', label: { zh: '计薪', en: 'Paid' } },
      ],
    },
    { name: 'enabled', type: 'switch', label: { zh: '启用', en: 'Enabled' }, listed: true, default: true },
  ],
  check: async (values) => shiftFaults(values),
})

interface Break {
  earliest: string
  latest: string
  minutes: number
}

function shiftFaults(values: Values): FieldFault[] {
  const start = minutesOf(String(values.startsAt))
  const end = notBefore(start, minutesOf(String(values.endsAt)))
  const faults: FieldFault[] = []
  if (start % STEP !== 0) faults.push({ path: 'startsAt', message: 'times go in steps of five minutes' })
  if (end % STEP !== 0) faults.push({ path: 'endsAt', message: 'times go in steps of five minutes' })
  if (end - start > 16 * 60) faults.push({ path: 'endsAt', message: 'a shift has at most 16 hours' })
  let free = start
  for (const [index, one] of (values.breaks as Break[]).entries()) {
    const fault = breakFault(one, start, end, free)
    if (fault) faults.push({ path: `breaks.${index}.${fault.path}`, message: fault.message })
    free = within(start, one.latest) + one.minutes
  }
  return faults
}

/** a clock time inside a shift that may go past midnight */
const within = (start: number, time: string): number => {
  const minutes = minutesOf(time)
  return minutes < start ? minutes + 1_440 : minutes
}

function breakFault(one: Break, start: number, end: number, free: number): FieldFault | undefined {
  const earliest = within(start, one.earliest)
  const latest = within(start, one.latest)
  if (earliest % STEP !== 0) return { path: 'earliest', message: 'times go in steps of five minutes' }
  if (latest % STEP !== 0) return { path: 'latest', message: 'times go in steps of five minutes' }
  if (one.minutes % STEP !== 0) return { path: 'minutes', message: 'times go in steps of five minutes' }
  if (earliest < free) return { path: 'earliest', message: 'it may begin before the break above has ended' }
  if (latest < earliest) return { path: 'latest', message: 'before the earliest start' }
  return latest + one.minutes > end ? { path: 'latest', message: 'the break would end after the shift' } : undefined
}
