// A file of business records: looked at first, then taken in as a package in the background, which can be stopped and taken back.
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import type { Storage } from '../../ports/storage.ts'
import type { BusinessPackage, ImportLook } from '../../protocol/business.ts'
import type { Field } from '../../protocol/fields.ts'
import { audit, audited } from '../../records/record/audit.ts'
import { newId } from '../../records/record/configure.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { recordSchema } from '../../records/record/schema.ts'
import type { Sql } from '../../records/store/postgres.ts'
import { tableBytes } from '../../records/table-files/file.ts'
import { type Batch, type BatchDone, type FileRow, restore, takeBatch } from '../record/batch.ts'
import { BESIDE } from '../record/export.ts'
import { type Actor, type BusinessKind, tableOf } from '../record/kind.ts'
import { type Shape, shapeOf } from '../record/shape.ts'
import type { Writing } from '../record/write.ts'
import { cellWorld } from './cell-world.ts'
import { type OpenTable, withTable } from './table.ts'

export interface Importing extends Writing {
  storage: Storage
  failed(error: unknown): void
}

export const importAsk = z.object({
  file: z.string().regex(/^import-[a-z0-9]{10}$/),
  name: z.string().trim().min(1).max(80),
  fileName: z.string().max(200).default(''),
  /** head of a column → field */
  mapping: z.record(z.string().max(200), z.string().max(40)),
  twice: z.enum(['skip', 'merge', 'both']).default('skip'),
  ownerId: z.string().max(64).optional(),
  pooled: z.boolean().default(false),
})
export type ImportAsk = z.output<typeof importAsk>

const BATCH = 1_000
const placeOf = (file: string): string => `imports/${file}`
const errorsOf = (packageId: string): string => `imports/${packageId}.csv`

const NOT_IMPORTED = new Set<Field['type']>(['list', 'json', 'way-out', 'prompts', 'password'])
export const importable = (shape: Shape): Field[] => [
  ...shape.fields.filter(({ type, when, name }) => !NOT_IMPORTED.has(type) && when === undefined && name !== 'callId'),
  ...besideOf(shape),
]

/** A file that left comes back whole: with its state and its owner. */
const besideOf = ({ kind, states }: Shape): Field[] => [
  ...(states.length > 0 ? [{ name: 'state', type: 'choice' as const, label: BESIDE.state, options: states }] : []),
  ...(kind.writeRight === undefined
    ? [{ name: 'ownerId', type: 'reference' as const, to: 'agents', label: BESIDE.ownerId }]
    : []),
]

/** Keeps the file, and tells what is in it and which field each column probably is. */
export async function lookAt(
  { sql, storage }: Importing,
  kind: BusinessKind,
  bytes: Buffer,
  actor: Actor,
): Promise<Outcome<ImportLook>> {
  const file = newId('import')
  const seen = await withTable(bytes, BATCH, async (table) =>
    done({ heads: table.heads, total: table.total, sample: table.sample }),
  )
  if (!seen.ok) return seen
  await keep(storage, placeOf(file), bytes)
  const { heads, total, sample } = seen.value
  return done({ file, heads, rows: total, sample, mapping: await mappingFor(sql, kind, heads, actor) })
}

async function keep(storage: Storage, name: string, bytes: Buffer): Promise<void> {
  const path = join(tmpdir(), newId('tinglan'))
  await writeFile(path, bytes, { mode: 0o600 })
  await storage.take(name, path)
}

async function mappingFor(
  sql: Sql,
  kind: BusinessKind,
  heads: readonly string[],
  { by }: Actor,
): Promise<Record<string, string>> {
  const [row] = await sql<{ mapping: Record<string, string> }[]>`
    select mapping from business_mappings where kind = ${kind.kind} and account_id = ${by.accountId}`
  const fields = importable(await shapeOf(sql, kind))
  const known = new Set(fields.map(({ name }) => name))
  const named = (head: string): string =>
    fields.find(({ name, label }) => [name, label.zh, label.en].some((word) => same(word, head)))?.name ?? ''
  return Object.fromEntries(
    heads
      .filter((head) => head !== '')
      .map((head) => {
        const last = row?.mapping[head]
        return [head, last !== undefined && (last === '' || known.has(last)) ? last : named(head)]
      }),
  )
}

