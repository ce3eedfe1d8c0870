// What planners changed of a forecast by hand: a factor on slots. The models learn nothing of it.
import { dateOf } from '#analytics/forecast/history.ts'
import type { DayForecast } from '#analytics/forecast/model.ts'
import type { SeriesAsk } from '#engine/protocol/plan-ask.ts'

/** By slot of a date; undefined where nothing is changed. */
export type Factors = (day: number) => Float64Array | undefined

/** Changes of the same hours multiply; a slot is changed by those that hold when it begins. */
export function factorsOf({ edits = [], grid }: SeriesAsk): Factors {
  const slots = Math.floor((grid.closesAt - grid.opensAt) / grid.slotMinutes)
  return (day) => {
    const date = dateOf(day)
    const own = edits.filter(({ from, to }) => from <= date && date <= to)
    if (own.length === 0) return undefined
    return Float64Array.from({ length: slots }, (_, slot) => {
      const at = grid.opensAt + slot * grid.slotMinutes
      const holding = own.filter(({ fromMinute, toMinute }) => fromMinute <= at && at < toMinute)
      return holding.reduce((product, { factor }) => product * factor, 1)
    })
  }
}

const times = (values: Float64Array, factors: Float64Array): Float64Array =>
  values.map((value, slot) => value * (factors[slot] ?? 1))

const sumOf = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0)

/** Bands grow as the mean does. */
export function edited(forecast: DayForecast, factors: Float64Array | undefined): DayForecast {
  if (!factors) return forecast
  const mean = times(forecast.mean, factors)
  const before = sumOf(forecast.mean)
  return {
    ...{ day: forecast.day, mean },
    lower95: times(forecast.lower95, factors),
    lower80: times(forecast.lower80, factors),
    upper80: times(forecast.upper80, factors),
    upper95: times(forecast.upper95, factors),
    totalSd: before > 0 ? (forecast.totalSd * sumOf(mean)) / before : forecast.totalSd,
  }
}

/** What came, as it would have come without the change: so the model's re-forecast compares like with like. */
export const unedited = (offered: Float64Array, factors: Float64Array | undefined): Float64Array =>
  factors ? offered.map((calls, slot) => (factors[slot] ? calls / factors[slot] : calls)) : offered
