// Where nobody calls, what smooth shapes and older days bring is bounded: slots in which nobody ever called, a queue that died.
import { countQuantile } from '../counts.ts'
import { endOf, type History, openWeekdays, teaches, valuesOf, weekdayOf } from '../history.ts'
import type { DayForecast } from '../model.ts'

const LOOKED_BACK_DAYS = 182
/** Fewer days say nothing of a slot. */
const LEAST_DAYS = 14

/** So many days without a call, where so many calls were usual in all of them together, are the queue's end. */
const DIED_DAYS = 3
const DIED_CALLS = 20

/** By slot the most that may be expected: one call in as many days as none came; without bound where one did. */
export function mostExpected(known: History): Float64Array {
  const days = new Float64Array(known.slots)
  const most = new Float64Array(known.slots).fill(Number.POSITIVE_INFINITY)
  const called = new Uint8Array(known.slots)
  for (let day = Math.max(known.firstDay, endOf(known) - LOOKED_BACK_DAYS); day < endOf(known); day++) {
    if (!teaches(known, day)) continue
    const values = valuesOf(known, day)!
    for (let j = 0; j < values.length; j++) {
      if (values[j]! > 0) called[j] = 1
      else if (values[j] === 0) days[j]! += 1
    }
  }
  for (let j = 0; j < most.length; j++)
    if (!called[j] && days[j]! >= LEAST_DAYS) most[j] = 1 / (days[j]! * run(called, j))
  const silent = silentDays(known)
  return silent === 0 ? most : most.map((value) => Math.min(value, 1 / (silent * most.length)))
}

/** Silent slots side by side share the one call. */
function run(called: Uint8Array, j: number): number {
  let from = j
  let to = j
  while (from > 0 && !called[from - 1]) from -= 1
  while (to + 1 < called.length && !called[to + 1]) to += 1
  return to + 1 - from
}

/** Days without a call at the end, since the queue died; 0 while it lives. */
function silentDays(known: History): number {
  const open = openWeekdays(known)
  let silent = 0
  let usual = 0
  let before = 0
  for (let day = endOf(known) - 1; day >= Math.max(known.firstDay, endOf(known) - LOOKED_BACK_DAYS); day--) {
    if (!teaches(known, day) || !open[weekdayOf(day)]) continue
    const sum = valuesOf(known, day)!.reduce((all, value) => all + (value || 0), 0)
    if (sum === 0 && before === 0) silent += 1
    else {
      before += 1
      usual += sum
    }
  }
  return silent >= DIED_DAYS && before > 0 && (silent * usual) / before >= DIED_CALLS ? silent : 0
}

/** What is bounded is a rare count, and so are its bands. */
export function withinMost(day: DayForecast, most: Float64Array): DayForecast {
  const bound = { ...day, mean: day.mean.slice(), upper80: day.upper80.slice(), upper95: day.upper95.slice() }
  let left = 0
  let all = 0
  for (let j = 0; j < most.length; j++) {
    if (!(day.mean[j]! > most[j]!)) {
      left += day.mean[j] || 0
      all += day.mean[j] || 0
      continue
    }
    const mean = most[j]!
    all += day.mean[j]!
    left += mean
    bound.mean[j] = mean
    bound.upper80[j] = Math.min(day.upper80[j]!, countQuantile(mean, mean, 0.9))
    bound.upper95[j] = Math.min(day.upper95[j]!, countQuantile(mean, mean, 0.975))
  }
  if (left < all / 2) bound.totalSd = Math.min(day.totalSd, Math.sqrt(left))
  bound.lower80 = day.lower80.map((value, j) => Math.min(value, bound.upper80[j]!))
  bound.lower95 = day.lower95.map((value, j) => Math.min(value, bound.lower80[j]!))
  return bound
}