const same = (one: string, other: string): boolean => one.trim().toLowerCase() === other.trim().toLowerCase()

/** Answers at once; the work goes on. */
export async function begin(
  importing: Importing,
  kind: BusinessKind,
  ask: ImportAsk,
  actor: Actor,
  byName: string,
): Promise<Outcome<BusinessPackage>> {
  const { sql, storage } = importing
  const shape = await shapeOf(sql, kind)
  const fields = new Set(importable(shape).map(({ name }) => name))
  if (!Object.values(ask.mapping).some((name) => fields.has(name)))
    return refused('bad-input', {
      fields: [{ path: 'mapping', message: 'at least one column must have a field' }],
      say: MAP_ONE,
    })
  const path = await storage.local(placeOf(ask.file))
  if (path === undefined) return refused('not-found')
  const id = newId('package')
  await sql`insert into business_packages (id, kind, name, file, account_id, by_name, state, ask)
    values (${id}, ${kind.kind}, ${ask.name}, ${ask.fileName}, ${actor.by.accountId}, ${byName}, 'running', ${sql.json(ask as never)})`
  await sql`insert into business_mappings (kind, account_id, mapping) values (${kind.kind}, ${actor.by.accountId}, ${sql.json(ask.mapping)})
    on conflict (kind, account_id) do update set mapping = excluded.mapping`
  void run(importing, kind, shape, { id, ask, path }, actor).catch(async (error: unknown) => {
    importing.failed(error)
    await sql`update business_packages set state = 'failed', ended_at = now() where id = ${id} and state = 'running'`
  })
  return done((await packageOf(sql, kind, id)) as BusinessPackage)
}
const MAP_ONE = { zh: '至少要有一列对应到字段', en: 'At least one column must have a field' }

interface Run {
  id: string
  ask: ImportAsk
  path: string
}

async function run(
  importing: Importing,
  kind: BusinessKind,
  shape: Shape,
  { id, ask, path }: Run,
  actor: Actor,
): Promise<void> {
  const { sql, storage } = importing
  const wrong: { row: FileRow; why: string }[] = []
  const read = await withTable(await readFile(path), BATCH, async (table) => {
    await sql`update business_packages set total = ${table.total} where id = ${id}`
    const batch = await batchOf(importing, shape, table, { id, ask, path }, actor)
    for await (const rows of table.pieces()) {
      if (!(await isRunning(sql, id))) return done(table.heads)
      const piece = await takePiece(importing, kind, batch, rows, id)
      wrong.push(...piece.wrong)
    }
    return done(table.heads)
  })
  if (read.ok && wrong.length > 0) await keep(storage, errorsOf(id), await errorFile(read.value, wrong))
  await storage.remove(placeOf(ask.file))
  await sql`update business_packages set state = case when state = 'running' then ${read.ok ? 'done' : 'failed'} else state end,
    ended_at = now() where id = ${id}`
  const after = await packageOf(sql, kind, id)
  await audit(sql, actor.by, { action: 'import', kind: audited(kind), recordId: id, title: ask.name, after })
}

const isRunning = async (sql: Sql, id: string): Promise<boolean> =>
  (await sql`select 1 from business_packages where id = ${id} and state = 'running'`).length > 0

async function batchOf(
  importing: Importing,
  shape: Shape,
  table: OpenTable,
  { id, ask }: Run,
  actor: Actor,
): Promise<Batch> {
  const fields = importable(shape)
  const mapped = table.heads.map((head) => fields.find(({ name }) => name === ask.mapping[head]))
  return {
    ...{ shape, schema: recordSchema(shape.fields), fields: mapped, twice: ask.twice, packageId: id, actor },
    cells: await cellWorld(importing, mapped),
    ownerId: ask.pooled ? null : (ask.ownerId ?? null),
    pooled: ask.pooled,
  }
}

