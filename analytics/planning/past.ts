// The past of one series up to yesterday, and the day so far: own counts over imported ones, zeros told from unknowns.
// Why (2026-11-21): a slot without a row is a true zero if the centre lived on that date (a call anywhere, or an agent
// signed in) and the series had begun; on a date without any sign of life, or before the series' first call, it is unknown.

import { dateOf, type History } from '#analytics/forecast/history.ts'
import { type Row, seriesOf } from '#analytics/forecast/series.ts'
import { wordsOf } from '#analytics/forecast/warnings.ts'
import type { SeriesAsk } from '#engine/protocol/plan-ask.ts'
import type { Grid } from '#engine/protocol/planning.ts'
import { dataEnded, growing, outsideHours } from './asked.ts'
import { calendarOf } from './calendar.ts'
import {
  type Counts,
  type DayCounts,
  importedCounts,
  importedRows,
  importedWithin,
  liveDates,
  ownCounts,
  ownRows,
  unknownDay,
  withinHours,
} from './counts.ts'
import type { Desk, Past } from './desk.ts'
import { type LocalClock, MINUTE_MS, timeOf } from './local-time.ts'
import { PlanRefusal, slotsOf } from './plain.ts'

/** Calls of a number or a service are told when they end: slots younger than this are not counted yet. */
const CALL_ENDS_MS = 10 * MINUTE_MS
const CALENDAR_AHEAD_DAYS = 800

export const todayOf = (desk: Desk): number => desk.clock.local(desk.now()).day

export function pastOf(ask: SeriesAsk, desk: Desk): Promise<Past> {
  const today = todayOf(desk)
  if (slotsOf(ask.grid) < 1)
    throw new PlanRefusal('bad-input', {
      zh: '服务时间内没有完整的时段：请检查开始、结束时间与时段长度。',
      en: 'The hours of service hold no interval: check when they begin and end, and the length of an interval.',
    })
  const key = JSON.stringify([ask.series, ask.grid, ask.marks, today, desk.revision()])
  return desk.caches.pasts.get(key, () => readPast(key, ask, today, desk))
}

async function readPast(key: string, ask: SeriesAsk, today: number, desk: Desk): Promise<Past> {
  const { clickhouse, clock } = desk
  const [rows, within, imported, live] = await Promise.all([
    ownRows(clickhouse, clock, ask.series, ask.grid, 0, clock.utc(today, 0)),
    withinHours(clickhouse, clock, ask.series, ask.grid, 0, clock.utc(today, 0)),
    importedRows(clickhouse, ask.series),
    desk.caches.live.get(JSON.stringify([today, desk.revision()]), () => liveDates(clickhouse, clock)),
  ])
  const counts = importedCounts(imported, ask.series, ask.grid)
  for (const day of counts.keys()) if (day >= today) counts.delete(day)
  const own = ownPast(rows, ask.grid, live, today, clock)
  for (const [day, count] of own.counts) counts.set(day, count)
  const past: Past = { key, today, counts, warnings: [], ...(own.first === undefined ? {} : { ownFirst: own.first }) }
  if (counts.size === 0) return past
  const { history, warnings } = learnable(counts, ask, today, clock)
  const other = importedWithin(imported, ask.series, ask.grid)
  const hours = { all: within.all + other.all, within: within.within + other.within }
  const asked = [
    ...outsideHours(hours, ask.grid, Math.min(...counts.keys())),
    ...(history ? [...dataEnded(history), ...growing(history)] : []),
  ]
  return { ...past, ...(history ? { history } : {}), warnings: [...asked, ...warnings] }
}

