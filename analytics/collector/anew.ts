// A database that an earlier version filled: its reader could pass facts over and count some twice, so it is filled once
// more from the ledger. Where the ledger no longer holds its beginning, what is there stays, and collecting goes on.
import type { Ledger } from '#engine/ports/ledger.ts'
import type { ClickHouse } from '../clickhouse/client.ts'
import { createSchema, dropSchema } from '../clickhouse/schema.ts'
import { progressIn } from './progress.ts'

export async function collectAnew(ledger: Ledger, clickhouse: ClickHouse, told: (why: string) => void): Promise<void> {
  const progress = progressIn(clickhouse)
  if ((await progress.last()) !== undefined) return
  const [found] = await clickhouse.rows<{ newest: number }>('select max(sequence) as newest from tinglan.facts')
  const newest = Number(found?.newest ?? 0)
  if (newest === 0) return
  const { first } = await ledger.extent()
  if (first <= 1) {
    told('ClickHouse was filled by an earlier version: it is filled anew from the ledger')
    await dropSchema(clickhouse)
    await createSchema(clickhouse)
  } else {
    told(`ClickHouse was filled by an earlier version and the ledger begins at ${first}: what is there stays`)
    await progress.note({ after: newest, through: newest })
  }
}
