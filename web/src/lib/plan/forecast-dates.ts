// Dates of planning: 'YYYY-MM-DD' in the centre's own time, counted without a time zone.
import type { Horizon, PlanDate } from '#engine/protocol/planning.ts'

const DAY_MS = 86_400_000
const two = (n: number): string => String(n).padStart(2, '0')

/** 'YYYY-MM-DDTHH:MM' at a moment in the centre's time zone (IANA name); without one, in the browser's */
export const minuteAt = (at: number, timeZone?: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(at).replace(' ', 'T')

/** The centre's date at a moment, wherever the planner sits. */
export const dateAt = (at: number, timeZone?: string): PlanDate => minuteAt(at, timeZone).slice(0, 10)

/** Days since 1970. */
export const dayNumber = (date: PlanDate): number => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS)
const dateOf = (day: number): PlanDate => new Date(day * DAY_MS).toISOString().slice(0, 10)

export const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(dayNumber(text))
export const addDays = (date: PlanDate, days: number): PlanDate => dateOf(dayNumber(date) + days)
export const daysBetween = (from: PlanDate, to: PlanDate): number => dayNumber(to) - dayNumber(from)

/** 0 is Monday, as the dictionary's weekdays are ordered */
export const weekdayOf = (at: string): number => (dayNumber(at.slice(0, 10)) + 3) % 7

/** First of a month, `months` later. */
export function addMonths(date: PlanDate, months: number): PlanDate {
  const all = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months
  return `${Math.floor(all / 12)}-${two((all % 12) + 1)}-01`
}

/** All three inclusive of their first, `to` is the first date not asked for. */
export interface Range {
  historyFrom: PlanDate
  from: PlanDate
  to: PlanDate
}

/** What a planner wants to see first at each horizon. */
export function firstRange(horizon: Horizon, today: PlanDate): Range {
  if (horizon === 'interval') return { historyFrom: addDays(today, -7), from: today, to: addDays(today, 14) }
  if (horizon === 'day') return { historyFrom: addDays(today, -91), from: today, to: addDays(today, 56) }
  if (horizon === 'month')
    return { historyFrom: addMonths(today, -18), from: addMonths(today, 0), to: addMonths(today, 13) }
  const year = `${today.slice(0, 4)}-01-01`
  return { historyFrom: addMonths(year, -48), from: year, to: addMonths(year, 36) }
}

/** The gateway refuses more points, and more days, in one answer. */
const MOST_POINTS = 8_000
const MOST_DAYS = 3_700

function tooLong(from: PlanDate, to: PlanDate, horizon: Horizon, slotMinutes: number): boolean {
  const days = daysBetween(from, to)
  return days > MOST_DAYS || (horizon === 'interval' && days * Math.ceil(1_440 / slotMinutes) > MOST_POINTS)
}

export type RangeFault = 'not-a-date' | 'from-after-to' | 'history-after-from' | 'too-long'

export function faultOf(range: Range, horizon: Horizon, slotMinutes: number): RangeFault | undefined {
  const { historyFrom, from, to } = range
  if (![historyFrom, from, to].every(isDate)) return 'not-a-date'
  if (to <= from) return 'from-after-to'
  if (historyFrom > from) return 'history-after-from'
  const long = tooLong(from, to, horizon, slotMinutes) || tooLong(historyFrom, from, horizon, slotMinutes)
  return long ? 'too-long' : undefined
}
