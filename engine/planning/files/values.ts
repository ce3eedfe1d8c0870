// What people write in cells: dates, times, numbers, spans. Undefined where it cannot be understood for certain.
import { addDays } from '../core/clock.ts'
import type { Zone } from './zone.ts'

const two = (value: number): string => String(value).padStart(2, '0')

/** Which comes first where the year comes last. */
export type DateOrder = 'dmy' | 'mdy'

/** How cells of one file are read: the order of its dates, and the clock that times with an offset are brought to. */
export interface Reader {
  order?: DateOrder | undefined
  zone?: Zone | undefined
}

/** 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302; a year that comes last only where its order is known. */
export function dateOf(text: string, order?: DateOrder): string | undefined {
  if (order && /^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}(?=\D|$)/.test(text))
    return dateOf(text.replace(/^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})/, order === 'dmy' ? '$3-$2-$1' : '$3-$1-$2'))
  const found = /^(\d{4})(?:[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?|(\d{2})(\d{2}))(?=\D|$)/.exec(text)
  if (!found) return undefined
  const [year, month, day] = [found[1], found[2] ?? found[4], found[3] ?? found[5]].map(Number)
  const date = new Date(Date.UTC(year!, month! - 1, day!))
  const real = date.getUTCMonth() === month! - 1 && date.getUTCDate() === day
  return real && year! >= 1990 ? date.toISOString().slice(0, 10) : undefined
}

/** 9:00, 09:00:00, 0900, 9点30分, 09:00-09:30 (its start), as minutes after midnight. */
export function minuteOf(text: string): number | undefined {
  const found = /^(\d{1,2})[:：点时](\d{2})?分?|^(\d{2})(\d{2})$/.exec(text)
  if (!found) return undefined
  const hours = Number(found[1] ?? found[3])
  const minutes = Number(found[2] ?? found[4] ?? 0)
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined
}

const OFFSET = /\d\s*(?:(Z|UTC|GMT)|(?:UTC|GMT)?([+-])(\d{2}):?(\d{2})?)$/i

const SPAN = /^(\d{1,2})[:：点时]?(\d{2})\s*-\s*(\d{1,2})[:：点时]?(\d{2})$/
/** An interval is not longer: 09:00-09:30 is one, 23:00-05:00 a time five hours behind UTC. */
const LONGEST_INTERVAL = 60

/** Minutes ahead of UTC, where a time says so: 09:00+08:00, 09:00:00.000Z. */
export function offsetOf(time: string): number | undefined {
  const found = OFFSET.exec(time)
  if (!found) return undefined
  if (found[1]) return 0
  const span = SPAN.exec(time)
  if (span) {
    const [from, fromMinute, to, toMinute] = span.slice(1).map(Number) as [number, number, number, number]
    if ((to * 60 + toMinute - from * 60 - fromMinute + 1440) % 1440 <= LONGEST_INTERVAL) return undefined
  }
  const minutes = Number(found[3]) * 60 + Number(found[4] ?? 0)
  return found[2] === '-' ? -minutes : minutes
}

const USUAL = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::\d{2})?$/
/** the date read last: rows of a date follow each other */
let last: { text: string; date: string | undefined } = { text: '', date: undefined }

function usualDate(text: string): string | undefined {
  if (last.text !== text) last = { text, date: dateOf(text) }
  return last.date
}

/** Date and time in one cell: what follows the date is the time. */
export function momentOf(
  text: string,
  { order, zone }: Reader = {},
): { date: string; minute: number | undefined } | undefined {
  // the usual way of writing it, without a look at every other: files have a hundred thousand of them
  const usual = USUAL.exec(text)
  if (usual) {
    const date = usualDate(usual[1] ?? '')
    return date === undefined ? undefined : { date, minute: minuteOf(usual[2] ?? '') }
  }
  const date = dateOf(text, order)
  if (!date) return undefined
  const rest = text
    .replace(/^\d{4}[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?|^\d{8}|^\d{1,2}[-/.]\d{1,2}[-/.]\d{4}/, '')
    .replace(/^[T\s]+/, '')
  const minute = minuteOf(rest)
  const offset = offsetOf(rest)
  if (minute === undefined || offset === undefined || !zone) return { date, minute }
  return zone.local(Date.parse(`${date}T00:00Z`) + (minute - offset) * 60_000)
}

const PLAIN_NUMBER = /^\d+(\.\d+)?$/

/** 1,234.5 is a number; so is 12, a full-width ０ too. */
export function numberOf(text: string): number | undefined {
  if (PLAIN_NUMBER.test(text)) return Number(text)
  const narrow = text.normalize('NFKC').replace(/^(\d{1,3})((?:,\d{3})+)(?=\.|$)/, (whole) => whole.replaceAll(',', ''))
  return PLAIN_NUMBER.test(narrow) ? Number(narrow) : undefined
}

/** 180, 3:05 or 0:03:05, in seconds. */
export function secondsOf(text: string): number | undefined {
  const found = /^(?:(\d+):)?(\d{1,3}):(\d{2})$/.exec(text)
  if (found) return Number(found[1] ?? 0) * 3600 + Number(found[2]) * 60 + Number(found[3])
  return numberOf(text)
}

export const timeText = (minute: number): string => `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`

/** A local time as 'YYYY-MM-DDTHH:MM'; minutes past midnight are of the next date. */
export const atOf = (date: string, minute: number): string =>
  `${minute < 1440 ? date : addDays(date, Math.floor(minute / 1440))}T${timeText(minute)}`
