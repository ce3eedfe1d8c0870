// Dates without a time zone ('YYYY-MM-DD') and minutes after midnight, as rosters use them.
import type { PlanDate } from '#engine/protocol/planning.ts'
import { addDays, weekdayOf } from '../plan/forecast-dates.ts'

const two = (n: number): string => String(n).padStart(2, '0')

export const datesFrom = (from: PlanDate, days: number): PlanDate[] =>
  Array.from({ length: days }, (_, n) => addDays(from, n))

export const isWeekend = (date: PlanDate): boolean => weekdayOf(date) >= 5

export const mondayOf = (date: PlanDate): PlanDate => addDays(date, -weekdayOf(date))

/** '11-23' */
export const monthDay = (date: PlanDate): string => date.slice(5)

/** 1500 → '01:00⁺¹': a night shift ends on the next date. */
export function clockOf(minutes: number): string {
  const days = Math.floor(minutes / 1440)
  const rest = minutes - days * 1440
  return `${two(Math.floor(rest / 60))}:${two(rest % 60)}${days > 0 ? '⁺¹' : ''}`
}

/** 480 → '8', 510 → '8:30': for narrow cells. */
export function shortClock(minutes: number): string {
  const rest = minutes % 1440
  return rest % 60 === 0 ? String(rest / 60) : `${Math.floor(rest / 60)}:${two(rest % 60)}`
}

/** Hours with at most one decimal. */
export const hoursOf = (minutes: number): string => String(Math.round(minutes / 6) / 10)
