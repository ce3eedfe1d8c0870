// What people write in cells: dates, times, numbers, spans. Undefined where it cannot be understood for certain.
import { addDays } from '../core/clock.ts'

const two = (value: number): string => String(value).padStart(2, '0')

/** 2026-03-02, 2026/3/2, 2026.3.2, 2026年3月2日, 20260302; a year that does not come first is not guessed at. */
export function dateOf(text: string): string | undefined {
  const found = /^(\d{4})(?:[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?|(\d{2})(\d{2}))(?=\D|$)/.exec(text)
  if (!found) return undefined
  const [year, month, day] = [found[1], found[2] ?? found[4], found[3] ?? found[5]].map(Number)
  const date = new Date(Date.UTC(year!, month! - 1, day!))
  const real = date.getUTCMonth() === month! - 1 && date.getUTCDate() === day
  return real && year! >= 1990 && year! < 2200 ? date.toISOString().slice(0, 10) : undefined
}

/** 9:00, 09:00:00, 0900, 9点30分, 09:00-09:30 (its start), as minutes after midnight. */
export function minuteOf(text: string): number | undefined {
  const found = /^(\d{1,2})[:：点时](\d{2})?分?|^(\d{2})(\d{2})$/.exec(text)
  if (!found) return undefined
  const hours = Number(found[1] ?? found[3])
  const minutes = Number(found[2] ?? found[4] ?? 0)
  return hours < 24 && minutes < 60 ? hours * 60 + minutes : undefined
}

const USUAL = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2})(?::\d{2})?$/
/** the date read last: rows of a date follow each other */
let last: { text: string; date: string | undefined } = { text: '', date: undefined }

function usualDate(text: string): string | undefined {
  if (last.text !== text) last = { text, date: dateOf(text) }
  return last.date
}

/** Date and time in one cell: what follows the date is the time. */
export function momentOf(text: string): { date: string; minute: number | undefined } | undefined {
  // the usual way of writing it, without a look at every other: files have a hundred thousand of them
  const usual = USUAL.exec(text)
  if (usual) {
    const date = usualDate(usual[1] ?? '')
    return date === undefined ? undefined : { date, minute: minuteOf(usual[2] ?? '') }
  }
  const date = dateOf(text)
  if (!date) return undefined
  const rest = text.replace(/^\d{4}[-/.年]\s*\d{1,2}[-/.月]\s*\d{1,2}日?|^\d{8}/, '').replace(/^[T\s]+/, '')
  return { date, minute: minuteOf(rest) }
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
