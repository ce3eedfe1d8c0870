// What is known of dates: China's national calendar (in Chinese time zones), the planner's marks over it.
import chineseDays from 'chinese-days'
import { type Calendar, type DayMark, mergeCalendars } from '#analytics/forecast/calendar.ts'
import { chinaCalendar, isPublished } from '#analytics/forecast/china-days.ts'
import { dateOf, dayOf } from '#analytics/forecast/history.ts'
import type { SeriesAsk } from '#engine/protocol/plan-ask.ts'
import type { PlanMark, PlanWarning, SeriesId } from '#engine/protocol/planning.ts'

const CHINESE_ZONES = new Set([
  'Asia/Shanghai',
  'Asia/Chongqing',
  'Asia/Chungking',
  'Asia/Harbin',
  'Asia/Urumqi',
  'PRC',
])

export interface Known {
  calendar: Calendar
  warnings: PlanWarning[]
}

const isOf = (mark: PlanMark, series: SeriesId): boolean => mark.series === undefined || mark.series === series

/** A planner's word on a date stands over the national one: who says "as Wednesday" means no holiday. */
export function markedDay(mark: PlanMark): DayMark {
  switch (mark.type) {
    case 'closed':
      return { closed: true }
    case 'holiday':
      return {
        holiday: true,
        name: mark.name ?? '',
        ...(mark.weekday === undefined ? {} : { asWeekday: mark.weekday }),
      }
    case 'as-weekday':
      return { holiday: false, ...(mark.weekday === undefined ? {} : { asWeekday: mark.weekday }) }
    case 'promotion':
      return { ...(mark.name ? { promotion: mark.name } : {}), ...(mark.lift === undefined ? {} : { lift: mark.lift }) }
    case 'outage':
      return { excluded: true }
  }
}

/** Marks of this series over those of all; two marks of one date join. */
export function markedCalendar(marks: readonly PlanMark[], series: SeriesId): Calendar {
  const of = (own: boolean): Calendar[] =>
    marks
      .filter((mark) => isOf(mark, series) && (mark.series !== undefined) === own)
      .map((mark) => new Map([[dayOf(mark.date), markedDay(mark)]]))
  return mergeCalendars(...of(false), ...of(true))
}

export function calendarOf({ marks, series }: SeriesAsk, firstDay: number, count: number, zone: string): Known {
  const marked = markedCalendar(marks, series)
  if (!CHINESE_ZONES.has(zone)) return { calendar: marked, warnings: [] }
  const { getDayDetail, getSolarDateFromLunar } = chineseDays
  const calendar = chinaCalendar(getDayDetail, getSolarDateFromLunar, firstDay, count, marked)
  return { calendar, warnings: [] }
}

/** The state council publishes a year's holidays in the autumn before: a year not published yet is told. */
export function unpublished(from: number, to: number, zone: string): PlanWarning[] {
  if (!CHINESE_ZONES.has(zone)) return []
  const years = new Set<string>()
  for (let day = from; day < to; day++) years.add(dateOf(day).slice(0, 4))
  return [...years]
    .filter((year) => !isPublished(chineseDays.getDayDetail, Number(year)))
    .map((year) => ({
      type: 'calendar-unknown',
      at: `${year}-01-01`,
      count: 1,
      text: {
        zh: `${year} 年的节假日安排尚未公布或未收录：暂按农历和法定日期估计，不含调休，公布后请核对`,
        en: `the national holidays of ${year} are not published yet: they are put where the lunar and solar calendars have them, without weekends worked instead`,
      },
    }))
}
