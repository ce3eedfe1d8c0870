// Ledger → ClickHouse: a durable reader hands over batches of entries; each batch is one insert.
// Idempotent: the highest ledger sequence stands in the table itself, and entries at or below it are passed over.

import type { Subscription } from '#engine/ports/bus.ts'
import type { Ledger } from '#engine/ports/ledger.ts'
import { type DecisionRecord, factsOf } from '#engine/protocol/ledger.ts'
import type { ClickHouse } from '../clickhouse/client.ts'

export interface FactRow {
  sequence: number
  id: string
  /** absolute ms, as the decimal seconds that DateTime64(3) reads */
  at: string
  kind: string
  actor: string
  type: string
  epoch: number
  cause: string
  body: string
}

export interface Collected {
  facts: number
  sequence: number
  at: number
}

export function rowsOf(record: DecisionRecord, sequence: number): FactRow[] {
  return factsOf(record).map((fact) => ({
    sequence,
    id: fact.id,
    at: (fact.at / 1000).toFixed(3),
    kind: fact.kind,
    actor: fact.actor,
    type: fact.body.type,
    epoch: fact.epoch,
    cause: fact.cause,
    body: JSON.stringify(fact.body),
  }))
}

/** Follows the ledger until stopped. `heard` is told after each insert, for metrics and the report's as-of time. */
export async function collect(
  ledger: Ledger,
  clickhouse: ClickHouse,
  heard: (done: Collected) => void,
): Promise<Subscription> {
  const [last] = await clickhouse.rows<{ sequence: number }>('select max(sequence) as sequence from tinglan.facts')
  let done = Number(last?.sequence ?? 0)
  return ledger.follow('clickhouse', async (entries) => {
    const rows = entries
      .filter((each) => each.sequence > done)
      .flatMap((each) => each.entry.records.flatMap((record) => rowsOf(record, each.sequence)))
    const newest = entries.at(-1)
    if (rows.length > 0) await clickhouse.insert('tinglan.facts', rows)
    if (!newest) return
    done = Math.max(done, newest.sequence)
    heard({ facts: rows.length, sequence: done, at: newest.entry.records.at(-1)?.at ?? 0 })
  })
}
