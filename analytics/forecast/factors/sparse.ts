// Queues with less than a call a slot: on the root scale what is not known of their level raises their mean, so the mean is held
// to what came over the last weeks.
import { endOf, type History, knownAt, teaches, valuesOf } from '../history.ts'
import type { Ask, DayForecast } from '../model.ts'

/** calls a slot of a day that teaches; from here on the bias is below a per cent */
const SPARSE = 1
const LOOKED_BACK_WEEKS = 12
/** so many calls weigh for "as it is": a few weeks of noise must not move a level */
const HELD_CALLS = 10

const WEEK = 7

function came(known: History, from: number, to: number): { calls: number; slots: number } {
  let [calls, slots] = [0, 0]
  for (let day = from; day < to; day++) {
    if (!teaches(known, day)) continue
    for (const value of valuesOf(known, day) ?? [])
      if (!Number.isNaN(value)) {
        calls += value
        slots += 1
      }
  }
  return { calls, slots }
}

/** By what the means of a sparse queue are multiplied, from its own last weeks as they would have been forecast; else 1. */
export function sparseLevel(known: History, forecast: (ask: Ask) => DayForecast[]): number {
  const end = endOf(known)
  const begin = Math.max(known.firstDay + WEEK, end - LOOKED_BACK_WEEKS * WEEK)
  const all = came(known, begin, end)
  if (all.slots === 0 || all.calls / all.slots >= SPARSE) return 1
  let expected = 0
  for (let from = begin; from < end; from += WEEK) {
    const days = forecast({
      known: knownAt(known, from),
      from,
      count: Math.min(WEEK, end - from),
      seen: 0,
      meansOnly: true,
    })
    for (const { day, mean } of days) if (teaches(known, day)) expected += mean.reduce((sum, value) => sum + value, 0)
  }
  return (all.calls + HELD_CALLS) / (expected + HELD_CALLS)
}
