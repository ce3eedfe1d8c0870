// The series a model learns from: one array of slots per date, without a gap between dates; NaN is a slot not known.
import { type Calendar, markOf } from './calendar.ts'

export const DAY_MS = 86_400_000

export interface History {
  /** date of days[0] as days since 1970-01-01 in the centre's own time */
  firstDay: number
  /** slots in a day: 96 of 15 minutes, 1 for a daily series */
  slots: number
  days: readonly Float64Array[]
  calendar: Calendar
}

export const dayOf = (date: string): number => Math.floor(Date.parse(`${date.slice(0, 10)}T00:00Z`) / DAY_MS)
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10)
/** 0 is Sunday */
export const weekdayOf = (day: number): number => (((day + 4) % 7) + 7) % 7
export const endOf = (history: History): number => history.firstDay + history.days.length

export const valuesOf = (history: History, day: number): Float64Array | undefined =>
  history.days[day - history.firstDay]

/** Nothing known of that date, or the calendar says closed. */
export function isClosed(history: History, day: number): boolean {
  if (markOf(history.calendar, day).closed) return true
  const values = valuesOf(history, day)
  return values === undefined || values.every(Number.isNaN)
}

/** Closed days and days a planner excluded teach nothing. */
export const teaches = (history: History, day: number): boolean =>
  !markOf(history.calendar, day).excluded && !isClosed(history, day)

/** The weekday whose profile a date follows: its own, unless the calendar says otherwise. */
export const profileDay = (calendar: Calendar, day: number): number => markOf(calendar, day).asWeekday ?? weekdayOf(day)

/** What was known at an origin: the days before `day`, and the first `seen` slots of the day itself. */
export function knownAt(history: History, day: number, seen = 0): History {
  const days = history.days.slice(0, Math.max(0, day - history.firstDay))
  if (seen > 0) {
    const begun = new Float64Array(history.slots).fill(Number.NaN)
    begun.set((valuesOf(history, day) ?? begun).subarray(0, seen))
    days.push(begun)
  }
  return { ...history, days }
}

/** Weekdays on which the centre is usually open: at least half of those in the last eight weeks were. */
export function openWeekdays(history: History): boolean[] {
  const open = new Array<number>(7).fill(0)
  const all = new Array<number>(7).fill(0)
  for (let day = Math.max(history.firstDay, endOf(history) - 56); day < endOf(history); day++) {
    all[weekdayOf(day)]! += 1
    if (!isClosed(history, day)) open[weekdayOf(day)]! += 1
  }
  return open.map((count, weekday) => count > 0 && count * 2 >= all[weekday]!)
}
