// How long records are kept: what nobody had to do with for so many days goes as if deleted, and a day later for good, with its
// files and what was said on it.
import type { Storage } from '../../ports/storage.ts'
import type { Retirement } from '../../protocol/business.ts'
import { audit, audited } from '../../records/record/audit.ts'
import type { Fragment, Queries, Sql } from '../../records/store/postgres.ts'
import { takeParts } from './acts.ts'
import { fileOf } from './attachments.ts'
import { type BusinessKind, tableOf } from './kind.ts'
import type { BusinessKinds } from './kinds.ts'
import { type Shape, shapeOf } from './shape.ts'

const SYSTEM = { accountId: 'system', account: 'system', ip: '' }
const AT_ONCE = 1_000

const partsOf = (kinds: BusinessKinds, kind: BusinessKind): BusinessKind[] =>
  [...kinds.values()].filter(({ partOf }) => partOf === kind.kind)

/** Rows `r` whose time is over. A person's by the last contact; of other work only what came to an end. */
function over(sql: Queries, kinds: BusinessKinds, { kind, states }: Shape, days: number): Fragment {
  const since = sql`now() - make_interval(days => ${days})`
  const ends = kind.personal ? [] : states.filter(({ final }) => final).map(({ value }) => value)
  const ended = ends.length === 0 ? sql`` : sql`and r.state = any(${ends}::text[])`
  const called = kind.fields.some(({ type }) => type === 'phones')
    ? sql`and not exists (select 1 from unnest(r.keys) k join calls c on c.from_key = substr(k, 5) or c.to_key = substr(k, 5)
        where k like 'tel:%' and c.arrived_at >= ${since})`
    : sql``
  const used = partsOf(kinds, kind).map(
    (part) => sql`and not exists (select 1 from ${sql(tableOf(part))} p
      where p.customer_id = r.id and p.deleted_at is null and p.updated_at >= ${since})`,
  )
  return sql`from ${sql(tableOf(kind))} r where r.deleted_at is null and r.updated_at < ${since} and r.touched_at < ${since}
    ${ended} ${called} ${used.reduce((all, one) => sql`${all} ${one}`, sql``)}`
}

/** What would go now, and nothing is changed. */
export async function retirement(
  sql: Sql,
  kinds: BusinessKinds,
  kind: BusinessKind,
  days: number,
): Promise<Retirement> {
  const those = over(sql, kinds, await shapeOf(sql, kind), days)
  const [row] = await sql<{ records: number; oldest: number | null }[]>`
    select count(*) as records, min(greatest(r.touched_at, r.updated_at)) as oldest ${those}`
  const parts = await Promise.all(
    partsOf(kinds, kind).map(async (part): Promise<[string, number]> => {
      const [found] = await sql<{ count: number }[]>`select count(*) as count from ${sql(tableOf(part))} p
        where p.deleted_at is null and p.customer_id in (select r.id ${those})`
      return [part.kind, found?.count ?? 0]
    }),
  )
  const oldest = row?.oldest ?? undefined
  return {
    records: row?.records ?? 0,
    parts: Object.fromEntries(parts.filter(([, count]) => count > 0)),
    ...(oldest === undefined ? {} : { oldest }),
  }
}

/** Answers how many went. */
export async function retire(sql: Sql, kinds: BusinessKinds, kind: BusinessKind): Promise<number> {
  const shape = await shapeOf(sql, kind)
  const { keepDays = 0 } = shape.rules
  if (keepDays <= 0) return 0
  return sql.begin(async (tx) => {
    const rows = await tx<{ id: string; code: string | null }[]>`
      update ${tx(tableOf(kind))} set deleted_at = now(), version = version + 1
      where id in (select r.id ${over(tx, kinds, shape, keepDays)} limit ${AT_ONCE} for update skip locked) returning id, code`
    await takeParts(tx, kinds, kind, rows)
    // no name: the log is kept longer than the person's data may be
    for (const { id, code } of rows)
      await audit(tx, SYSTEM, { action: 'retire', kind: audited(kind), recordId: id, title: code ?? '' })
    return rows.length
  })
}

/** What was deleted a day ago can be taken back no longer, and nothing of it stays. */
export async function purge(sql: Sql, storage: Storage, kind: BusinessKind): Promise<void> {
  await sql`delete from business_undo where at < now() - interval '1 day'`
  for (;;) {
    const gone = await sql<{ id: string }[]>`select id from ${sql(tableOf(kind))}
      where deleted_at < now() - interval '1 day' limit ${AT_ONCE}`
    if (gone.length === 0) return
    const ids = gone.map(({ id }) => id)
    const files = await sql<{ id: string }[]>`select id from business_attachments where record_id = any(${ids}::text[])`
    // files first: what fails there is tried again with the next turn, as the record still stands
    for (const { id } of files) await storage.remove(fileOf(id))
    await sql`delete from business_attachments where record_id = any(${ids}::text[])`
    await sql`delete from business_comments where record_id = any(${ids}::text[])`
    await sql`delete from ${sql(tableOf(kind))} where id = any(${ids}::text[])`
  }
}
