// Local dates and minutes of the centre as moments.
import type { PlanDate } from '../../protocol/planning.ts'
import { minutesOf } from '../core/clock.ts'

const MINUTE_MS = 60_000

/** The centre's own date. */
export const dateNow = (now: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now)

/** Minutes after midnight of the centre's own date. */
export const minuteNow = (now: number, timeZone: string): number =>
  minutesOf(new Intl.DateTimeFormat('sv-SE', { timeZone, timeStyle: 'short' }).format(now))

/** ms since 1970 of minutes after midnight of a date; where the clock is put forward, as if it had not been. */
export function momentIn(timeZone: string): (date: PlanDate, minutes: number) => number {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' })
  /** local time minus UTC */
  const offsetAt = (at: number): number => Date.parse(`${format.format(at).replace(' ', 'T')}Z`) - at + (at % 1_000)
  return (date, minutes) => {
    const local = Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE_MS
    const first = local - offsetAt(local)
    // near a change of the clock the first guess stands on its other side
    return local - offsetAt(first)
  }
}
