// Intervals a file leaves out: not known, or without a call? Guessed by how few calls the others have, and asked.

import type { ImportQuestion } from '../../protocol/import-question.ts'
import type { ImportedRow } from '../../protocol/plan-ask.ts'
import { addDays, daysBetween, weekdayOf } from '../core/clock.ts'
import { label } from './problem.ts'
import { atOf } from './values.ts'

export type Gaps = 'zero' | 'missing'

/** Fewer rows tell nothing. */
const LEAST_ROWS = 20
/** A file in which so many rows are zeros does not leave them out. */
const WRITES_ZEROS = 0.005
/** So much of what is left out must be what counts this small leave out by themselves. */
const EXPLAINED = 0.3
/** A weekday left out more often than its counts explain, and this much more, is closed. */
const CLOSED_TIMES = 3
const CLOSED_MORE = 0.1
const MOST_FILLED = 600_000

/** Share of zeros where counts that are not zero have this mean (Poisson, by Newton's steps on λ / (1 − e^−λ)). */
function zeroShare(mean: number): number {
  if (!(mean > 1)) return 1
  let rate = mean
  for (let step = 0; step < 30; step++) rate = mean * -Math.expm1(-rate)
  return Math.exp(-rate)
}

interface Seen {
  days: number
  calls: number
}

const add = (into: Map<number, Seen>, key: number, calls: number): void => {
  const seen = into.get(key) ?? { days: 0, calls: 0 }
  into.set(key, { days: seen.days + 1, calls: seen.calls + calls })
}

/** Zeros where the file leaves intervals out, and whether the planner is to be asked. */
export function gapsOf(
  rows: readonly ImportedRow[],
  slotMinutes: number,
  chosen?: Gaps,
): { zeros: ImportedRow[]; questions: ImportQuestion[] } {
  const none = { zeros: [], questions: [] }
  const written = rows.filter((row) => row.offered === 0).length
  if (rows.length < LEAST_ROWS || (written > WRITES_ZEROS * rows.length && chosen === undefined)) return none
  const slots = new Map<number, Seen>()
  const days = new Map<string, number>()
  for (const { at, offered } of rows) {
    add(slots, slotOf(at, slotMinutes), offered)
    days.set(at.slice(0, 10), (days.get(at.slice(0, 10)) ?? 0) + offered)
  }
  const zeros = leftOut(rows, slots, quietDates(days), slotMinutes)
  if (zeros.length === 0 || zeros.length + rows.length > MOST_FILLED) return none
  const gaps = chosen ?? (explained(slots, days.size) ? 'zero' : 'missing')
  return { zeros: gaps === 'zero' ? zeros : [], questions: [asked(gaps, zeros.length, rows)] }
}

const slotOf = (at: string, slotMinutes: number): number =>
  Math.floor((Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16))) / slotMinutes)

/** What counts this small leave out by themselves is most of what is left out on dates that are there. */
function explained(slots: ReadonlyMap<number, Seen>, dates: number): boolean {
  let expected = 0
  let missing = 0
  for (const { days, calls } of slots.values()) {
    const share = Math.min(0.99, zeroShare(calls / days))
    missing += dates - days
    expected += Math.min(dates - days, (days * share) / (1 - share))
  }
  return expected >= EXPLAINED * missing
}

/** Dates of the file, and those between that such a quiet queue leaves out by itself. */
function quietDates(days: ReadonlyMap<string, number>): string[] {
  const dates = [...days.keys()].sort()
  const [first = '', last = ''] = [dates[0], dates.at(-1)]
  const present = new Map<number, Seen>()
  for (const [date, calls] of days) add(present, weekdayOf(date), calls)
  const all = Array.from({ length: daysBetween(first, last) + 1 }, (_, at) => addDays(first, at))
  const often = new Map<number, number>()
  for (const date of all) often.set(weekdayOf(date), (often.get(weekdayOf(date)) ?? 0) + 1)
  return all.filter((date) => {
    if (days.has(date)) return true
    const seen = present.get(weekdayOf(date))
    if (!seen) return false
    const absent = 1 - seen.days / often.get(weekdayOf(date))!
    return (
      absent <= CLOSED_TIMES * zeroShare(seen.calls / seen.days) + CLOSED_MORE && seen.calls / seen.days < LEAST_ROWS
    )
  })
}

function leftOut(
  rows: readonly ImportedRow[],
  slots: ReadonlyMap<number, Seen>,
  dates: readonly string[],
  slotMinutes: number,
): ImportedRow[] {
  const there = new Set(rows.map((row) => row.at))
  const from = Math.min(...slots.keys())
  const to = Math.max(...slots.keys())
  const zeros: ImportedRow[] = []
  for (const date of dates)
    for (let slot = from; slot <= to; slot++) {
      const at = atOf(date, slot * slotMinutes)
      if (!there.has(at)) zeros.push({ at, offered: 0, ahtMs: null })
      if (zeros.length > MOST_FILLED) return zeros
    }
  return zeros
}

const asked = (gaps: Gaps, count: number, rows: readonly ImportedRow[]): ImportQuestion => {
  const mean = Math.round((rows.reduce((sum, row) => sum + row.offered, 0) / rows.length) * 10) / 10
  return {
    name: 'gaps',
    text: label(
      `文件缺少 ${count} 个时段，也没有为 0 的行（已有的行平均 ${mean} 通）：缺失，还是没有来电？`,
      `The file leaves out ${count} intervals and has no zeros (its rows hold ${mean} calls on average): missing or zero?`,
    ),
    options: [
      { value: 'zero', label: label('没有来电（0）', 'No calls (zero)') },
      { value: 'missing', label: label('缺失（未知）', 'Missing (not known)') },
    ],
    chosen: gaps,
  }
}
