// Forecasts by the slot brought to other lengths: 60 minutes from 15, days, weeks, months and years, with intervals for sums.
import { countQuantile, Z80, Z95 } from './counts.ts'
import { DAY_MS, endOf, type History, teaches, valuesOf } from './history.ts'
import type { DayForecast, Lasting } from './model.ts'

export type Grain = 'day' | 'week' | 'month' | 'year'

export interface PeriodForecast {
  /** first and last day, days since 1970-01-01 */
  first: number
  last: number
  mean: number
  sd: number
  lower95: number
  lower80: number
  upper80: number
  upper95: number
}

/** A history in slots `by` times as long; a slot of which a part is not known is not known. */
export function coarser(history: History, by: number): History {
  const slots = Math.floor(history.slots / by)
  const days = history.days.map((values) => Float64Array.from({ length: slots }, (_, j) => sumOf(values, j * by, by)))
  return { ...history, slots, days }
}

function sumOf(values: Float64Array, from: number, count: number): number {
  let sum = 0
  for (let j = from; j < from + count; j++) sum += values[j]!
  return sum
}

/** How far a queue's level wanders: variance of its log a week. */
export interface Wander {
  weekly: number
  /** weeks it was learned from; with none it is what centres show in general */
  weeks: number
}

/** In general a queue's level is a quarter off after a year, and that counts as much as eight weeks seen. */
const GENERAL_YEARLY = 0.25 ** 2
const GENERAL_WEEKS = 8
/** Weeks compared: how much further apart are weeks that are five apart than neighbours? */
const APART = 5

export function wanderOf(history: History): Wander {
  const logs: number[] = []
  for (let day = endOf(history) - 7; day >= history.firstDay; day -= 7) {
    let sum = 0
    let days = 0
    for (let each = day; each < day + 7; each++) {
      if (!teaches(history, each)) continue
      days += 1
      for (const value of valuesOf(history, each)!) if (!Number.isNaN(value)) sum += value
    }
    if (days > 0) logs.push(Math.log((sum + 0.5) / days))
  }
  const near = meanSquare(logs, 1)
  const far = meanSquare(logs, APART)
  const weeks = Math.max(0, logs.length - APART)
  const own = weeks > 0 ? Math.max(0, (far - near) / (APART - 1)) : 0
  const weekly = (own * weeks + (GENERAL_YEARLY / 52) * GENERAL_WEEKS) / (weeks + GENERAL_WEEKS)
  return { weekly, weeks }
}

function meanSquare(values: number[], lag: number): number {
  let sum = 0
  for (let at = lag; at < values.length; at++) sum += (values[at]! - values[at - lag]!) ** 2
  return values.length > lag ? sum / (values.length - lag) : 0
}

/** Where a model does not say: half of a day's error lasts, and fades by a tenth a day. */
const USUAL_LASTING: Lasting = { share: 0.5, carry: 0.9 }

/** For two weeks the models' own level says how far it may go; the wandering comes on top of it later. */
const MODELS_DAYS = 14
const wanderedBy = (wander: Wander, ahead: number): number => (wander.weekly * Math.max(0, ahead - MODELS_DAYS)) / 7

/** A day far ahead with the slots' intervals widened by the wandering of the level. */
export function farAhead(day: DayForecast, origin: number, wander: Wander): DayForecast {
  const wandered = wanderedBy(wander, day.day - origin)
  if (wandered === 0) return day
  const out = { ...day, totalSd: Math.sqrt(day.totalSd ** 2 + total(day) ** 2 * wandered) }
  for (const [edge, z] of EDGES)
    out[edge] = day[edge].map((value, j) => {
      const mean = day.mean[j]!
      const own = (value - mean) / z
      return Math.max(0, mean + z * Math.sqrt(own * own + mean * mean * wandered))
    })
  return out
}

const EDGES = [
  ['lower95', -Z95],
  ['lower80', -Z80],
  ['upper80', Z80],
  ['upper95', Z95],
] as const

const total = (day: DayForecast): number => day.mean.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0)

const keyOf: Record<Grain, (day: number) => string> = {
  day: String,
  // weeks begin on Monday; 1970-01-01 was a Thursday
  week: (day) => String(Math.floor((day + 3) / 7)),
  month: (day) => new Date(day * DAY_MS).toISOString().slice(0, 7),
  year: (day) => new Date(day * DAY_MS).toISOString().slice(0, 4),
}

/** Sums by period of forecasts that begin at `origin`. What is forecast of a period is summed: its first may be part of one. */
export function periodsOf(
  days: DayForecast[],
  grain: Grain,
  origin: number,
  wander: Wander,
  lasting: Lasting = USUAL_LASTING,
): PeriodForecast[] {
  const groups = new Map<string, DayForecast[]>()
  for (const day of days) groups.set(keyOf[grain](day.day), [...(groups.get(keyOf[grain](day.day)) ?? []), day])
  return [...groups.values()].map((group) => {
    const mean = group.reduce((sum, day) => sum + total(day), 0)
    const variance = varianceOf(group, origin, wander, lasting)
    return { first: group[0]!.day, last: group.at(-1)!.day, ...bounds(mean, variance) }
  })
}

/** Days of one period err together: by the level that fades from day to day, and by how far the level has wandered since the origin. */
function varianceOf(days: DayForecast[], origin: number, wander: Wander, { share, carry }: Lasting): number {
  let sum = 0
  // what earlier days' lasting errors, and their counts, have in common with the next day's
  let fading = 0
  let shared = 0
  let before = days[0]!.day
  for (const day of days) {
    const size = total(day)
    const sd = Math.sqrt(share) * day.totalSd
    fading *= carry ** (day.day - before)
    before = day.day
    const wandered = wanderedBy(wander, day.day - origin)
    sum += day.totalSd ** 2 + 2 * sd * fading + size * size * wandered + 2 * size * shared
    fading += sd
    shared += size * wandered
  }
  return sum
}

/** Below this many calls the quantiles are those of a count, beyond those of a lognormal: never below zero. */
const COUNTING_UP_TO = 60

function bounds(mean: number, variance: number): Omit<PeriodForecast, 'first' | 'last'> {
  const spread = Math.log(1 + variance / Math.max(1e-9, mean * mean))
  const quantile = (z: number, p: number): number =>
    mean < COUNTING_UP_TO ? countQuantile(mean, variance, p) : mean * Math.exp(z * Math.sqrt(spread) - spread / 2)
  return {
    mean,
    sd: Math.sqrt(variance),
    lower95: quantile(-Z95, 0.025),
    lower80: quantile(-Z80, 0.1),
    upper80: quantile(Z80, 0.9),
    upper95: quantile(Z95, 0.975),
  }
}
