// Sums over slots and dates of what came, the unknown left out.
import type { Counts, DayCounts } from './counts.ts'

/** NaN when no slot is known. */
export function sumKnown(values: Float64Array): number {
  let sum = Number.NaN
  for (const value of values) if (!Number.isNaN(value)) sum = (Number.isNaN(sum) ? 0 : sum) + value
  return sum
}

export const dayTotal = (counts: Counts, day: number): number => {
  const count = counts.get(day)
  return count ? sumKnown(count.offered) : Number.NaN
}

/** Dates of [from, to); NaN when none is known. */
export function total(counts: Counts, from: number, to: number): number {
  return sumKnown(Float64Array.from({ length: Math.max(0, to - from) }, (_, at) => dayTotal(counts, from + at)))
}

/** Mean handle time of what was handled on some dates, ms; NaN when nothing was. */
export function handledMean(days: readonly (DayCounts | undefined)[], slot?: number): number {
  let handled = 0
  let ms = 0
  for (const day of days) {
    if (!day) continue
    for (let at = slot ?? 0; at < (slot === undefined ? day.handled.length : slot + 1); at++) {
      handled += day.handled[at]!
      ms += day.handleMs[at]!
    }
  }
  return handled > 0 ? ms / handled : Number.NaN
}
