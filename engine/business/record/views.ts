// Lists as people have arranged them: their own, and those that whoever manages has made for all.
import type { SavedView } from '../../protocol/business.ts'
import { newId } from '../../records/record/configure.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Sql } from '../../records/store/postgres.ts'
import { may } from '../../rights/may.ts'
import type { Actor, BusinessKind } from './kind.ts'

const MOST_EACH = 50

export const viewsOf = async (sql: Sql, { kind }: BusinessKind, { by }: Actor): Promise<SavedView[]> => [
  ...(await sql<SavedView[]>`select id, name, shared, account_id = ${by.accountId} as mine, view from business_views
    where kind = ${kind} and (shared or account_id = ${by.accountId}) order by name collate pinyin`),
]

export async function saveView(
  sql: Sql,
  kind: BusinessKind,
  { name, shared, view }: { name: string; shared: boolean; view: object },
  actor: Actor,
): Promise<Outcome<SavedView[]>> {
  if (shared && !may(actor.who, 'business-manage')) return refused('not-allowed')
  const { accountId } = actor.by
  const own = (await viewsOf(sql, kind, actor)).filter(({ mine }) => mine)
  if (own.length >= MOST_EACH) return refused('overloaded')
  await sql.begin(async (tx) => {
    await tx`delete from business_views where kind = ${kind.kind} and account_id = ${accountId} and name = ${name}`
    await tx`insert into business_views (id, kind, account_id, name, shared, view)
      values (${newId('view')}, ${kind.kind}, ${accountId}, ${name}, ${shared}, ${tx.json(view as never)})`
  })
  return done(await viewsOf(sql, kind, actor))
}

export async function removeView(
  sql: Sql,
  kind: BusinessKind,
  id: string,
  actor: Actor,
): Promise<Outcome<SavedView[]>> {
  const gone = await sql`delete from business_views where id = ${id} and kind = ${kind.kind}
    and (account_id = ${actor.by.accountId} or (shared and ${may(actor.who, 'business-manage')})) returning id`
  return gone.length === 0 ? refused('not-found') : done(await viewsOf(sql, kind, actor))
}
