// A month as a calendar shows it, and where a key leads in it. Dates are 'YYYY-MM-DD', counted without a time zone.
const DAY_MS = 86_400_000

export const isDate = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`)
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && dateOf(at) === text
}
const momentOf = (date: string): number => Date.parse(`${date}T00:00:00Z`)
const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10)
export const daysAfter = (date: string, days: number): string => dateOf(momentOf(date) + days * DAY_MS)

/** The same day of another month, or the last that it has. */
export function monthsAfter(date: string, months: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  return dateOf(first.setUTCDate(Math.min(day, last)))
}

/** 0 is Monday. */
export const weekdayOf = (date: string): number => (new Date(momentOf(date)).getUTCDay() + 6) % 7

/** Six weeks from the Monday on or before the first of the month. */
export function weeksOf(date: string): string[][] {
  const first = `${date.slice(0, 8)}01`
  const monday = daysAfter(first, -weekdayOf(first))
  return Array.from({ length: 6 }, (_, week) =>
    Array.from({ length: 7 }, (_, day) => daysAfter(monday, week * 7 + day)),
  )
}

/** The date a key leads to; undefined when the key is not the calendar's. */
export function movedBy(key: string, date: string): string | undefined {
  const moves: Record<string, () => string> = {
    ArrowLeft: () => daysAfter(date, -1),
    ArrowRight: () => daysAfter(date, 1),
    ArrowUp: () => daysAfter(date, -7),
    ArrowDown: () => daysAfter(date, 7),
    Home: () => daysAfter(date, -weekdayOf(date)),
    End: () => daysAfter(date, 6 - weekdayOf(date)),
    PageUp: () => monthsAfter(date, -1),
    PageDown: () => monthsAfter(date, 1),
  }
  return moves[key]?.()
}

/** What people type: 2026-1-5, 2026/01/05, 20260105 and 2026年1月5日 are one date. */
export function readDate(typed: string): string | undefined {
  const found = /^\s*(\d{4})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})\s*日?\s*$/.exec(typed)
  if (!found) return undefined
  const date = `${found[1]}-${found[2]?.padStart(2, '0')}-${found[3]?.padStart(2, '0')}`
  return isDate(date) ? date : undefined
}
