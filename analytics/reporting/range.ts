// The parameters that most reports share: from, to, step and queues, parsed with errors a user can act on.
import type { Field, Label } from '#engine/protocol/fields.ts'
import { END_FIRST, TOO_LONG } from '../range-words.ts'
import { BadParameter } from './report.ts'

const WEEK = 10_080
const MONTH = 43_200
/** minutes; 0 is the whole range as one */
export const STEPS = [5, 15, 30, 60, 1440, WEEK, MONTH, 0] as const
const MAX_ROWS_PER_QUEUE = 20_000
const MINUTE = 60_000

export interface Range {
  /** absolute ms, from inclusive, to exclusive */
  from: number
  to: number
  stepMinutes: number
  queues: string[]
}

const STEP_WORDS: Record<number, Label> = {
  1440: { zh: '一天', en: '1 day' },
  [WEEK]: { zh: '一周', en: '1 week' },
  [MONTH]: { zh: '一个月', en: '1 month' },
  0: { zh: '整段时间', en: 'Whole range' },
}

const FROM: Field = { name: 'from', label: { zh: '开始时间', en: 'From' }, type: 'date', required: true }
const TO: Field = { name: 'to', label: { zh: '结束时间', en: 'To' }, type: 'date', required: true }
export const DAYS: Field[] = [FROM, TO]

/** How long a row's interval is. */
export const stepField = (first: (typeof STEPS)[number]): Field => ({
  name: 'step',
  label: { zh: '间隔', en: 'Interval' },
  type: 'choice',
  default: String(first),
  options: STEPS.map((minutes) => ({
    value: String(minutes),
    label: STEP_WORDS[minutes] ?? { zh: `${minutes} 分钟`, en: `${minutes} min` },
  })),
})

export const QUEUES: Field = {
  name: 'queues',
  label: { zh: '队列', en: 'Queues' },
  type: 'reference',
  to: 'queues',
  many: true,
}

export const RANGE_FIELDS: Field[] = [FROM, TO, stepField(30), QUEUES]

function moment(given: Record<string, unknown>, name: string): number {
  const value = given[name]
  const at =
    typeof value === 'number'
      ? value
      : typeof value === 'string' && /^\d{12,14}$/.test(value)
        ? Number(value)
        : Date.parse(String(value ?? ''))
  if (!Number.isFinite(at))
    throw new BadParameter(
      { zh: '请填写开始时间与结束时间。', en: 'Give a start and an end.' },
      `${name}: a time is needed, as ms since 1970 or ISO 8601`,
    )
  return at
}

/** Ids of a parameter that takes several. */
export const idsOf = (raw: unknown): string[] =>
  (Array.isArray(raw) ? raw.map(String) : typeof raw === 'string' && raw !== '' ? raw.split(',') : []).slice(0, 1000)

/** Throws BadParameter. */
export function parseRange(given: Record<string, unknown>): Range {
  const from = moment(given, 'from')
  const to = moment(given, 'to')
  if (to <= from) throw new BadParameter(END_FIRST)
  const stepMinutes = Number(given.step ?? 30)
  if (!STEPS.some((each) => each === stepMinutes))
    throw new BadParameter({
      zh: `间隔只能是 ${STEPS.join('、')} 分钟之一。`,
      en: `The interval is one of ${STEPS.join(', ')} minutes.`,
    })
  if (stepMinutes > 0 && (to - from) / (stepMinutes * MINUTE) > MAX_ROWS_PER_QUEUE) throw new BadParameter(TOO_LONG)
  return { from, to, stepMinutes, queues: idsOf(given.queues) }
}

/** Start of an interval in the centre's time zone, as an SQL expression over the column `start`. */
export function bucket(stepMinutes: number, start = 'start'): string {
  if (stepMinutes === 0) return 'fromUnixTimestamp64Milli({from:Int64})'
  if (stepMinutes === MONTH) return `toDateTime(toStartOfMonth(${start}, {zone:String}), {zone:String})`
  if (stepMinutes === WEEK) return `toDateTime(toStartOfWeek(${start}, 1, {zone:String}), {zone:String})`
  if (stepMinutes === 1440) return `toStartOfDay(${start}, {zone:String})`
  return `toStartOfInterval(${start}, interval ${stepMinutes} minute, {zone:String})`
}

/** How long the interval of a row is, within what was asked for, in ms; over its start in ms. */
export function lengthMs(stepMinutes: number, start: string): string {
  if (stepMinutes === 0) return '({to:Int64} - {from:Int64})'
  const at = `toDateTime(intDiv(${start}, 1000), {zone:String})`
  const next = {
    [MONTH]: `addMonths(${at}, 1)`,
    [WEEK]: `addWeeks(${at}, 1)`,
    1440: `addDays(${at}, 1)`,
  }[stepMinutes]
  const end = next ? `toInt64(toUnixTimestamp(${next})) * 1000` : `${start} + ${stepMinutes * MINUTE}`
  return `(least({to:Int64}, ${end}) - greatest({from:Int64}, ${start}))`
}
