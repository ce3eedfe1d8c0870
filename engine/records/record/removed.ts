// Names of deleted records: whatever still speaks of one (calls, reports, the audit log) says its name, not its id.
import type { Queries } from '../store/postgres.ts'
import type { Kind } from './kind.ts'

export interface RemovedName {
  id: string
  name: string
}

/** In the transaction that deletes it. */
export async function keepName(tx: Queries, { kind }: Kind, { id, name }: RemovedName): Promise<void> {
  if (name === '') return
  await tx`insert into removed_names (kind, id, name) values (${kind}, ${id}, ${name})
    on conflict (kind, id) do update set name = excluded.name, removed_at = now()`
}

const MOST = 10_000

/** The newest first. */
export async function removedNames(sql: Queries, { kind }: Kind): Promise<RemovedName[]> {
  const rows = await sql<RemovedName[]>`select id, name from removed_names where kind = ${kind}
    order by removed_at desc limit ${MOST}`
  return [...rows]
}

/** By id, of those there are and those there were; an id that never was is not in it. */
export async function namesOf(sql: Queries, table: 'agents' | 'queues', ids: string[]): Promise<Map<string, string>> {
  const rows = await sql<RemovedName[]>`
    select id, name from removed_names where kind = ${table} and id = any(${ids}::text[])
    union all select id::text, name from ${sql(table)} where id = any(${ids}::text[])`
  return new Map(rows.map(({ id, name }) => [id, name]))
}
