// What of a counting report is summed up ahead, once a day or an hour is over: by its keys and whatever it may be cut by. The
// report reads those sums for whole days and the rows themselves for the rest, so both are made of the same words.
import { createHash } from 'node:crypto'
import { type LocalClock, localClock, MINUTE_MS } from '../planning/local-time.ts'
import type { Counted, CountReport } from './counted.ts'
import { keySql } from './keys.ts'
import type { RollUp } from './report.ts'
import { type CountedTable, TABLES } from './tables.ts'

export interface Planned extends RollUp {
  /** names of what the rows are told apart by, in the order of `dims` */
  dims: string[]
  /** names of what is summed, in the order of `sums` */
  sums: string[]
  hourly: boolean
}

/** Different callers and middle waits of two days are not the sum of theirs: these are counted from the rows each time. */
export const addsUp = (sql: string): boolean => !/\b(uniq|quantile)/.test(sql)

const HOUR_MINUTES = 60
const DAY_MINUTES = 1_440

/** The roll-up of each `counted` of a report. */
export function plannedOf(of: CountReport, zone: string): Planned[] {
  return of.counted.map((each, n) => plannedOne(of, each, n, zone))
}

function plannedOne(of: CountReport, each: Counted, n: number, zone: string): Planned {
  const { from, time = 'start' } = each
  const table: CountedTable = TABLES[from]
  const hourly = of.step === HOUR_MINUTES
  const keys = of.keys.map((key) => [key.name, keySql(key, from)] as const)
  const cuts = [...(of.cuts ?? []), ...table.mine].flatMap((cut) => table.cuts[cut]?.column ?? [])
  const dims = new Map([...cuts.map((column) => [column, column] as const), ...keys])
  const sums = Object.entries(each.sums).filter(([, sql]) => addsUp(sql))
  const at = `${from}.${time}`
  const start = hourly ? `toStartOfHour(${at}, {zone:String})` : `toStartOfDay(${at}, {zone:String})`
  const select = `select toDateTime(${start}, 'UTC') as began, [${[...dims.values()].map((sql) => `toString(${sql})`).join(', ')}] as dims,
      [${sums.map(([, sql]) => `toInt64(${sql})`).join(', ')}] as sums
    from tinglan.${from} where ${at} >= fromUnixTimestamp64Milli({from:Int64}) and ${at} < fromUnixTimestamp64Milli({to:Int64})
      ${each.where ? `and (${each.where})` : ''} group by began, dims`
  const parameters = { zone, ...of.bind?.({}) }
  const words = createHash('sha256')
    .update(JSON.stringify([select, parameters]))
    .digest('hex')
    .slice(0, 16)
  return {
    ...{ id: `${of.name}-${n}-${words}`, table: from, time, select, parameters, hourly },
    ...{ dims: [...dims.keys()], sums: sums.map(([name]) => name) },
  }
}

/** The whole days (or hours) of a range that a roll-up holds; undefined when there are none, or rows are shorter. */
export function wholeIn(
  { hourly }: Planned,
  range: { from: number; to: number; stepMinutes: number },
  zone: string,
  through: number | undefined,
): { from: number; to: number } | undefined {
  const grain = hourly ? HOUR_MINUTES : DAY_MINUTES
  if (through === undefined || (range.stepMinutes > 0 && range.stepMinutes < grain)) return undefined
  const clock = localClock(zone)
  const from = upTo(clock, range.from, grain)
  const to = Math.min(downTo(clock, range.to, grain), through)
  return to > from ? { from, to } : undefined
}

function downTo(clock: LocalClock, at: number, grain: number): number {
  const { day, minute } = clock.local(at)
  if (grain === DAY_MINUTES) return clock.utc(day, 0)
  return at - (at % MINUTE_MS) - (minute % grain) * MINUTE_MS
}

function upTo(clock: LocalClock, at: number, grain: number): number {
  const down = downTo(clock, at, grain)
  if (down === at) return at
  return grain === DAY_MINUTES ? clock.utc(clock.local(at).day + 1, 0) : down + grain * MINUTE_MS
}
