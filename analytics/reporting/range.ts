// The parameters that most reports share: from, to, step and queues, parsed with errors a user can act on.
import type { Field } from '#engine/protocol/fields.ts'
import { END_FIRST, TOO_LONG } from '../range-words.ts'
import { BadParameter } from './report.ts'

export const STEPS = [5, 15, 30, 60, 1440] as const
const MAX_ROWS_PER_QUEUE = 20_000
const MINUTE = 60_000

export interface Range {
  /** absolute ms, from inclusive, to exclusive */
  from: number
  to: number
  stepMinutes: number
  queues: string[]
}

export const RANGE_FIELDS: Field[] = [
  { name: 'from', label: { zh: '开始时间', en: 'From' }, type: 'date', required: true },
  { name: 'to', label: { zh: '结束时间', en: 'To' }, type: 'date', required: true },
  {
    name: 'step',
    label: { zh: '间隔', en: 'Interval' },
    type: 'choice',
    default: '30',
    options: STEPS.map((minutes) => ({
      value: String(minutes),
      label: minutes === 1440 ? { zh: '一天', en: '1 day' } : { zh: `${minutes} 分钟`, en: `${minutes} min` },
    })),
  },
  { name: 'queues', label: { zh: '队列', en: 'Queues' }, type: 'reference', to: 'queues', many: true },
]

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
  if ((to - from) / (stepMinutes * MINUTE) > MAX_ROWS_PER_QUEUE) throw new BadParameter(TOO_LONG)
  const raw = given.queues
  const queues = (
    Array.isArray(raw) ? raw.map(String) : typeof raw === 'string' && raw !== '' ? raw.split(',') : []
  ).slice(0, 1000)
  return { from, to, stepMinutes, queues }
}

/** Start of an interval in the centre's time zone, as an SQL expression over the column `start`. */
export const bucket = (stepMinutes: number): string =>
  stepMinutes === 1440
    ? 'toStartOfDay(start, {zone:String})'
    : `toStartOfInterval(start, interval ${stepMinutes} minute, {zone:String})`
