// Times and numbers as people read them.
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

export function dateTime(at: number): string {
  const d = new Date(at)
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${timeOfDay(at)}`
}

/** Without the year while it is this one. */
export function shortTime(at: number): string {
  const full = dateTime(at)
  return full.startsWith(String(new Date().getFullYear())) ? full.slice(5) : full
}

export function timeOfDay(at: number): string {
  const d = new Date(at)
  return `${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`
}

/** For datetime-local inputs, in local time. */
export function localInput(at: number): string {
  const d = new Date(at)
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`
}

export function percent(part: number, whole: number): string {
  return whole > 0 ? `${Math.round((part / whole) * 100)}%` : '–'
}

export function startOfDay(at: number, daysAgo = 0): number {
  const d = new Date(at)
  return new Date(d.getFullYear(), d.getMonth(), d.getDate() - daysAgo).getTime()
}
