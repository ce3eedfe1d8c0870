// What readers make of a record: kept as a favourite, said to have helped or not.
import type { Queries, Sql } from '../../records/store/postgres.ts'
import type { Actor, BusinessKind } from './kind.ts'

export interface Marks {
  favourite: boolean
  helpful: boolean | null
  /** of everybody */
  helped: number
  unhelped: number
}

export async function marksOf(sql: Queries, { kind }: BusinessKind, id: string, { by }: Actor): Promise<Marks> {
  const [row] = await sql<Marks[]>`
    select coalesce(bool_or(favourite) filter (where account_id = ${by.accountId}), false) as favourite,
      bool_or(helpful) filter (where account_id = ${by.accountId}) as helpful,
      count(*) filter (where helpful) as helped, count(*) filter (where not helpful) as unhelped
    from business_marks where kind = ${kind} and record_id = ${id}`
  return row ?? { favourite: false, helpful: null, helped: 0, unhelped: 0 }
}

/** What is left out stays as it was. */
export async function mark(
  sql: Sql,
  kind: BusinessKind,
  id: string,
  { favourite, helpful }: { favourite?: boolean | undefined; helpful?: boolean | null | undefined },
  actor: Actor,
): Promise<Marks> {
  await sql`insert into business_marks (kind, record_id, account_id, favourite, helpful)
    values (${kind.kind}, ${id}, ${actor.by.accountId}, ${favourite ?? false}, ${helpful ?? null})
    on conflict (kind, record_id, account_id) do update set at = now(),
      favourite = ${favourite === undefined ? sql`business_marks.favourite` : sql`excluded.favourite`},
      helpful = ${helpful === undefined ? sql`business_marks.helpful` : sql`excluded.helpful`}`
  return marksOf(sql, kind, id, actor)
}
