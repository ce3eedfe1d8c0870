// Forecasts by the mean of recent same weekdays, with intervals from how wrong that mean was before.
import { markOf } from './calendar.ts'
import { countQuantile, root, Z80, Z95 } from './counts.ts'
import { mostExpected, withinMost } from './factors/quiet.ts'
import { endOf, type History, isClosed, openWeekdays, profileDay, teaches, valuesOf, weekdayOf } from './history.ts'
import { type Ask, type DayForecast, emptyDay } from './model.ts'
import { settled } from './settled.ts'

/** So far back same weekdays are looked for, in days. */
const LOOK_BACK = 84
/** Days whose errors give the width of the intervals. */
const JUDGED_DAYS = 42
/** A weekday not seen yet may differ from the others by so much, as a variance on the root scale. */
const UNSEEN = 0.1

/** The latest `count` days before `before` with the weekday of `day`, latest first. */
function sameWeekdays(known: History, day: number, before: number, count: number): Float64Array[] {
  const found: Float64Array[] = []
  const profile = profileDay(known.calendar, day)
  for (let other = before - 1; other >= Math.max(known.firstDay, before - LOOK_BACK) && found.length < count; other--)
    if (profileDay(known.calendar, other) === profile && teaches(known, other)) found.push(valuesOf(known, other)!)
  return found
}

/** The latest days that teach, of whichever weekday. */
function latest(known: History, count: number): Float64Array[] {
  const found: Float64Array[] = []
  for (let day = endOf(known) - 1; day >= known.firstDay && found.length < count; day--)
    if (teaches(known, day)) found.push(valuesOf(known, day)!)
  return found
}

function meanBySlot(days: Float64Array[], slots: number): Float64Array {
  return Float64Array.from({ length: slots }, (_, j) => {
    const values = days.map((day) => day[j]!).filter((value) => !Number.isNaN(value))
    return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : Number.NaN
  })
}

/** Variance of the error on the root scale, by slot, over the last weeks. */
function rootErrors(known: History, count: number): Float64Array {
  const sums = new Float64Array(known.slots)
  const seen = new Float64Array(known.slots)
  const end = endOf(known)
  for (let day = Math.max(known.firstDay + 7, end - JUDGED_DAYS); day < end; day++) {
    if (!teaches(known, day)) continue
    const expected = meanBySlot(sameWeekdays(known, day, day, count), known.slots)
    valuesOf(known, day)!.forEach((value, j) => {
      if (Number.isNaN(value) || Number.isNaN(expected[j]!)) return
      sums[j]! += (root(value) - root(expected[j]!)) ** 2
      seen[j]! += 1
    })
  }
  return sums.map((sum, j) => (seen[j]! > 0 ? sum / seen[j]! : 0.5))
}

export function recentWeekdays(ask: Ask, count: number): DayForecast[] {
  const { from, seen } = ask
  const known = settled(ask.known)
  const begun = seen > 0 && !isClosed(known, from)
  const past = begun ? { ...known, days: known.days.slice(0, from - known.firstDay) } : known
  const open = openWeekdays(past)
  const spread = rootErrors(past, count)
  const most = mostExpected(past)
  return Array.from({ length: ask.count }, (_, at) => {
    const day = from + at
    const forecast = emptyDay(day, known.slots)
    const mark = markOf(known.calendar, day)
    if (mark.closed || (!open[mark.asWeekday ?? weekdayOf(day)] && !(begun && at === 0))) return forecast
    // these models learn of no promotion, so the planner's word on it always stands
    const same = sameWeekdays(past, day, endOf(past), count)
    const like = same.length > 0 ? same : latest(past, 7)
    const mean = meanBySlot(like, known.slots).map((v) => v * (mark.lift ?? 1))
    const morning = at === 0 && begun ? morningRatio(known, day, seen, mean) : 1
    let total = 0
    for (let j = 0; j < known.slots; j++) {
      const value = (Number.isNaN(mean[j]!) ? 0 : mean[j]!) * morning
      const wide = same.length > 0 ? 0 : UNSEEN * value
      const variance = Math.max(value, 4 * value * (spread[j]! + wide))
      total += j < (at === 0 ? seen : 0) ? 0 : Math.sqrt(variance)
      fill(forecast, j, at === 0 && j < seen ? Number.NaN : value, variance, ask.meansOnly)
    }
    // errors of one day mostly go together
    forecast.totalSd = total * 0.7
    return withinMost(forecast, most)
  })
}

/** How the morning compares with what was expected of it. */
function morningRatio(known: History, day: number, seen: number, mean: Float64Array): number {
  let is = 0
  let expected = 0
  for (let j = 0; j < seen; j++) {
    const value = valuesOf(known, day)![j]!
    if (Number.isNaN(value) || Number.isNaN(mean[j]!)) continue
    is += value
    expected += mean[j]!
  }
  // worth twenty calls of the usual, so that the first quiet minutes do not decide the day
  return (is + 20) / (expected + 20)
}

function fill(forecast: DayForecast, j: number, mean: number, variance: number, meansOnly = false): void {
  const quantile = (z: number, p: number): number =>
    mean >= 60 ? Math.max(0, mean + z * Math.sqrt(variance)) : countQuantile(mean, variance, p)
  forecast.mean[j] = mean
  if (Number.isNaN(mean) || meansOnly) return
  forecast.lower95[j] = quantile(-Z95, 0.025)
  forecast.lower80[j] = quantile(-Z80, 0.1)
  forecast.upper80[j] = quantile(Z80, 0.9)
  forecast.upper95[j] = quantile(Z95, 0.975)
}
