// Leave that is counted by the year, and when it may approve itself. Pure.
import type { CalendarDay } from '../../protocol/company.ts'
import type { PlanDate } from '../../protocol/planning.ts'
import { datesFrom, daysBetween } from './clock.ts'

export interface Dates {
  fromDate: PlanDate
  toDate: PlanDate
}

const LONGEST_DAYS = 366

/** More than a year: refused, and never counted day by day. */
export const isTooLong = ({ fromDate, toDate }: Dates): boolean => daysBetween(fromDate, toDate) > LONGEST_DAYS

/** Dates that the company's calendar marks: a holiday is no day of leave, a make-up workday is one. */
export type Marks = ReadonlyMap<PlanDate, CalendarDay>

function isWorkDay(date: PlanDate, marks: Marks): boolean {
  const mark = marks.get(date)
  if (mark && mark.type !== 'as-weekday') return false
  const weekday = mark?.weekday ?? new Date(`${date}T00:00:00Z`).getUTCDay()
  return weekday >= 1 && weekday <= 5
}

/** Throws for one that is too long. */
export function datesOf(leave: Dates): PlanDate[] {
  if (isTooLong(leave)) throw new RangeError(`leave from ${leave.fromDate} to ${leave.toDate}`)
  return datesFrom(leave.fromDate, daysBetween(leave.fromDate, leave.toDate) + 1)
}

/** Working days; of a year, where one is given. */
export const leaveDays = (leave: Dates, marks: Marks, year = ''): number =>
  datesOf(leave).filter((date) => isWorkDay(date, marks) && date.startsWith(year)).length

export interface LeaveCase {
  leave: Dates
  marks: Marks
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
export function approvesItself({ leave, marks, left, away, atOnce, duties, today }: LeaveCase): boolean {
  if (atOnce === 0 || leave.fromDate <= today) return false
  const dates = datesOf(leave)
  const years = [...new Set(dates.map((date) => date.slice(0, 4)))]
  return (
    years.every((year) => leaveDays(leave, marks, year) <= (left.get(year) ?? 0)) &&
    dates.every((date) => !duties.has(date) && (away.get(date) ?? 0) < atOnce)
  )
}
