// When so much working time has passed: evenings, days off and holidays do not count. Pure but for the zone's clock.
import { clockOf } from './cells.ts'

export interface WorkingTime {
  /** hh:mm */
  from: string
  to: string
  /** 1 = Monday */
  days: readonly number[]
}

const MINUTE_MS = 60_000
const DAY_MINUTES = 1_440
/** past it nobody waits for a deadline */
const MOST_DAYS = 1_000

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7

export function afterWorking(
  at: number,
  minutes: number,
  { from, to, days }: WorkingTime,
  holidays: ReadonlySet<string>,
  timeZone: string,
): number {
  const clock = clockOf(timeZone)
  const [begin, end] = [minuteOf(from), minuteOf(to) || DAY_MINUTES]
  let left = minutes
  let now = Math.ceil(at / MINUTE_MS) * MINUTE_MS
  for (let day = 0; day < MOST_DAYS; day += 1) {
    const [date = '', time = ''] = clock(now).split(' ')
    const minute = minuteOf(time)
    const start = Math.max(minute, begin)
    const open = days.includes(weekdayOf(date)) && !holidays.has(date) ? Math.max(0, end - start) : 0
    if (open > 0 && left <= open) return now + (start - minute + left) * MINUTE_MS
    left -= open
    now += (DAY_MINUTES - minute) * MINUTE_MS
  }
  return now
}
