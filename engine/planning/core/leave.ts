// Leave that is counted by the year, and when it may approve itself. Pure.
import type { PlanDate } from '../../protocol/planning.ts'
import { datesFrom, daysBetween } from './clock.ts'

export interface Dates {
  fromDate: PlanDate
  toDate: PlanDate
}

const isWorkDay = (date: PlanDate): boolean => ![0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay())

export const datesOf = ({ fromDate, toDate }: Dates): PlanDate[] =>
  datesFrom(fromDate, daysBetween(fromDate, toDate) + 1)

/** Days from Monday to Friday; of a year, where one is given. */
export const leaveDays = (leave: Dates, year = ''): number =>
  datesOf(leave).filter((date) => isWorkDay(date) && date.startsWith(year)).length

export interface LeaveCase {
  leave: Dates
  /** days left of each year's allowance, before this leave */
  left: ReadonlyMap<string, number>
  /** how many by the same rule are away on a date already */
  away: ReadonlyMap<PlanDate, number>
  /** so many may be away at once; 0: none by itself */
  atOnce: number
  /** dates with a published duty */
  duties: ReadonlySet<PlanDate>
  today: PlanDate
}

/** Whether nobody has to decide: it is ahead, within the allowance, leaves no hole, and few enough are away. */
export function approvesItself({ leave, left, away, atOnce, duties, today }: LeaveCase): boolean {
  if (atOnce === 0 || leave.fromDate <= today) return false
  const dates = datesOf(leave)
  const years = [...new Set(dates.map((date) => date.slice(0, 4)))]
  return (
    years.every((year) => leaveDays(leave, year) <= (left.get(year) ?? 0)) &&
    dates.every((date) => !duties.has(date) && (away.get(date) ?? 0) < atOnce)
  )
}
