// A higher epoch's record stands in place of what a former owner wrote too late: those facts leave the table, and the
// roll-ups of the intervals they counted in are summed anew. Safe to do again: the facts leave last.
import type { DecisionRecord, FactBody } from '#engine/protocol/ledger.ts'
import type { ClickHouse } from '../clickhouse/client.ts'
import { DETAILS } from '../clickhouse/details.ts'
import { EVERY_ROW, ROLL_UPS } from '../clickhouse/schema.ts'
import type { Rolling } from '../reporting/rolling.ts'
import { beginOf } from './begins.ts'

/** what a former owner wrote lies no further back than a takeover lasts, at any length */
const BACK_MS = 86_400_000

interface Late {
  id: string
  at: number
  body: string
}

/** The facts that the records take the place of; one question, since after a start every actor is asked about. */
function lateFacts(clickhouse: ClickHouse, records: readonly DecisionRecord[]): Promise<Late[]> {
  return clickhouse.rows<Late>(
    `select f.id as id, toUnixTimestamp64Milli(f.at) as at, f.body as body from tinglan.facts as f inner join (
        select w.1 as kind, w.2 as actor, w.3 as seq, w.4 as epoch from (select arrayJoin(arrayZip(
          {kinds:Array(String)}, {actors:Array(String)}, {seqs:Array(UInt32)}, {epochs:Array(UInt64)})) as w)
      ) as n on f.kind = n.kind and f.actor = n.actor
      where f.at >= fromUnixTimestamp64Milli({since:Int64}) and f.seq > 0 and f.seq >= n.seq and f.epoch < n.epoch`,
    {
      kinds: records.map((each) => each.kind),
      actors: records.map((each) => each.actor),
      seqs: records.map((each) => each.seq),
      epochs: records.map((each) => each.epoch),
      since: Math.min(...records.map((each) => each.at)) - BACK_MS,
    },
  )
}

/** Answers how many facts left; `around` is told from when on they counted. */
export async function takeBack(
  clickhouse: ClickHouse,
  records: readonly DecisionRecord[],
  around: Rolling['around'],
): Promise<number> {
  const late = await lateFacts(clickhouse, records)
  if (late.length === 0) return 0
  const from = Math.min(...late.map(({ at, body }) => beginOf(Number(at), JSON.parse(body) as FactBody)))
  await around(from, () => leave(clickhouse, late))
  return late.length
}

async function leave(clickhouse: ClickHouse, late: readonly Late[]): Promise<void> {
  const ids = late.map(({ id }) => `'${id.replace(/[\\']/g, '\\$&')}'`).join(', ')
  const starts = await Promise.all(
    ROLL_UPS.map(([, rows]) =>
      clickhouse.rows<{ first: number; last: number }>(
        `select toUnixTimestamp(min(start)) as first, toUnixTimestamp(max(start)) as last from (${rows}) settings additional_table_filters = {'tinglan.facts': $$id in (${ids})$$}`,
      ),
    ),
  )
  const touched = starts.flatMap(([row]) => (row && Number(row.last) > 0 ? [row] : []))
  if (touched.length > 0) {
    const first = Math.min(...touched.map((row) => Number(row.first)))
    const last = Math.max(...touched.map((row) => Number(row.last)))
    await sumAnew(clickhouse, first, last, ids)
  }
  for (const { table } of DETAILS)
    await clickhouse.run(`delete from tinglan.${table} where fact in (select cityHash64(arrayJoin([${ids}])))`)
  await clickhouse.run(`delete from tinglan.facts where id in (${ids})`)
}

/** Roll-ups of the intervals that start in [first, last], in seconds, from all facts but those that leave. */
async function sumAnew(clickhouse: ClickHouse, first: number, last: number, ids: string): Promise<void> {
  const between = `start >= toDateTime(${first}, 'UTC') and start <= toDateTime(${last}, 'UTC')`
  for (const table of new Set(ROLL_UPS.map(([name]) => name)))
    await clickhouse.run(`delete from tinglan.${table} where ${between}`)
  for (const [table, rows] of ROLL_UPS) {
    // what counts in an interval is told in it or later
    const standing = `at >= toDateTime(${first}, 'UTC') and id not in (${ids})`
    await clickhouse.run(
      `insert into tinglan.${table} select * from (${rows}) where ${between}
        settings ${EVERY_ROW}, additional_table_filters = {'tinglan.facts': $$${standing}$$}`,
    )
  }
}
