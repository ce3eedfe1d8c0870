// Local dates and times as planning counts them: dates 'YYYY-MM-DD', times in minutes after midnight of a date.
import type { PlanDate } from '../../protocol/planning.ts'

export const DAY_MINUTES = 1_440
const DAY_MS = 86_400_000

/** 'HH:MM' as minutes after midnight */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return hours * 60 + minutes
}

/** 'HH:MM'; past midnight it goes on as the clock does */
export function timeOf(minutes: number): string {
  const onDay = ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(Math.floor(onDay / 60))}:${two(onDay % 60)}`
}

export const addDays = (date: PlanDate, days: number): PlanDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)

/** days from one date to another */
export const daysBetween = (from: PlanDate, to: PlanDate): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)

/** 0 is Monday */
export const weekdayOf = (date: PlanDate): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7

export const datesFrom = (from: PlanDate, days: number): PlanDate[] =>
  Array.from({ length: days }, (_, day) => addDays(from, day))

/** A time that is not after the start is of the next day. */
export const notBefore = (start: number, minutes: number): number =>
  minutes <= start ? minutes + DAY_MINUTES : minutes
