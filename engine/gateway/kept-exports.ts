// Files that people have asked for, as they are written down: any gateway tells how they stand, and takes up those whose own
// gateway has been silent.
import type { ExportJob } from '../protocol/api.ts'
import type { Sql } from '../records/store/postgres.ts'
import type { ExportAsk } from '../records/table-files/exports.ts'

/** who makes files says so every two seconds */
const SILENT_SECONDS = 10

/** One that is written down; its table is made from the recipe. */
export interface KeptExport extends Pick<ExportAsk, 'id' | 'accountId' | 'needs' | 'recipe'> {
  job: ExportJob
}

export function keptExports(sql: Sql, gateway: string) {
  const columns = sql`id, account_id, needs, recipe, job`
  return {
    async write({ id, accountId, needs, recipe, job }: KeptExport): Promise<void> {
      const row = {
        id,
        accountId,
        gateway,
        needs: json(sql, needs),
        recipe: recipe ? json(sql, recipe) : null,
        job: json(sql, job),
      }
      await sql`insert into exports ${sql(row as never)}
        on conflict (id) do update set gateway = excluded.gateway, job = excluded.job, touched_at = now()`
    },
    async touch(ids: string[]): Promise<void> {
      await sql`update exports set touched_at = now() where id = any(${ids}::text[]) and gateway = ${gateway}`
    },
    async find(id: string, accountId: string): Promise<KeptExport | undefined> {
      const [row] = await sql<
        KeptExport[]
      >`select ${columns} from exports where id = ${id} and account_id = ${accountId}`
      return row
    },
    async list(accountId: string): Promise<ExportJob[]> {
      const rows = await sql<KeptExport[]>`select ${columns} from exports where account_id = ${accountId}`
      return rows.map(({ job }) => job)
    },
    /** Open ones of gateways that are silent, or of this one before it died: they are its own from now on. */
    async orphans(own: string[]): Promise<KeptExport[]> {
      return sql<KeptExport[]>`update exports set gateway = ${gateway}, touched_at = now() where id in (
          select id from exports
          where job->>'state' in ('waiting', 'running') and id <> all(${own}::text[])
            and (gateway = ${gateway} or touched_at < now() - make_interval(secs => ${SILENT_SECONDS}))
          for update skip locked)
        returning ${columns}`
    },
    /** Those that are kept no longer. */
    async expired(now: number): Promise<ExportJob[]> {
      const rows = await sql<
        KeptExport[]
      >`delete from exports where (job->>'until')::float8 <= ${now} returning ${columns}`
      return rows.map(({ job }) => job)
    },
  }
}

const json = (sql: Sql, value: unknown) => sql.json(value as never)
