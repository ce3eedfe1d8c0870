// Lasting steps of a queue's level: a number moved, a product launched. Days before a step are learned from as if at today's level.
import { endOf, type History, profileDay, teaches, valuesOf } from '../history.ts'

/** Days looked at on each side of a step, and how many of them there must be. */
const SIDE = 20
const LEAST = 6
/** Steps smaller than this (log) are left to the day-to-day level. */
const STEP = 0.25
/** ... and than this many standard errors, as errors of neighbouring days go together. */
const SURE = 8
/** Share of days that must lie on their own side of the middle. */
const CLEAR = 0.85
const MOST_STEPS = 4

export const medianOf = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0

/** Log of each day's calls over the usual of its weekday. */
export function levels(history: History, firstDay: number): { day: number; level: number }[] {
  const logs = new Map<number, number[]>()
  const found: { day: number; profile: number; log: number; known: number }[] = []
  for (let day = Math.max(firstDay, history.firstDay); day < endOf(history); day++) {
    if (!teaches(history, day)) continue
    let sum = 0
    let known = 0
    for (const value of valuesOf(history, day)!)
      if (!Number.isNaN(value)) {
        sum += value
        known += 1
      }
    found.push({ day, profile: profileDay(history.calendar, day), log: Math.log(sum + 0.5), known })
  }
  const full = medianOf(found.map((each) => each.known))
  // a day of which half is missing says little of the level
  const whole = found.filter((each) => each.known * 2 > full)
  for (const { profile, log } of whole) logs.set(profile, [...(logs.get(profile) ?? []), log])
  const usual = new Map([...logs].map(([profile, values]) => [profile, medianOf(values)]))
  return whole.map(({ day, profile, log }) => ({ day, level: log - usual.get(profile)! }))
}

interface Step {
  at: number
  size: number
}

/** The clearest step at index `at` of the levels, if there is one. */
function stepAt(level: number[], at: number, noise: number): Step | undefined {
  const before = level.slice(Math.max(0, at - SIDE), at)
  const after = level.slice(at, at + SIDE)
  const low = medianOf(before)
  const high = medianOf(after)
  const size = high - low
  const error = noise * Math.sqrt(1 / before.length + 1 / after.length)
  if (Math.abs(size) < Math.max(STEP, SURE * error)) return undefined
  const middle = (low + high) / 2
  const own = (value: number, side: number): boolean => Math.abs(value - side) < Math.abs(value - 2 * middle + side)
  const clear = (side: number[], median: number): boolean =>
    side.filter((value) => own(value, median)).length >= CLEAR * side.length
  return clear(before, low) && clear(after, high) ? { at, size } : undefined
}

/** How many times today's level a day's was, as a factor for its counts; 1 unless there was a lasting step since. */
export function shiftsOf(history: History, firstDay: number): (day: number) => number {
  const days = levels(history, firstDay)
  const level = days.map((each) => each.level)
  const noise = (medianOf(level.slice(1).map((value, i) => Math.abs(value - level[i]!))) * 1.4826) / Math.SQRT2
  const steps: Step[] = []
  for (let round = 0; round < MOST_STEPS; round++) {
    let best: Step | undefined
    for (let at = LEAST; at <= level.length - LEAST; at++) {
      const step = stepAt(level, at, noise)
      if (step && deviation(level, step) < (best ? deviation(level, best) : Number.POSITIVE_INFINITY)) best = step
    }
    if (!best) break
    steps.push(best)
    for (let at = 0; at < best.at; at++) level[at]! += best.size
  }
  return (day) => Math.exp(steps.reduce((sum, step) => (day < days[step.at]!.day ? sum + step.size : sum), 0))
}

/** What a step leaves of the levels around it, over what there was without it. */
function deviation(level: number[], { at, size }: Step): number {
  const around = level.slice(Math.max(0, at - SIDE), at + SIDE)
  const moved = around.map((value, i) => (i < Math.min(at, SIDE) ? value + size : value))
  const off = (values: number[]): number => {
    const median = medianOf(values)
    return values.reduce((sum, value) => sum + Math.abs(value - median), 0)
  }
  return off(moved) - off(around)
}
