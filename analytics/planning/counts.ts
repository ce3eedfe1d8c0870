// What came, slot by slot: from the roll-ups of our own ledger, and from the imported history of an old system.
import { dayOf } from '#analytics/forecast/history.ts'
import type { Grid, SeriesId } from '#engine/protocol/planning.ts'
import type { ClickHouse } from '../clickhouse/client.ts'
import type { LocalClock } from './local-time.ts'
import { slotsOf } from './plain.ts'

/** One date; NaN where nothing is known. Handle times belong to the calls that were handled in the slot. */
export interface DayCounts {
  offered: Float64Array
  handled: Float64Array
  handleMs: Float64Array
  imported: boolean
}

/** By date as days since 1970-01-01, local. */
export type Counts = Map<number, DayCounts>

export const unknownDay = (slots: number, imported = false): DayCounts => ({
  offered: new Float64Array(slots).fill(Number.NaN),
  handled: new Float64Array(slots),
  handleMs: new Float64Array(slots),
  imported,
})

export interface OwnRow {
  date: string
  slot: number
  /** the clock's offset in seconds: two rows of one slot where the clock was put back */
  offset: number
  offered: number
  handled: number
  handleMs: number
}

/** Where a series is rolled up, and under which name. */
function sourceOf(series: SeriesId): { table: string; where: string; handleMs: string; name: string } {
  const name = series.slice(series.indexOf(':') + 1)
  if (series === 'all' || series.startsWith('queue:'))
    return {
      table: 'queue_interval',
      where: series === 'all' ? '1' : 'queue = {name:String}',
      handleMs: 'sum(t.talk_ms) + sum(t.hold_ms) + sum(t.wrap_up_ms)',
      name,
    }
  return { table: 'call_interval', where: 'series = {name:String}', handleMs: 'sum(t.handle_ms)', name: series }
}

/** Rows of [from, to) in ms since 1970, cut to the grid. */
export async function ownRows(
  clickhouse: ClickHouse,
  clock: LocalClock,
  series: SeriesId,
  grid: Grid,
  from: number,
  to: number,
): Promise<OwnRow[]> {
  const { table, where, handleMs, name } = sourceOf(series)
  return clickhouse.rows<OwnRow>(
    `select toString(toDate(local)) as date, intDiv(minute - {opensAt:Int32}, {slot:Int32}) as slot,
        any(timeZoneOffset(local)) as offset, sum(t.offered) as offered, sum(t.handled) as handled,
        ${handleMs} as handleMs
      from (select *, toTimeZone(start, {zone:String}) as local, toInt32(toHour(local) * 60 + toMinute(local)) as minute
        from tinglan.${table} where ${where}
          and start >= fromUnixTimestamp64Milli({from:Int64}) and start < fromUnixTimestamp64Milli({to:Int64})) as t
      where minute >= {opensAt:Int32} and minute < {closesAt:Int32}
      group by date, slot, timeZoneOffset(local) order by date, slot, offset desc`,
    {
      ...{ zone: clock.zone, name, from, to, slot: grid.slotMinutes },
      ...{ opensAt: grid.opensAt, closesAt: grid.opensAt + slotsOf(grid) * grid.slotMinutes },
    },
  )
}

/** Dates on which anything happened in the centre: a call, or an agent signed in. On others it was not running. */
export async function liveDates(clickhouse: ClickHouse, clock: LocalClock, from = 0): Promise<Set<number>> {
  const rows = await clickhouse.rows<{ date: string }>(
    `select distinct toString(toDate(toTimeZone(start, {zone:String}))) as date from (
        select distinct start from tinglan.queue_interval where start >= fromUnixTimestamp64Milli({from:Int64})
        union distinct select distinct start from tinglan.call_interval where start >= fromUnixTimestamp64Milli({from:Int64})
        union distinct select distinct start from tinglan.agent_time where start >= fromUnixTimestamp64Milli({from:Int64}))`,
    { zone: clock.zone, from },
  )
  return new Set(rows.map((row) => dayOf(row.date)))
}

