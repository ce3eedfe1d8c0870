// Dates without a time zone ('YYYY-MM-DD') and minutes after midnight, as rosters use them.
import type { PlanDate } from '#engine/protocol/planning.ts'

const DAY_MS = 86_400_000
const two = (n: number): string => String(n).padStart(2, '0')
const msOf = (date: PlanDate): number => Date.parse(`${date}T00:00:00Z`)

export const addDays = (date: PlanDate, days: number): PlanDate =>
  new Date(msOf(date) + days * DAY_MS).toISOString().slice(0, 10)

export const daysBetween = (from: PlanDate, to: PlanDate): number => Math.round((msOf(to) - msOf(from)) / DAY_MS)

export const datesFrom = (from: PlanDate, days: number): PlanDate[] =>
  Array.from({ length: days }, (_, n) => addDays(from, n))

/** 0 is Monday. */
export const weekdayOf = (date: PlanDate): number => (new Date(msOf(date)).getUTCDay() + 6) % 7

export const isWeekend = (date: PlanDate): boolean => weekdayOf(date) >= 5

export const mondayOf = (date: PlanDate): PlanDate => addDays(date, -weekdayOf(date))

/** The browser's own date at that moment. */
export function dateAt(ms: number): PlanDate {
  const d = new Date(ms)
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`
}

export const firstOfMonth = (date: PlanDate): PlanDate => `${date.slice(0, 7)}-01`

export function addMonths(date: PlanDate, months: number): PlanDate {
  const d = new Date(msOf(firstOfMonth(date)))
  d.setUTCMonth(d.getUTCMonth() + months)
  return d.toISOString().slice(0, 10)
}

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
