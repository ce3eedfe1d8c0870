// The dates of a question, and how they are cut: intervals, days, months, years.
import { dateOf, dayOf } from '#analytics/forecast/history.ts'
import type { Grid, Horizon } from '#engine/protocol/planning.ts'
import { END_FIRST, TOO_LONG } from '../range-words.ts'
import { PlanRefusal, slotsOf } from './plain.ts'

const MOST_POINTS = 8_000
const MOST_DAYS = 3_700

export interface Span {
  /** days since 1970-01-01, from inclusive, to exclusive */
  from: number
  to: number
}

const monthStart = (day: number, ahead = 0): number => {
  const date = new Date(day * 86_400_000)
  return dayOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ahead, 1)).toISOString())
}
const yearStart = (day: number, ahead = 0): number => {
  const year = new Date(day * 86_400_000).getUTCFullYear() + ahead
  return dayOf(`${year}-01-01`)
}

/** Whole months and years; a refusal when the answer would be too large. */
export function spanOf(from: string, to: string, grid: Grid, horizon: Horizon): Span {
  const first = dayOf(from)
  const last = dayOf(to)
  if (!(last > first)) throw new PlanRefusal('bad-input', END_FIRST)
  const span =
    horizon === 'month'
      ? { from: monthStart(first), to: monthStart(last - 1, 1) }
      : horizon === 'year'
        ? { from: yearStart(first), to: yearStart(last - 1, 1) }
        : { from: first, to: last }
  const points = (span.to - span.from) * (horizon === 'interval' ? slotsOf(grid) : 1)
  if (points > MOST_POINTS || span.to - span.from > MOST_DAYS) throw new PlanRefusal('bad-input', TOO_LONG)
  return span
}

/** Runs of days that make one point, named as the point's `at`. */
export function periodsOf(
  { from, to }: Span,
  horizon: 'day' | 'month' | 'year',
): { at: string; from: number; to: number }[] {
  const letters = { day: 10, month: 7, year: 4 }[horizon]
  const found: { at: string; from: number; to: number }[] = []
  for (let day = from; day < to; day++) {
    const at = dateOf(day).slice(0, letters)
    const last = found.at(-1)
    if (last?.at === at) last.to = day + 1
    else found.push({ at, from: day, to: day + 1 })
  }
  return found
}
