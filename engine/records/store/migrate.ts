// Brings the database to the newest shape: numbered SQL files, each once, in one transaction, under an advisory lock.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { type Queries, type Sql, StoreFault } from './postgres.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
/** any fixed number of our own: two starting programs must not migrate at once */
const LOCK = 7_426_001

/**
 * Answers the names of the files applied now. A file changed after it was applied is a fault. With names: these and no
 * others, as a database had them that is read from a backup; one we do not have is a fault.
 */
export async function migrate(sql: Sql, only?: readonly string[]): Promise<string[]> {
  const all = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
  const files = only ? all.filter((name) => only.includes(name)) : all
  const newer = only?.find((name) => !all.includes(name))
  if (newer !== undefined) throw new StoreFault(`it is of a newer version of the program (${newer})`, false)
  return sql.begin(async (tx) => {
    await tx`select pg_advisory_xact_lock(${LOCK})`
    await tx`create table if not exists schema_migrations (
      name text primary key, sha256 text not null, applied_at timestamptz not null default now())`
    const known = new Map(
      (await tx<{ name: string; sha256: string }[]>`select name, sha256 from schema_migrations`).map((row) => [
        row.name,
        row.sha256,
      ]),
    )
    const applied: string[] = []
    for (const name of files) {
      const text = await readFile(new URL(name, FOLDER), 'utf8')
      const sha256 = createHash('sha256').update(text).digest('hex')
      const before = known.get(name)
      if (before === sha256) continue
      if (before !== undefined) throw new StoreFault(`migration ${name} was changed after it had been applied`, false)
      await tx.unsafe(text).simple()
      await tx`insert into schema_migrations (name, sha256) values (${name}, ${sha256})`
      applied.push(name)
    }
    return applied
  })
}

/** Names of the files that made this database what it is. */
export const appliedMigrations = async (sql: Queries): Promise<string[]> =>
  (await sql<{ name: string }[]>`select name from schema_migrations order by name`).map(({ name }) => name)
