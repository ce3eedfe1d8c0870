// Between UTC and the centre's own clock: days are counted as in analytics/forecast (days since 1970-01-01, local).
import { DAY_MS, dateOf } from '#analytics/forecast/history.ts'

export const MINUTE_MS = 60_000
const GRAIN_MINUTES = 5
const HOUR_MS = 3_600_000

export interface LocalClock {
  zone: string
  /** local time minus UTC */
  offsetMs(utc: number): number
  /** local date and minute after midnight */
  local(utc: number): { day: number; minute: number }
  /** ms since 1970 of a local time; the earlier one where the clock shows it twice */
  utc(day: number, minute: number): number
  /** dates on which the clock is put forward or back, of [from, to) */
  changes(from: number, to: number): number[]
  /** how often the clock shows each minute in steps of five: 0 where it is put forward, 2 where it is put back */
  shown(day: number): Map<number, number>
}

export function localClock(zone: string): LocalClock {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  const hours = new Map<number, number>()
  const offsetMs = (utc: number): number => {
    // offsets change on whole quarter hours of UTC only
    const quarter = Math.floor(utc / (HOUR_MS / 4))
    const known = hours.get(quarter)
    if (known !== undefined) return known
    const at = quarter * (HOUR_MS / 4)
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]))
    const offset = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!) - at
    if (hours.size > 20_000) hours.clear()
    hours.set(quarter, offset)
    return offset
  }
  const local = (utc: number): { day: number; minute: number } => {
    const at = utc + offsetMs(utc)
    const day = Math.floor(at / DAY_MS)
    return { day, minute: Math.floor((at - day * DAY_MS) / MINUTE_MS) }
  }
  const utc = (day: number, minute: number): number => {
    const at = day * DAY_MS + minute * MINUTE_MS
    const first = at - offsetMs(at - DAY_MS)
    return first + offsetMs(first) === at ? first : at - offsetMs(at - offsetMs(at))
  }
  const changes = (from: number, to: number): number[] => {
    const found: number[] = []
    for (let day = from; day < to; day++) if (offsetMs(utc(day, 0)) !== offsetMs(utc(day + 1, 0))) found.push(day)
    return found
  }
  const shown = (day: number): Map<number, number> => {
    const times = new Map<number, number>()
    for (let at = utc(day, 0); at < utc(day + 1, 0); at += GRAIN_MINUTES * MINUTE_MS) {
      const { minute } = local(at)
      times.set(minute, (times.get(minute) ?? 0) + 1)
    }
    return times
  }
  return { zone, offsetMs, local, utc, changes, shown }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** 'YYYY-MM-DDTHH:MM'; minutes past midnight of the next day roll over. */
export function timeOf(day: number, minute: number): string {
  const date = dateOf(day + Math.floor(minute / 1440))
  const rest = minute % 1440
  return `${date}T${two(Math.floor(rest / 60))}:${two(rest % 60)}`
}
