// What a guest may call, and which queues call a guest back.
import type { Lang } from '../protocol/company.ts'
import type { Sql } from './store/postgres.ts'

export const openNumbers = (sql: Sql) => sql`select number, name, lang from numbers where enabled order by number`

export const callbackQueues = (sql: Sql) =>
  sql`select id, name from queues where enabled and web_callback order by name`

export async function queueLang(sql: Sql, queueId: string): Promise<Lang | undefined> {
  const [row] = await sql<{ lang: Lang }[]>`select lang from queues where id = ${queueId} and enabled`
  return row?.lang
}
