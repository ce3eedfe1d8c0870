// Hours and named dates as one record.
import type { CalendarDay, TimeRange } from './company.ts'

/** 时间组: hours and named dates as one record, which numbers and flows name. */
export interface TimeGroup {
  id: string
  name: string
  /** none = all day */
  hours: TimeRange[]
  /** yyyy-mm-dd, both included; ahead of the company's calendar, the first that fits */
  dates: ({ from: string; to: string; name?: string } & Pick<CalendarDay, 'type' | 'weekday'>)[]
  /** the company's holidays and make-up days rule here too */
  companyDays: boolean
}

export type TimeGroupState = 'open' | 'closed' | 'holiday'