/** Rows made into dates. Slots without a row stay unknown: `quiet` says which of them were quiet. */
export function ownCounts(rows: readonly OwnRow[], slots: number): Counts {
  const counts: Counts = new Map()
  for (const row of rows) {
    const day = dayOf(row.date)
    const into = counts.get(day) ?? unknownDay(slots)
    counts.set(day, into)
    const before = into.offered[row.slot]!
    // a slot that the clock showed twice has the calls of both
    into.offered[row.slot] = (Number.isNaN(before) ? 0 : before) + row.offered
    into.handled[row.slot]! += row.handled
    into.handleMs[row.slot]! += row.handleMs
  }
  return counts
}

/** Own calls of [from, to), all of them and those within the hours set. */
export async function withinHours(
  clickhouse: ClickHouse,
  clock: LocalClock,
  series: SeriesId,
  grid: Grid,
  from: number,
  to: number,
): Promise<{ all: number; within: number }> {
  const { table, where, name } = sourceOf(series)
  const [found] = await clickhouse.rows<{ all: number; within: number }>(
    `select sum(offered) as all, sumIf(offered, minute >= {opensAt:Int32} and minute < {closesAt:Int32}) as within
      from (select t.offered as offered, toInt32(toHour(local) * 60 + toMinute(local)) as minute
        from (select *, toTimeZone(start, {zone:String}) as local from tinglan.${table} where ${where}
          and start >= fromUnixTimestamp64Milli({from:Int64}) and start < fromUnixTimestamp64Milli({to:Int64})) as t)`,
    { ...{ zone: clock.zone, name, from, to }, ...{ opensAt: grid.opensAt, closesAt: grid.closesAt } },
  )
  return { all: Number(found?.all ?? 0), within: Number(found?.within ?? 0) }
}

/** The same of imported rows. */
export function importedWithin(
  rows: readonly ImportedCountRow[],
  series: SeriesId,
  grid: Grid,
): { all: number; within: number } {
  const whole = new Set(rows.filter((row) => row.series === series).map((row) => row.date))
  let all = 0
  let within = 0
  for (const row of rows) {
    if (row.series !== series && whole.has(row.date)) continue
    const inside = Math.min(grid.closesAt, row.minute + row.slotMinutes) - Math.max(grid.opensAt, row.minute)
    all += row.offered
    within += (row.offered * Math.max(0, inside)) / row.slotMinutes
  }
  return { all, within }
}

export interface ImportedCountRow {
  series: SeriesId
  date: string
  minute: number
  slotMinutes: number
  offered: number
  ahtMs: number | null
}

export async function importedRows(clickhouse: ClickHouse, series: SeriesId): Promise<ImportedCountRow[]> {
  return clickhouse.rows<ImportedCountRow>(
    `select series, toString(date) as date, minute, slot_minutes as slotMinutes, offered, aht_ms as ahtMs
      from tinglan.imported_interval final
      where removed = 0 and (series = {series:String} or ({series:String} = 'all' and startsWith(series, 'queue:')))
      order by date, minute`,
    { series },
  )
}

/** Imported rows on the grid: finer ones are summed, coarser ones spread evenly over the slots they last. */
export function importedCounts(rows: readonly ImportedCountRow[], series: SeriesId, grid: Grid): Counts {
  const slots = slotsOf(grid)
  const counts: Counts = new Map()
  // the whole is imported as such, or it is the sum of its queues
  const whole = new Set(rows.filter((row) => row.series === series).map((row) => row.date))
  for (const row of rows) {
    if (row.series !== series && whole.has(row.date)) continue
    const day = dayOf(row.date)
    const into = counts.get(day) ?? unknownDay(slots, true)
    counts.set(day, into)
    for (let minute = row.minute; minute < row.minute + row.slotMinutes; minute += 5) {
      const slot = Math.floor((minute - grid.opensAt) / grid.slotMinutes)
      if (slot < 0 || slot >= slots) continue
      const share = (row.offered * 5) / row.slotMinutes
      into.offered[slot] = (Number.isNaN(into.offered[slot]!) ? 0 : into.offered[slot]!) + share
      if (row.ahtMs === null) continue
      into.handled[slot]! += share
      into.handleMs[slot]! += share * row.ahtMs
    }
  }
  return counts
}
