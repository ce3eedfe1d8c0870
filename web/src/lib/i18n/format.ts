// Times and numbers as people read them.
import { momentOf, wallAt } from './centre-time.ts'

const two = (n: number): string => String(n).padStart(2, '0')

/** 75_000 -> 1:15, 3_675_000 -> 1:01:15. Negative spans (clock skew) read as zero. */
export function clockSpan(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000))
  const hours = Math.floor(total / 3600)
  const minutes = Math.floor((total % 3600) / 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`
}

/** A span that began at `since`; an agent not seen since the start has 0 there. */
export const spanSince = (since: number, now: number): string => (since > 0 ? clockSpan(now - since) : '–')

export const dateTime = (at: number): string => wallAt(at)

/** Without the year while it is this one. */
export function shortTime(at: number): string {
  const full = wallAt(at)
  return full.startsWith(wallAt(Date.now()).slice(0, 5)) ? full.slice(5) : full
}

/** To the minute; without the date while it is today. */
export function minuteText(at: number): string {
  const full = wallAt(at).slice(0, 16)
  return full.startsWith(wallAt(Date.now()).slice(0, 10)) ? full.slice(11) : full.slice(5)
}

export const timeOfDay = (at: number): string => wallAt(at).slice(11)

/** 'YYYY-MM-DDTHH:MM', as fields of a date and a time hold it. */
export const localInput = (at: number): string => wallAt(at).slice(0, 16).replace(' ', 'T')

export function percent(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((part / whole) * 100)}%` : '–'
}

/** Midnight of the centre. */
export function startOfDay(at: number, daysAgo = 0): number {
  const day = new Date(`${wallAt(at).slice(0, 10)}T00:00:00Z`)
  day.setUTCDate(day.getUTCDate() - daysAgo)
  return momentOf(`${day.toISOString().slice(0, 10)}T00:00`)
}

/** 0.8 → 80%; a tenth where there is one */
export const shareText = (share: number): string => `${Math.round(share * 1_000) / 10}%`
