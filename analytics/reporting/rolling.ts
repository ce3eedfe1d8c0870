// Sums up what is over, for the reports: whole days of the centre's zone, some time after each has ended. How far it has come
// is written down last and taken back first, so a day that is not whole is never read from the sums.
import type { ClickHouse } from '../clickhouse/client.ts'
import { EVERY_ROW } from '../clickhouse/schema.ts'
import { localClock } from '../planning/local-time.ts'
import type { RollUp, Through } from './report.ts'

/** most calls that cross midnight are over by then; for those that are not the day is summed up anew */
const SETTLES_MS = 2 * 3_600_000
/** days summed up by one statement */
const PIECE_DAYS = 31

export interface Rolling {
  through: Through
  /** around what brings or takes facts that count from `at` on: what was summed up from that day on holds no longer */
  around<T>(at: number, work: () => Promise<T>): Promise<T>
  /** sums up what is over at a moment of the ledger; may be called again at any time */
  sumUp(at: number): Promise<void>
}

interface Place {
  part: string
  through: number
}

export async function openRolling(clickhouse: ClickHouse, zone: string, rollUps: readonly RollUp[]): Promise<Rolling> {
  const clock = localClock(zone)
  const midnight = (at: number, days = 0): number => clock.utc(clock.local(at).day + days, 0)
  const stored = await clickhouse.rows<{ part: string; reached: number; newest: number }>(
    'select part, argMax(through, n) as reached, max(n) as newest from tinglan.rolled_through group by part',
  )
  let n = Math.max(0, ...stored.map(({ newest }) => Number(newest)))
  const places = new Map(stored.map(({ part, reached }) => [part, Number(reached)]))
  /** while days up to `under` are summed up: the first of them that changed meanwhile */
  let under: number | undefined
  let spoilt = Number.POSITIVE_INFINITY
  // one after the other: what is written down last must be what holds
  let writing: Promise<unknown> = Promise.resolve()
  const note = (found: () => readonly Place[]): Promise<void> => {
    const next = writing.then(async () => {
      const rows = found()
      if (rows.length > 0)
        await clickhouse.insert(
          'tinglan.rolled_through',
          rows.map((row) => ({ ...row, n: ++n })),
        )
      for (const { part, through } of rows) places.set(part, through)
    })
    writing = next.catch(() => undefined)
    return next
  }

  /** The first day that the table says something of. */
  const firstDay = async ({ table, time }: RollUp): Promise<number | undefined> => {
    const [row] = await clickhouse.rows<{ first: number; rows: number }>(
      `select toUnixTimestamp(toDateTime(min(${time}), 'UTC')) as first, count() as rows from tinglan.${table}`,
    )
    return Number(row?.rows ?? 0) > 0 ? midnight(Number(row?.first) * 1_000) : undefined
  }

  /** Rows that a death in the middle, or a day taken back, left behind. */
  const clear = async (from: (part: string) => number | undefined): Promise<void> => {
    const rows = await clickhouse.rows<{ part: string; last: number }>(
      'select part, toUnixTimestamp(max(start)) as last from tinglan.rolled group by part',
    )
    for (const { part, last } of rows) {
      const place = from(part) ?? 0
      if (Number(last) * 1_000 >= place)
        await clickhouse.run(
          `delete from tinglan.rolled where part = '${part}' and start >= fromUnixTimestamp64Milli(${place})`,
        )
    }
  }

  const sumUpOne = async (one: RollUp, first: number, until: number): Promise<void> => {
    for (let from = first; from < until; ) {
      const to = Math.min(until, midnight(from, PIECE_DAYS))
      await clickhouse.run(
        `insert into tinglan.rolled select '${one.id}', began, dims, sums from (${one.select}) settings ${EVERY_ROW}`,
        { ...one.parameters, from, to },
      )
      from = to
    }
  }

  const sumUpTo = async (until: number): Promise<void> => {
    const behind = rollUps.filter(({ id }) => (places.get(id) ?? 0) < until)
    if (behind.length === 0) return
    await clear((part) => places.get(part))
    for (const one of behind) {
      const first = places.get(one.id) ?? (await firstDay(one)) ?? until
      await sumUpOne(one, first, until)
    }
    await note(() => {
      const through = Math.min(until, spoilt)
      return behind.filter(({ id }) => (places.get(id) ?? 0) < through).map(({ id }) => ({ part: id, through }))
    })
  }

  const takeBack = async (at: number): Promise<void> => {
    const through = midnight(at)
    if (under !== undefined && through < under) spoilt = Math.min(spoilt, through)
    if ([...places.values()].some((reached) => reached > through))
      await note(() => [...places].filter(([, reached]) => reached > through).map(([part]) => ({ part, through })))
  }

  return {
    through: (id) => places.get(id),
    async around(at, work) {
      await takeBack(at)
      try {
        return await work()
      } finally {
        // days may have been summed up in the middle of it
        await takeBack(at)
      }
    },
    async sumUp(at) {
      if (under !== undefined) return
      under = midnight(at - SETTLES_MS)
      spoilt = Number.POSITIVE_INFINITY
      try {
        await sumUpTo(under)
      } finally {
        under = undefined
      }
    },
  }
}

/** What the roll-ups of former versions hold is no report's any more. */
export async function forgetRollUps(clickhouse: ClickHouse, rollUps: readonly RollUp[]): Promise<void> {
  const known = rollUps.map(({ id }) => id)
  for (const table of ['rolled', 'rolled_through']) {
    const others = await clickhouse.rows<{ part: string }>(
      `select distinct part from tinglan.${table} where part not in {known:Array(String)}`,
      { known },
    )
    if (others.length > 0)
      await clickhouse.run(`delete from tinglan.${table} where part not in {known:Array(String)}`, { known })
  }
}
