// Since when a saved record is in force: written as awaited with the record, and dated when everybody obeys its revision.
import type { Fragment, Queries, Sql } from '../store/postgres.ts'
import type { Kind } from './kind.ts'

/** Kinds that the SIP edge reads; guests may call access numbers, which it keeps with the trunks. */
export const byEdge = (kind: Pick<Kind, 'kind' | 'edge'>): boolean => kind.edge !== undefined || kind.kind === 'numbers'

/** In the transaction that saves it. */
export async function awaitForce(tx: Queries, kind: Kind, id: string, revision: number): Promise<void> {
  await tx`insert into in_force (kind, record_id, revision, by_edge) values (${kind.kind}, ${id}, ${revision}, ${byEdge(kind)})
    on conflict (kind, record_id) do update set revision = excluded.revision, by_edge = excluded.by_edge, at = null`
}

export async function forgetForce(tx: Queries, kind: Kind, id: string): Promise<void> {
  await tx`delete from in_force where kind = ${kind.kind} and record_id = ${id}`
}

export interface Awaited {
  revision: number
  byEdge: boolean
}

/** The newest that somebody does not obey yet, as far as known. */
export async function awaited(sql: Sql): Promise<Awaited | undefined> {
  const [row] = await sql<{ revision: number | null; byEdge: boolean | null }[]>`
    select max(revision) as revision, bool_or(by_edge) as by_edge from in_force where at is null`
  return row?.revision ? { revision: row.revision, byEdge: row.byEdge === true } : undefined
}

/** Everybody obeys this revision; the edge too, or only those who are not asked by it. */
export async function inForceNow(sql: Sql, { revision, byEdge }: Awaited): Promise<void> {
  await sql`update in_force set at = now() where at is null and revision <= ${revision} and (${byEdge} or not by_edge)`
}

/** Of the row `r` of a list: since when; what is awaited comes last. */
export const inForceOrder = (sql: Sql, kind: Kind): Fragment =>
  sql`(select case when f.record_id is null then r.updated_at else f.at end
    from (select 1) one left join in_force f on f.kind = ${kind.kind} and f.record_id = r.id::text)`

/** By id: since when, null while somebody is awaited. */
export async function inForceSince(sql: Queries, kind: Kind, ids: string[]): Promise<Map<string, number | null>> {
  const rows = await sql<{ id: string; at: number | null }[]>`
    select r.id::text as id, case when f.record_id is null then r.updated_at else f.at end as at
    from ${sql(kind.table)} r left join in_force f on f.kind = ${kind.kind} and f.record_id = r.id::text
    where r.id::text = any(${ids}::text[])`
  return new Map(rows.map(({ id, at }) => [id, at]))
}
