// A report's parameters as the form holds them, and the query they become. Days are the centre's, `to` inclusive.
import type { Field, Label } from '#engine/protocol/fields.ts'
import type { ReportColumn, ReportResult } from '#engine/protocol/reports.ts'
import { outletLabel } from '#engine/protocol/words/flow.ts'
import { labelOf } from '#engine/protocol/words/word.ts'
import type { Query } from '../api/client.ts'
import { type Look, serviceLevelLook } from '../design/status.ts'
import { momentOf, wallAt } from '../i18n/centre-time.ts'
import { clockSpan, dateTime, startOfDay } from '../i18n/format.ts'

export type Values = Record<string, unknown>
type Say = (label: Label) => string
const inChinese: Say = ({ zh }) => zh

const dayText = (at: number): string => wallAt(at).slice(0, 10)

export function firstValues(fields: Field[], now: number): Values {
  const values: Values = {}
  for (const field of fields) {
    if (field.default !== undefined) values[field.name] = field.default
    else if (field.type === 'date') values[field.name] = dayText(now)
    else if (field.type === 'reference' && field.many) values[field.name] = []
  }
  return values
}

/** Midnight of a day of the centre, ms; `after` days later. */
const midnight = (day: string, after: number): number => startOfDay(momentOf(`${day}T00:00`), -after)

export function queryOf(fields: Field[], values: Values): Query {
  const query: Query = {}
  for (const field of fields) {
    const value = values[field.name]
    if (value === undefined || value === '' || value === null) continue
    if (field.type === 'date') query[field.name] = midnight(String(value), field.name === 'to' ? 1 : 0)
    else query[field.name] = Array.isArray(value) ? value.join(',') : String(value)
  }
  return query
}

export function cellText(
  column: ReportColumn,
  value: string | number | null | undefined,
  say: Say = inChinese,
): string {
  if (value === null || value === undefined || value === '') return '–'
  if (column.words) return say(labelOf(column.words, String(value)))
  if (column.outlet) return say(outletLabel(String(value)))
  if (column.format === 'percent') return `${(Number(value) * 100).toFixed(1)}%`
  if (column.format === 'duration') return clockSpan(Number(value))
  if (column.format === 'time') return typeof value === 'number' ? dateTime(value).slice(0, 16) : String(value)
  // a mean, always as exact, so that one below the other can be compared
  if (column.of && typeof value === 'number') return value.toFixed(2)
  return typeof value === 'number' && !Number.isInteger(value) ? String(Math.round(value * 1000) / 1000) : String(value)
}

const MIDNIGHT = ' 00:00'
/** Where all intervals begin at midnight, days are meant: their hour says nothing. */
export function withoutMidnights(texts: readonly string[]): string[] {
  const days = texts.length > 0 && texts.every((text) => text.endsWith(MIDNIGHT))
  return days ? texts.map((text) => text.slice(0, -MIDNIGHT.length)) : [...texts]
}

/** How a number has changed: a share by points, others by per cent of what they were; nothing where it says nothing. */
export function changeOf({ format }: ReportColumn, now: unknown, then: unknown): string | undefined {
  if (typeof now !== 'number' || typeof then !== 'number' || format === 'text' || format === 'time') return undefined
  if (format !== 'percent' && then === 0) return undefined
  const change = format === 'percent' ? (now - then) * 100 : ((now - then) / then) * 100
  const rounded = Math.round(change * 10) / 10
  return `${rounded > 0 ? '+' : ''}${rounded}${format === 'percent' ? 'pp' : '%'}`
}

/** A share is coloured by what it aims at, as on the wallboard. */
export function lookOf(column: ReportColumn, row: ReportResult['rows'][number]): Look | undefined {
  const share = row[column.name]
  const target = column.target === undefined ? undefined : row[column.target]
  return typeof share === 'number' && typeof target === 'number' ? serviceLevelLook(share, target) : undefined
}

export interface ChartData {
  /** x are moments */
  timed: boolean
  x: string[]
  series: { column: ReportColumn; values: (number | null)[] }[]
}

/** Rows of several queues at one moment are one point: counts and spans add up, a share is one of all their calls. */
export function chartOf(result: ReportResult, x: string, names: string[], say: Say = inChinese): ChartData {
  const groups = new Map<string, ReportResult['rows']>()
  const xColumn = result.columns.find((column) => column.name === x)
  for (const row of result.rows) {
    const at = xColumn ? cellText(xColumn, row[x], say) : String(row[x] ?? '')
    groups.set(at, [...(groups.get(at) ?? []), row])
  }
  const columns = names.flatMap((name) => result.columns.filter((column) => column.name === name))
  const point = (column: ReportColumn, rows: ReportResult['rows']): number | null => {
    const known = rows.filter((row) => typeof row[column.name] === 'number')
    if (known.length === 0) return null
    const weightOf = (row: ReportResult['rows'][number]): number =>
      (column.of ?? []).reduce((all, name) => all + Number(row[name] ?? 0), 0)
    const sum = (of: (row: ReportResult['rows'][number]) => number): number =>
      known.reduce((all, row) => all + of(row), 0)
    if (!column.of) return sum((row) => Number(row[column.name]))
    return sum((row) => Number(row[column.name]) * weightOf(row)) / sum(weightOf)
  }
  const timed = xColumn?.format === 'time'
  return {
    timed,
    x: timed ? withoutMidnights([...groups.keys()]) : [...groups.keys()],
    series: columns.map((column) => ({ column, values: [...groups.values()].map((rows) => point(column, rows)) })),
  }
}
