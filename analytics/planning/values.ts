// Sums over slots and dates of what came and of what is forecast, the unknown left out.
import { countQuantile, Z80, Z95 } from '#analytics/forecast/counts.ts'
import type { DayForecast } from '#analytics/forecast/kit.ts'
import type { Counts, DayCounts } from './counts.ts'

/** Errors of two dates have this in common: a level that turned out higher stays higher. */
const COMMON_ERROR = 0.5
/** Up to here quantiles are those of a count. */
const COUNTING_UP_TO = 60

export interface Expected {
  mean: number
  sd: number
}

export interface Bounds {
  lower95: number
  lower80: number
  upper80: number
  upper95: number
}

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

export const expectedOf = (forecast: DayForecast): Expected => ({
  mean: forecast.mean.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0),
  sd: forecast.totalSd,
})

export function sumExpected(parts: readonly Expected[]): Expected {
  const mean = parts.reduce((sum, part) => sum + part.mean, 0)
  const together = parts.reduce((sum, part) => sum + part.sd, 0) ** 2
  const apart = parts.reduce((sum, part) => sum + part.sd ** 2, 0)
  return { mean, sd: Math.sqrt(COMMON_ERROR * together + (1 - COMMON_ERROR) * apart) }
}

export function boundsOf({ mean, sd }: Expected): Bounds {
  const quantile = (z: number, p: number): number =>
    mean >= COUNTING_UP_TO ? Math.max(0, mean + z * sd) : countQuantile(mean, sd * sd, p)
  return {
    lower95: quantile(-Z95, 0.025),
    lower80: quantile(-Z80, 0.1),
    upper80: quantile(Z80, 0.9),
    upper95: quantile(Z95, 0.975),
  }
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
