// Seeded series of known make: Poisson counts around a rate with weekdays, a day's curve, levels that last, month ends.
import type { Calendar } from '#analytics/forecast/calendar.ts'
import { DAY_MS, dayOf, type History, weekdayOf } from '#analytics/forecast/history.ts'
import { randomOf } from '#analytics/random.ts'

export interface Make {
  seed: number
  slots: number
  days: number
  /** mean calls of an ordinary slot */
  rate: number
  /** by weekday from Sunday; 0 is closed */
  week: number[]
  /** share by slot about 1 */
  curve(place: number): number
  /** standard deviation of the level (log) and how it lasts from day to day */
  levelSd: number
  carry: number
  /** what is added on the last three dates of a month */
  monthEnd?: number
  /** growth a year, and the height of a year's wave */
  growth?: number
  yearWave?: number
  calendar?: Calendar
  /** what a date does to the calls besides, as a factor */
  effect?(day: number): number
  first?: string
}

export interface MadeUp {
  history: History
  /** the rates behind the counts: what no forecast can better but for the day's own level */
  rates: Float64Array[]
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

function poisson(random: () => number, rate: number): number {
  if (rate > 50) return Math.max(0, Math.round(rate + Math.sqrt(rate) * normal(random)))
  let count = 0
  for (let product = random(); product > Math.exp(-rate); product *= random()) count += 1
  return count
}

const isMonthEnd = (day: number): boolean => new Date((day + 3) * DAY_MS).getUTCDate() <= 3

export function madeUp(make: Make): MadeUp {
  const random = randomOf(make.seed)
  const firstDay = dayOf(make.first ?? '2025-01-06')
  const rates: Float64Array[] = []
  let level = 0
  const days = Array.from({ length: make.days }, (_, index) => {
    const day = firstDay + index
    level = make.carry * level + make.levelSd * Math.sqrt(1 - make.carry ** 2) * normal(random)
    const year = index / 365.25
    const size =
      make.rate *
      make.week[make.calendar?.get(day)?.asWeekday ?? weekdayOf(day)]! *
      (make.effect?.(day) ?? 1) *
      Math.exp(level) *
      (1 + (make.growth ?? 0) * year) *
      (1 + (make.yearWave ?? 0) * Math.sin(2 * Math.PI * year)) *
      (isMonthEnd(day) ? 1 + (make.monthEnd ?? 0) : 1)
    const rate = Float64Array.from({ length: make.slots }, (_, j) => size * make.curve((j + 0.5) / make.slots))
    rates.push(rate)
    return size === 0 ? rate.map(() => Number.NaN) : rate.map((value) => poisson(random, value))
  })
  return { history: { firstDay, slots: make.slots, days, calendar: make.calendar ?? new Map() }, rates }
}

const hill = (place: number, at: number, width: number): number => Math.exp(-0.5 * ((place - at) / width) ** 2)

/** Two peaks of an office's day. */
export const officeCurve = (place: number): number => 0.4 + 1.1 * hill(place, 0.3, 0.15) + 0.8 * hill(place, 0.7, 0.15)
/** Round the clock: quiet before dawn, busiest in the early evening. */
export const roundTheClock = (place: number): number => 1 + 0.6 * Math.sin(2 * Math.PI * (place - 0.45))

export const WORKDAYS = [0, 1.2, 1, 0.95, 0.95, 1.05, 0]
export const EVERY_DAY = [1.05, 0.97, 0.95, 0.96, 1, 1.12, 1.15]

export const KINDS: Record<string, Make> = {
  'an emergency line: seven days, 60 minutes': {
    ...{ seed: 1, slots: 24, days: 210, rate: 12, week: EVERY_DAY, curve: roundTheClock, levelSd: 0.04, carry: 0.5 },
  },
  'a bank: five days, 30 minutes': {
    ...{ seed: 2, slots: 28, days: 182, rate: 150, week: WORKDAYS, curve: officeCurve, levelSd: 0.06, carry: 0.6 },
    monthEnd: 0.15,
  },
  'a shop open on Saturdays, 15 minutes': {
    ...{ seed: 3, slots: 48, days: 182, rate: 25, curve: officeCurve, levelSd: 0.08, carry: 0.7 },
    week: [0, 1, 0.9, 0.9, 1, 1.2, 0.7],
  },
  'a small queue: half a call in 15 minutes, round the clock': {
    ...{ seed: 4, slots: 96, days: 182, rate: 0.5, week: EVERY_DAY, curve: roundTheClock, levelSd: 0.05, carry: 0.5 },
  },
  'a busy line in 5 minutes': {
    ...{ seed: 5, slots: 288, days: 91, rate: 30, week: EVERY_DAY, curve: roundTheClock, levelSd: 0.05, carry: 0.6 },
  },
  'three weeks of history, 30 minutes': {
    ...{ seed: 6, slots: 48, days: 35, rate: 40, week: EVERY_DAY, curve: roundTheClock, levelSd: 0.05, carry: 0.5 },
  },
  'two years with growth and seasons, 60 minutes': {
    ...{ seed: 7, slots: 24, days: 760, rate: 60, week: EVERY_DAY, curve: roundTheClock, levelSd: 0.05, carry: 0.6 },
    growth: 0.1,
    yearWave: 0.15,
  },
  'days only': {
    ...{ seed: 8, slots: 1, days: 182, rate: 800, week: EVERY_DAY, curve: () => 1, levelSd: 0.06, carry: 0.6 },
    monthEnd: 0.1,
  },
}
