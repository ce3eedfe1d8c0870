// China's public holidays and made-up workdays as marks, with the company's own table over them.
// The package's door is elsewhere: its getDayDetail is handed in.
import { type Calendar, type DayMark, mergeCalendars } from './calendar.ts'
import { dateOf, weekdayOf } from './history.ts'

/** chinese-days' getDayDetail: does China work on that date, and what is it called */
export type DayDetail = (date: string) => { work: boolean; name: string }

const FRIDAY = 5
const MONDAY = 1
const SUNDAY = 0

/** Marks of `count` dates from `firstDay`. A made-up Saturday follows Friday, a made-up Sunday Monday, a holiday the quiet Sunday. */
export function chinaCalendar(
  detailOf: DayDetail,
  firstDay: number,
  count: number,
  overrides: Calendar = new Map(),
): Calendar {
  const marks = new Map<number, DayMark>()
  for (let day = firstDay; day < firstDay + count; day++) {
    const weekday = weekdayOf(day)
    const weekend = weekday === 0 || weekday === 6
    const { work, name } = detailOf(dateOf(day))
    // a holiday has a Chinese name beside the English one; an ordinary day is named by its weekday alone
    const named = name.includes(',')
    if (work && weekend) marks.set(day, { asWeekday: weekday === 6 ? FRIDAY : MONDAY })
    else if (!work && named) marks.set(day, { holiday: true, asWeekday: SUNDAY })
  }
  return mergeCalendars(marks, overrides)
}
