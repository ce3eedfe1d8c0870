// China's public holidays and made-up workdays as marks, with the company's own table over them.
// The package's door is elsewhere: its getDayDetail is handed in.
import { type Calendar, type DayMark, mergeCalendars } from './calendar.ts'
import { dateOf, dayOf, weekdayOf } from './history.ts'

/** chinese-days' getDayDetail: does China work on that date, and what is it called */
export type DayDetail = (date: string) => { work: boolean; name: string }
/** The dates of a lunar one, '2027-01-01' being that year's Spring Festival. */
export type SolarOf = (lunar: string) => { date: string }

const FRIDAY = 5
const MONDAY = 1

/**
 * Marks of `count` dates from `firstDay`: holidays by name, Saturdays and Sundays worked instead. What they do to a queue is learned.
 * A year that is not published yet has its holidays where the lunar and the solar calendar put them, and no weekends worked.
 */
export function chinaCalendar(
  detailOf: DayDetail,
  solarOf: SolarOf,
  firstDay: number,
  count: number,
  overrides: Calendar = new Map(),
): Calendar {
  const marks = new Map<number, DayMark>()
  const years = new Set<number>()
  for (let day = firstDay; day < firstDay + count; day++) {
    const weekday = weekdayOf(day)
    const weekend = weekday === 0 || weekday === 6
    const { work, name } = detailOf(dateOf(day))
    // a holiday has a Chinese name beside the English one; an ordinary day is named by its weekday alone
    const named = name.includes(',')
    years.add(Number(dateOf(day).slice(0, 4)))
    if (work && weekend) marks.set(day, { makeUp: weekday === 6 ? FRIDAY : MONDAY })
    else if (!work && named) marks.set(day, { holiday: true, name: name.split(',')[1]! })
  }
  for (const year of years) {
    if (!isPublished(detailOf, year))
      for (const [day, name] of expected(year, solarOf))
        if (day >= firstDay && day < firstDay + count) marks.set(day, { holiday: true, name })
    const newYear = marks.get(lunarDay(solarOf, year, '01-01'))
    if (newYear) newYear.anchor = true
  }
  return mergeCalendars(marks, overrides)
}

/** The state council publishes a year's holidays in the autumn before. */
export const isPublished = (detailOf: DayDetail, year: number): boolean => detailOf(`${year}-10-01`).name.includes(',')

const lunarDay = (solarOf: SolarOf, year: number, lunar: string): number => dayOf(solarOf(`${year}-${lunar}`).date)

/** Qingming falls on the 4th or 5th of April (of the years 2001 to 2099). */
const qingming = (year: number): number => {
  const short = year % 100
  return dayOf(`${year}-04-0${Math.floor(short * 0.2422 + 4.81) - Math.floor(short / 4)}`)
}

/** Dates free by law, and those about them that were free in most years. */
function expected(year: number, solarOf: SolarOf): [number, string][] {
  const days = (name: string, first: number, count: number): [number, string][] =>
    Array.from({ length: count }, (_, at) => [first + at, name])
  return [
    ...days('元旦', dayOf(`${year}-01-01`), 1),
    ...days('春节', lunarDay(solarOf, year, '01-01') - 1, 8),
    ...days('清明', qingming(year), 1),
    ...days('劳动节', dayOf(`${year}-05-01`), 5),
    ...days('端午', lunarDay(solarOf, year, '05-05'), 1),
    ...days('中秋', lunarDay(solarOf, year, '08-15'), 1),
    ...days('国庆节', dayOf(`${year}-10-01`), 7),
  ]
}
