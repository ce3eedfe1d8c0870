// Hours of the week in a kind: the field that its form shows, and the same in its table (days as numbers, 1 = Monday).
import type { TimeRange } from '../../protocol/company.ts'
import type { Field, Label } from '../../protocol/fields.ts'
import { DAYS } from '../../protocol/words/days.ts'

export const hoursField = (label: Label, help?: Label): Field => ({
  name: 'hours',
  type: 'list',
  label,
  ...(help ? { help } : {}),
  of: [
    { name: 'days', type: 'choices', label: { zh: '星期', en: 'Days' }, options: DAYS },
    { name: 'from', type: 'time', label: { zh: '从', en: 'From' }, required: true },
    { name: 'to', type: 'time', label: { zh: '到', en: 'To' }, required: true },
  ],
})

export const hoursToRow = (hours: unknown): TimeRange[] =>
  (hours as { days: string[]; from: string; to: string }[]).map((range) => ({
    ...range,
    days: range.days.map(Number),
  }))

export const hoursFromRow = (hours: unknown): { days: string[]; from: string; to: string }[] =>
  (hours as TimeRange[]).map((range) => ({ ...range, days: range.days.map(String) }))
