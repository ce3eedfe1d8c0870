// Handle time to come, by slot of a date, in ms; NaN while no call was ever handled, so that the target's stands.
import { type FittedHandleTime, fitHandleTime } from '#analytics/forecast/handle-time.ts'
import type { DayCounts } from './counts.ts'
import type { Desk, Past } from './desk.ts'
import { keyOf } from './fits.ts'

/** By slot of a date with so many calls expected; `today` what was handled so far. */
export type HandleTimes = (day: number, calls: Float64Array, today?: { count: DayCounts; seen: number }) => Float64Array

export async function handleTimesOf(past: Past, origin: number, slots: number, desk: Desk): Promise<HandleTimes> {
  const fitted = await desk.caches.handleTimes.get(keyOf(past, origin), async () => fitOf(past, origin, slots))
  if (!fitted) return () => new Float64Array(slots).fill(Number.NaN)
  return (day, calls, today) => {
    const soFar = today && {
      calls: today.count.handled,
      seconds: today.count.handleMs.map((ms) => ms / 1000),
      seen: today.seen,
    }
    return fitted.forecast(day, calls, soFar).mean.map((seconds) => seconds * 1000)
  }
}

function fitOf(past: Past, origin: number, slots: number): FittedHandleTime | undefined {
  const known = [...past.counts.keys()].filter((day) => day < origin).sort((a, b) => a - b)
  const [first, last] = [known[0], known.at(-1)]
  if (first === undefined || last === undefined) return undefined
  const all = Array.from({ length: last + 1 - first }, (_, at) => past.counts.get(first + at))
  if (!all.some((count) => count?.handled.some((handled) => handled > 0))) return undefined
  const days = all.map((count) => count?.handled ?? new Float64Array(slots).fill(Number.NaN))
  const seconds = all.map((count) => (count?.handleMs ?? new Float64Array(slots)).map((ms) => ms / 1000))
  const calendar = past.history?.calendar ?? new Map()
  return fitHandleTime({ calls: { firstDay: first, slots, days, calendar }, seconds })
}
