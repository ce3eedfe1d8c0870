// The usual day of each weekday, and how the common shape of all days has drifted of late.
import { root } from '../counts.ts'
import type { LearnDay } from './days.ts'

/** Weekdays are drawn together as if the common shape had been seen this many times more. */
const POOLED_WEEKS = 1
/** The drift counts days of the last weeks, and is drawn to none as if that had been seen this many times. */
const DRIFT_PRIOR_DAYS = 4
const LEVEL_PRIOR_DAYS = 10

/** Neighbouring slots share what is noise: width of the smoothing in slots, about a quarter of an hour. */
export const smoothingWidth = (slots: number): number => slots / 64

/** Each value becomes the mean of its neighbours by a bell of this width; ends keep their own side only. */
export function smooth(values: Float64Array, width: number): Float64Array {
  const reach = Math.ceil(3 * width)
  const bell = Array.from({ length: reach + 1 }, (_, gap) => Math.exp(-0.5 * (gap / width) ** 2))
  return values.map((_, j) => {
    let sum = 0
    let weight = 0
    for (let i = Math.max(0, j - reach); i <= Math.min(values.length - 1, j + reach); i++) {
      sum += bell[Math.abs(i - j)]! * values[i]!
      weight += bell[Math.abs(i - j)]!
    }
    return sum / weight
  })
}

/** Mean by weekday and slot of what the calendar leaves; a weekday never seen takes the mean of all. */
export function learnProfiles(days: LearnDay[], slots: number): Float64Array[] {
  const sums = Array.from({ length: 8 }, () => new Float64Array(slots))
  const weights = Array.from({ length: 8 }, () => new Float64Array(slots))
  for (const day of days) {
    const weight = day.weight * day.trust
    for (let j = 0; j < slots; j++) {
      if (Number.isNaN(day.known[j]!)) continue
      const value = weight * (day.known[j]! - day.explained[j]!)
      for (const to of [day.profile, 7]) {
        sums[to]![j]! += value
        weights[to]![j]! += weight
      }
    }
  }
  const common = sums[7]!.map((sum, j) => (weights[7]![j]! > 0 ? sum / weights[7]![j]! : root(0)))
  return sums.slice(0, 7).map((sum, weekday) => ownProfile(sum, weights[weekday]!, common))
}

/** The common shape, lifted to the weekday's level, and the weekday's own departure from that, smoothed. */
function ownProfile(sum: Float64Array, weight: Float64Array, common: Float64Array): Float64Array {
  let lift = 0
  let cells = 0
  for (let j = 0; j < sum.length; j++)
    if (weight[j]! > 0) {
      lift += sum[j]! / weight[j]! - common[j]!
      cells += 1
    }
  lift = cells > 0 ? lift / cells : 0
  const own = sum.map((value, j) => (value - weight[j]! * (common[j]! + lift)) / (weight[j]! + POOLED_WEEKS))
  const departure = smooth(own, smoothingWidth(sum.length))
  return common.map((value, j) => value + lift + departure[j]!)
}

/** The mean of what the model left of recent days, by slot: the common shape has changed by that. */
export function learnDrift(left: Float64Array[], weightOf: (row: number) => number, slots: number): Float64Array {
  const sum = new Float64Array(slots)
  const weight = new Float64Array(slots).fill(DRIFT_PRIOR_DAYS)
  left.forEach((row, at) => {
    const share = weightOf(at)
    for (let j = 0; j < slots; j++) {
      if (Number.isNaN(row[j]!)) continue
      sum[j]! += share * row[j]!
      weight[j]! += share
    }
  })
  return smooth(
    sum.map((value, j) => value / weight[j]!),
    smoothingWidth(slots),
  )
}

/** Half-life of the recent level. */
const LEVEL_DAYS = 42
/** So many days before and after a date show whether what was recent then held. */
const HELD_DAYS = 10

/** The mean of recent scores, to which days to come return as far as they did before: not at all where the level only goes up and down. */
export function recentLevel(scores: Float64Array, days: LearnDay[]): number {
  let sum = 0
  let weight = 0
  let product = 0
  let square = 0
  days.forEach((day, at) => {
    const fade = at > 0 ? 0.5 ** ((day.day - days[at - 1]!.day) / LEVEL_DAYS) : 1
    const recent = sum / (weight + LEVEL_PRIOR_DAYS)
    if (at >= HELD_DAYS && at + HELD_DAYS <= days.length) {
      product += recent * meanOf(scores.subarray(at, at + HELD_DAYS))
      square += recent * recent
    }
    sum = fade * sum + day.trust * scores[at]!
    weight = fade * weight + day.trust
  })
  const held = square > 0 ? Math.max(0, Math.min(1, product / square)) : 0
  return (held * sum) / (weight + LEVEL_PRIOR_DAYS)
}

const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
