// A report beside itself a day, week, month or year before: by the centre's calendar, so a clock put forward shifts nothing.

import { DAY_MS } from '#analytics/forecast/history.ts'
import type { ReportBefore, ReportResult } from '#engine/protocol/reports.ts'
import { type LocalClock, MINUTE_MS } from '../planning/local-time.ts'

type Row = ReportResult['rows'][number]

const monthsBack = (day: number, months: number): number => {
  const date = new Date(day * DAY_MS)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() - months]
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return Math.floor(Date.UTC(year, month, Math.min(date.getUTCDate(), last)) / DAY_MS)
}

const BACK: Record<ReportBefore, (day: number) => number> = {
  day: (day) => day - 1,
  week: (day) => day - 7,
  month: (day) => monthsBack(day, 1),
  year: (day) => monthsBack(day, 12),
}

/** The same local time so long before; the 31st of a shorter month is its last day. */
export function backBy(clock: LocalClock, before: ReportBefore, at: number): number {
  const { day, minute } = clock.local(at)
  return clock.utc(BACK[before](day), minute) + (at % MINUTE_MS)
}

/** the longest interval of a row: a month */
const LONGEST_MS = 32 * DAY_MS

/** Of each row the one of the time before with the same keys: of its time, the interval that the time before lies in. */
export function pairedWith(
  rows: readonly Row[],
  earlier: readonly Row[],
  keys: readonly string[],
  back: (at: number) => number,
): (Row | null)[] {
  const others = keys.filter((key) => key !== 'start')
  const nameOf = (row: Row): string => JSON.stringify(others.map((key) => row[key]))
  const timed = keys.includes('start')
  const known = new Map<string, Row[]>()
  for (const row of earlier) known.set(nameOf(row), [...(known.get(nameOf(row)) ?? []), row])
  for (const list of known.values()) list.sort((a, b) => Number(b.start) - Number(a.start))
  return rows.map((row) => {
    const list = known.get(nameOf(row)) ?? []
    if (!timed) return list[0] ?? null
    const wanted = back(Number(row.start))
    const found = list.find((one) => Number(one.start) <= wanted && wanted - Number(one.start) < LONGEST_MS)
    return found ?? null
  })
}
