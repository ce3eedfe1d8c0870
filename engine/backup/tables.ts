// PostgreSQL in and out of a backup: every table as text, in one moment's view; the shape is made by the migrations.

import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { appliedMigrations, migrate } from '../records/store/migrate.ts'
import type { Sql, Tx } from '../records/store/postgres.ts'
import { type ArchiveReader, type ArchiveWriter, BackupFault, wholeOf } from './archive.ts'
import { opened, putSecrets, sealed, secretsOf, withoutSecrets } from './secrets.ts'

const FOLDER = 'postgres'
const ABOUT = `${FOLDER}/about.json`
/** after the tables */
const SEALED = `${FOLDER}/sealed`
/** the migrations write their own; whoever was signed in signs in again */
const LEFT_OUT = ['public.schema_migrations', 'public.sessions']

const BUSINESS = 'public.biz_'

interface Table {
  /** quoted, with its schema */
  name: string
  /** quoted, with commas */
  columns: string
}

interface About {
  migrations: string[]
  tables: Record<string, Table>
  sequences: { name: string; value: number; called: boolean }[]
}

/** `word` seals the secrets in them. */
export async function saveTables(
  sql: Sql,
  archive: ArchiveWriter,
  word: string,
): Promise<{ tables: number; bytes: number }> {
  if (!(await isFilled(sql))) throw new BackupFault('There is nothing to back up: this centre was never started.')
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const about = await aboutOf(tx)
    await archive.add(ABOUT, [Buffer.from(JSON.stringify(about))])
    let bytes = 0
    for (const [plain, { name, columns }] of Object.entries(about.tables)) {
      const rows = await tx.unsafe(`copy (select ${withoutSecrets(plain, columns)} from ${name}) to stdout`).readable()
      bytes += await archive.add(`${FOLDER}/${plain}`, rows as AsyncIterable<Buffer>)
      // postgres 3.4.9 leaves its socket paused when the last rows came while we were busy: nothing more would be heard
      rows._read(0)
    }
    await archive.add(SEALED, [sealed(await secretsOf(tx), word)])
    return { tables: Object.keys(about.tables).length, bytes }
  }) as Promise<{ tables: number; bytes: number }>
}

async function aboutOf(tx: Tx): Promise<About> {
  const found = await tx<{ plain: string; name: string; columns: string }[]>`
    select n.nspname || '.' || c.relname as plain, format('%I.%I', n.nspname, c.relname) as name,
      string_agg(quote_ident(a.attname), ', ' order by a.attnum) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
    where c.relkind in ('r', 'p') and not c.relispartition and n.nspname in ('public', 'kamailio')
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
    group by 1, 2 order by 1`
  const sequences = await tx<{ name: string }[]>`
    select format('%I.%I', schemaname, sequencename) as name from pg_sequences where schemaname in ('public', 'kamailio')
    order by 1`
  const values = []
  for (const { name } of sequences) {
    const [row] = await tx.unsafe<{ lastValue: number; isCalled: boolean }[]>(
      `select last_value, is_called from ${name}`,
    )
    values.push({ name, value: Number(row?.lastValue ?? 1), called: row?.isCalled ?? false })
  }
  return {
    migrations: await appliedMigrations(tx),
    tables: Object.fromEntries(
      found
        .filter(({ plain }) => !LEFT_OUT.includes(plain))
        .map(({ plain, name, columns }) => [plain, { name, columns }]),
    ),
    sequences: values,
  }
}

/** Is there a company in it? */
export async function isFilled(sql: Sql): Promise<boolean> {
  const [row] = await sql`select 1 from pg_tables where schemaname = 'public' limit 1`
  return row !== undefined
}

/** Those of business records are made by the gateway's start, not by a migration: also of a kind that is no more. */
async function makeBusinessTables(sql: Sql, names: readonly string[]): Promise<void> {
  for (const name of names.filter((one) => one.startsWith(BUSINESS)))
    await sql`select business_table(${name.slice(BUSINESS.length)}::text)`
}

export interface Loaded {
  tables: number
  /** secrets that `word` does not open, in words */
  missing: string[]
}

/** All or nothing. The shape is brought to what it was; the next start brings it on from there. */
export async function loadTables(sql: Sql, archive: ArchiveReader, word: string): Promise<Loaded> {
  const about = JSON.parse((await wholeOf(archive.take())).toString('utf8')) as About
  await migrate(sql, about.migrations).catch((cause: Error) => {
    throw new BackupFault(`The database cannot be given the backup's shape: ${cause.message}`, { cause })
  })
  await makeBusinessTables(sql, Object.keys(about.tables))
  return sql.begin(async (tx) => {
    // triggers and foreign keys would judge each row by those that are not there yet
    await tx.unsafe('set local session_replication_role = replica').catch((cause) => {
      throw new BackupFault("The database's user must be a superuser while a backup is restored.", { cause })
    })
    // what is left out refers to some of them, and is empty
    await tx.unsafe(`truncate ${Object.values(about.tables).map((table) => table.name)} cascade`)
    let tables = 0
    let missing: string[] = []
    for (let next = await archive.peek(); next?.startsWith(`${FOLDER}/`); next = await archive.peek()) {
      if (next === SEALED) {
        missing = await putSecrets(tx, opened(await wholeOf(archive.take()), word))
        continue
      }
      const table = about.tables[next.slice(FOLDER.length + 1)]
      if (!table) throw new BackupFault(`The backup holds a table that it does not know: ${next}`)
      const into = await tx.unsafe(`copy ${table.name} (${table.columns}) from stdin`).writable()
      await pipeline(Readable.from(archive.take()), into)
      tables++
    }
    for (const { name, value, called } of about.sequences) await tx`select setval(${name}, ${value}, ${called})`
    return { tables, missing }
  }) as Promise<Loaded>
}