/** One transaction a piece: what was taken stays when a later one fails. */
function takePiece(
  { sql, ...world }: Importing,
  kind: BusinessKind,
  batch: Batch,
  rows: readonly FileRow[],
  id: string,
): Promise<BatchDone> {
  return sql.begin(async (tx) => {
    const piece = await takeBatch(tx, { ...world, sql: tx }, batch, rows)
    await tx`update business_packages set piece_at = now(), done = done + ${rows.length}, added = added + ${piece.added},
      merged = merged + ${piece.merged}, skipped = skipped + ${piece.skipped}, wrong = wrong + ${piece.wrong.length}
      where id = ${id}`
    if (piece.before.length > 0)
      await tx`insert into business_undo (id, kind, act, account_id, rows)
        values (${newId('undo')}, ${kind.kind}, ${`import ${id}`}, ${batch.actor.by.accountId}, ${tx.json(piece.before as never)})`
    return piece
  }) as Promise<BatchDone>
}

/** The wrong rows as they were, with why: mended, they can be sent again. */
const errorFile = (heads: readonly string[], wrong: readonly { row: FileRow; why: string }[]): Promise<Buffer> =>
  tableBytes(
    {
      columns: [
        ...heads.map((title) => ({ title, type: 'id' as const })),
        { title: '错误 / Error' },
        { title: '行 / Row' },
      ],
      rows: [wrong.map(({ row, why }) => [...heads.map((_, at) => row.cells[at] ?? ''), why, row.row])],
    },
    'csv',
  )

const columns = (sql: Sql) =>
  sql`id, kind, name, file, by_name, at, state, total, done, added, merged, skipped, wrong, ended_at`
const shown = ({ endedAt, ...row }: BusinessPackage & { endedAt: number | null }): BusinessPackage => ({
  ...row,
  ...(endedAt === null ? {} : { endedAt }),
})

export async function packageOf(sql: Sql, { kind }: BusinessKind, id: string): Promise<BusinessPackage | undefined> {
  const [row] = await sql<(BusinessPackage & { endedAt: number | null })[]>`
    select ${columns(sql)} from business_packages where kind = ${kind} and id = ${id}`
  return row && shown(row)
}

export async function packagesOf(sql: Sql, { kind }: BusinessKind): Promise<BusinessPackage[]> {
  const rows = await sql<(BusinessPackage & { endedAt: number | null })[]>`
    select ${columns(sql)} from business_packages where kind = ${kind} order by at desc limit 100`
  return rows.map(shown)
}

export async function cancel(sql: Sql, kind: BusinessKind, id: string): Promise<Outcome<BusinessPackage>> {
  await sql`update business_packages set state = 'cancelled' where id = ${id} and kind = ${kind.kind} and state = 'running'`
  const found = await packageOf(sql, kind, id)
  return found ? done(found) : refused('not-found')
}

/** A gateway that ended in the middle takes no more of it in: what came stays, and may be taken back. */
export async function endStuck(sql: Sql): Promise<number> {
  const rows = await sql`update business_packages set state = 'failed', ended_at = now()
    where state = 'running' and piece_at < now() - make_interval(mins => ${STUCK_MINUTES}) returning id`
  return rows.length
}
/** a piece takes seconds; a file may be read for a while before its first */
const STUCK_MINUTES = 10

export const errorsAt = (storage: Storage, id: string): Promise<string | undefined> => storage.local(errorsOf(id))

/** What came with it goes, what it changed is as it was: the latter for a day, as long as nobody changed it since. */
export async function takeBackPackage(
  sql: Sql,
  kind: BusinessKind,
  id: string,
  actor: Actor,
): Promise<Outcome<BusinessPackage>> {
  await sql.begin(async (tx) => {
    const [row] = await tx`update business_packages set state = 'undone'
      where id = ${id} and kind = ${kind.kind} and state in ('done', 'cancelled', 'failed') returning id`
    if (!row) return
    await tx`update ${tx(tableOf(kind))} set deleted_at = now(), version = version + 1
      where package_id = ${id} and deleted_at is null`
    const shape = await shapeOf(tx, kind)
    const kept = await tx<{ rows: BatchDone['before'] }[]>`
      delete from business_undo where kind = ${kind.kind} and act = ${`import ${id}`} returning rows`
    await restore(
      tx,
      shape,
      kept.flatMap(({ rows }) => rows),
    )
    await audit(tx, actor.by, { action: 'undo-import', kind: audited(kind), recordId: id })
  })
  const found = await packageOf(sql, kind, id)
  return found ? done(found) : refused('not-found')
}
