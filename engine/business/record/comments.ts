// What colleagues say on a record.
import type { CommentLine } from '../../protocol/business.ts'
import type { Sql } from '../../records/store/postgres.ts'
import type { Actor, BusinessKind } from './kind.ts'

const MOST = 200

export const commentsOf = async (sql: Sql, { kind }: BusinessKind, id: string): Promise<CommentLine[]> => [
  ...(await sql<CommentLine[]>`select id, at, name, text from business_comments
    where kind = ${kind} and record_id = ${id} order by id desc limit ${MOST}`),
]

export async function comment(
  sql: Sql,
  kind: BusinessKind,
  id: string,
  { text, name }: { text: string; name: string },
  { by }: Actor,
): Promise<CommentLine[]> {
  await sql`insert into business_comments (kind, record_id, account_id, name, text)
    values (${kind.kind}, ${id}, ${by.accountId}, ${name}, ${text})`
  return commentsOf(sql, kind, id)
}
