// When a report is sent next, and which days it counts then. Local dates of the centre; a changed clock moves neither.
import { dateNow, momentIn } from '../../planning/acts/moment.ts'
import type { SendSpan, SendWhen } from '../../protocol/report-schedules.ts'

const DAY_MS = 86_400_000
/** the longest way to the next day that fits: from one month's day to the next's */
const MOST_DAYS = 62

const later = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
/** 1 is Monday */
const weekdayOf = (date: string): number => ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1
const dayOf = (date: string): number => Number(date.slice(8))
const lastDayOf = (date: string): number =>
  new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate()

function fits({ every, weekday, monthDay }: SendWhen, date: string): boolean {
  if (every === 'day') return true
  if (every === 'workday') return weekdayOf(date) <= 5
  if (every === 'week') return weekdayOf(date) === weekday
  return dayOf(date) === Math.min(monthDay, lastDayOf(date))
}

/** The first after this moment. */
export function nextSend(when: SendWhen, after: number, timeZone: string): number {
  const momentOf = momentIn(timeZone)
  const [hour = 0, minute = 0] = when.sendTime.split(':').map(Number)
  const today = dateNow(after, timeZone)
  for (let days = 0; days <= MOST_DAYS; days++) {
    const date = later(today, days)
    const at = momentOf(date, hour * 60 + minute)
    if (at > after && fits(when, date)) return at
  }
  throw new Error(`no day fits ${JSON.stringify(when)}`)
}

/** First date, and the date after the last. */
function datesOf(span: SendSpan, today: string): [from: string, to: string] {
  const firstOfMonth = `${today.slice(0, 8)}01`
  const monthBefore = `${later(firstOfMonth, -1).slice(0, 8)}01`
  const monday = later(today, 1 - weekdayOf(today))
  switch (span) {
    case 'today':
      return [today, later(today, 1)]
    case 'yesterday':
      return [later(today, -1), today]
    case 'last-7-days':
      return [later(today, -7), today]
    case 'last-week':
      return [later(monday, -7), monday]
    case 'last-month':
      return [monthBefore, firstOfMonth]
    // on the first it is the month that has just ended
    case 'month-to-date':
      return [today === firstOfMonth ? monthBefore : firstOfMonth, today]
  }
}

/** ms, `to` exclusive. */
export function spanAt(span: SendSpan, at: number, timeZone: string): { from: number; to: number } {
  const momentOf = momentIn(timeZone)
  const [from, to] = datesOf(span, dateNow(at, timeZone))
  return { from: momentOf(from, 0), to: momentOf(to, 0) }
}
