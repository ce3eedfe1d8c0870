// Brings the database to the newest shape: numbered SQL files, each once, in one transaction, under an advisory lock.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { type Sql, StoreFault } from './postgres.ts'

const FOLDER = new URL('./migrations/', import.meta.url)
/** any fixed number of our own: two starting programs must not migrate at once */
const LOCK = 7_426_001

/** Answers the names of the files applied now. A file changed after it was applied is a fault. */
export async function migrate(sql: Sql): Promise<string[]> {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).sort()
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
