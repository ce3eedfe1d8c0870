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

const OPEN_LOOKED_BACK_DAYS = 56
/** So many of a weekday closed one after the other, and it is closed from now on. */
const CLOSED_FOR_GOOD = 3

/** After a file's end nothing is known of weekdays; a week later it is an end and no weekend. */
const WEEK = 7

/** The day after the last of which anything is known. */
export function knownUntil(history: History): number {
  let at = history.days.length
  while (at > 0 && history.days[at - 1]!.every(Number.isNaN)) at -= 1
  return history.firstDay + at
}

/**
 * Weekdays on which the centre is open: at least half of the last eight weeks', or the latest one, as a service that has
 * begun goes on; not those closed three times running. One not seen yet is taken for open: nothing says otherwise.
 */
export function openWeekdays(history: History): boolean[] {
  const known = knownUntil(history)
  const end = endOf(history) - known < WEEK ? endOf(history) : known
  const seen = Array.from({ length: 7 }, (): boolean[] => [])
  const marked = Array.from({ length: 7 }, (): boolean[] => [])
  for (let day = Math.max(history.firstDay, end - OPEN_LOOKED_BACK_DAYS); day < end; day++) {
    const { closed, asWeekday, makeUp, holiday, excluded } = markOf(history.calendar, day)
    const special = closed || holiday || excluded || asWeekday !== undefined || makeUp !== undefined
    const into = special ? marked : seen
    into[weekdayOf(day)]!.push(!isClosed(history, day))
  }
  if (known === history.firstDay) return new Array<boolean>(7).fill(false)
  return seen.map((own, weekday) => isOpen(own.length > 0 ? own : marked[weekday]!))
}

function isOpen(seen: boolean[]): boolean {
  const open = seen.filter(Boolean).length
  const gone = seen.length >= CLOSED_FOR_GOOD && !seen.slice(-CLOSED_FOR_GOOD).some(Boolean)
  return seen.length === 0 || (open * 2 >= seen.length && !gone) || seen.at(-1) === true
}