/** Own dates from the first call on, with the zeros that are true. */
export function ownPast(
  rows: Parameters<typeof ownCounts>[0],
  grid: Grid,
  live: ReadonlySet<number>,
  today: number,
  clock: LocalClock,
): { counts: Counts; first?: number } {
  const slots = slotsOf(grid)
  const first = ownCounts(rows.slice(0, 1), slots).keys().next().value
  if (first === undefined) return { counts: new Map() }
  const changed = new Set(clock.changes(first, today))
  const counts = ownCounts(rows, slots)
  for (let day = first; day < today; day++) {
    if (!counts.has(day) && !live.has(day)) continue
    const count = counts.get(day) ?? unknownDay(slots)
    // the series began with its first call
    quiet(count, day === first ? rows[0]!.slot : 0, slots, changed.has(day) ? shownSlots(day, grid, clock) : undefined)
    counts.set(day, count)
  }
  return { counts, first }
}

/** Slots of [from, to) without a row had no calls; a slot that the clock never showed stays unknown. */
export function quiet(count: DayCounts, from: number, to: number, shown?: ReadonlySet<number>): void {
  for (let slot = from; slot < to; slot++)
    if (Number.isNaN(count.offered[slot]!) && (shown === undefined || shown.has(slot))) count.offered[slot] = 0
}

const shownSlots = (day: number, grid: Grid, clock: LocalClock): Set<number> =>
  new Set([...clock.shown(day).keys()].map((minute) => Math.floor((minute - grid.opensAt) / grid.slotMinutes)))

function learnable(
  counts: Counts,
  ask: SeriesAsk,
  today: number,
  clock: LocalClock,
): Pick<Past, 'history' | 'warnings'> {
  const days = [...counts.keys()].sort((a, b) => a - b)
  const first = days[0]!
  const { calendar, warnings } = calendarOf(ask, first, today - first + CALENDAR_AHEAD_DAYS, clock.zone)
  const rows: Row[] = []
  const times = Array.from({ length: slotsOf(ask.grid) }, (_, slot) =>
    timeOf(0, ask.grid.opensAt + slot * ask.grid.slotMinutes).slice(10),
  )
  for (const day of days) {
    const date = dateOf(day)
    counts.get(day)!.offered.forEach((value, slot) => {
      if (!Number.isNaN(value)) rows.push({ at: `${date}${times[slot]}`, value })
    })
  }
  if (rows.length === 0) return { warnings }
  const changes = clock.changes(first, today).map(dateOf)
  const made = seriesOf(rows, ask.grid, calendar, changes)
  return {
    history: upTo(made.history, today),
    warnings: [...made.warnings.map((warning) => ({ ...warning, text: wordsOf(warning) })), ...warnings],
  }
}

/** Up to yesterday: dates without a word at the end are unknown, not absent. */
function upTo(history: History, today: number): History {
  const days = [...history.days]
  while (history.firstDay + days.length < today) days.push(new Float64Array(history.slots).fill(Number.NaN))
  return { ...history, days }
}

/** Today so far: what came in the slots that are over, and how many those are. */
export async function todaySoFar(ask: SeriesAsk, past: Past, desk: Desk): Promise<{ count: DayCounts; seen: number }> {
  const { clickhouse, clock } = desk
  const slots = slotsOf(ask.grid)
  const begin = clock.utc(past.today, 0)
  const settled = ask.series === 'all' || ask.series.startsWith('queue:') ? 0 : CALL_ENDS_MS
  const until = clock.local(desk.now() - settled)
  const minute = until.day < past.today ? 0 : until.minute
  const seen = Math.max(0, Math.min(slots, Math.floor((minute - ask.grid.opensAt) / ask.grid.slotMinutes)))
  const [rows, live] = await Promise.all([
    ownRows(clickhouse, clock, ask.series, ask.grid, begin, desk.now()),
    liveDates(clickhouse, clock, begin),
  ])
  const count = ownCounts(rows, slots).get(past.today) ?? unknownDay(slots)
  count.offered.fill(Number.NaN, seen)
  const begun = past.ownFirst ?? (rows.length > 0 ? past.today : undefined)
  if (begun === undefined || !live.has(past.today)) return { count, seen }
  quiet(count, begun === past.today ? rows[0]!.slot : 0, seen)
  return { count, seen }
}
