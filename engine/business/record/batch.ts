// A batch of rows of a file as business records: read, checked, told apart from those there are, written in few statements.
import type { z } from 'zod'
import type { Field } from '../../protocol/fields.ts'
import { newId } from '../../records/record/configure.ts'
import type { Tx } from '../../records/store/postgres.ts'
import { allowedIn } from './allowed.ts'
import { blockedKeys } from './blocked.ts'
import { type CellWorld, readCell } from './cells.ts'
import { type Actor, type BusinessWorld, tableOf, type Values } from './kind.ts'
import { keysIn, spellingIn } from './search.ts'
import type { Shape } from './shape.ts'
import { dueIn } from './write.ts'

export interface FileRow {
  row: number
  cells: string[]
}
export type Twice = 'skip' | 'merge' | 'both'

export interface Batch {
  shape: Shape
  schema: z.ZodObject
  /** field of each column of the file */
  fields: readonly (Field | undefined)[]
  cells: CellWorld
  twice: Twice
  packageId: string
  ownerId: string | null
  pooled: boolean
  actor: Actor
}

export interface BatchDone {
  added: number
  merged: number
  skipped: number
  wrong: { row: FileRow; why: string }[]
  /** what merging changed, as it was */
  before: { id: string; version: number; data: Values }[]
}

interface Ready {
  row: FileRow
  values: Values
  /** as the file says; else the first state, and the owner of the package */
  state: string
  owner: string | null
  keys: string[]
}

export async function takeBatch(
  tx: Tx,
  world: BusinessWorld,
  batch: Batch,
  rows: readonly FileRow[],
): Promise<BatchDone> {
  const result: BatchDone = { added: 0, merged: 0, skipped: 0, wrong: [], before: [] }
  const ready = await readRows(world, batch, rows, result)
  const blocked = await blockedKeys(
    tx,
    ready.flatMap(({ keys }) => keys),
  )
  const there = await thoseThere(tx, batch, ready)
  const fresh: Ready[] = []
  for (const one of ready) {
    if (one.keys.some((key) => blocked.has(key))) result.wrong.push({ row: one.row, why: '在黑名单中 / blacklisted' })
    else {
      const same = one.keys.map((key) => there.get(key)).find((other) => other !== undefined)
      if (same === undefined || batch.twice === 'both') {
        // what this very file has twice is one too
        const mark: There = { id: '', version: 0, data: one.values, ready: one }
        for (const key of one.keys) there.set(key, mark)
        fresh.push(one)
      } else if (batch.twice === 'skip') result.skipped += 1
      else await merge(tx, batch, same, one, result)
    }
  }
  await insert(tx, batch, fresh)
  result.added += fresh.length
  return result
}

async function readRows(
  world: BusinessWorld,
  batch: Batch,
  rows: readonly FileRow[],
  result: BatchDone,
): Promise<Ready[]> {
  const ready: Ready[] = []
  const { kind } = batch.shape
  for (const row of rows) {
    const read = valuesIn(batch, row)
    if (typeof read === 'string') {
      result.wrong.push({ row, why: read })
      continue
    }
    const { state, ownerId, ...form } = read
    const parsed = batch.schema.safeParse(form)
    if (!parsed.success) {
      result.wrong.push({
        row,
        why: [...new Set(parsed.error.issues.map((issue) => whyNot(batch, row, String(issue.path[0]))))].join('; '),
      })
      continue
    }
    const values = (await kind.prepare?.(parsed.data, world, undefined)) ?? parsed.data
    const faults = (await kind.check?.(values, world, undefined)) ?? []
    if (faults.length > 0)
      result.wrong.push({
        row,
        why: faults.map(({ path, message }) => `${nameOf(batch, path)}: ${message}`).join('; '),
      })
    else
      ready.push({
        ...{ row, values, keys: keysIn(batch.shape, values) },
        state: typeof state === 'string' ? state : (batch.shape.states[0]?.value ?? ''),
        owner: typeof ownerId === 'string' && !batch.pooled ? ownerId : batch.ownerId,
      })
  }
  return ready
}

/** What stands in the cell that does not fit; the schema's own words are no words for a file that people mend. */
function whyNot(batch: Batch, { cells }: FileRow, path: string): string {
  const cell = batch.fields.map((field, at) => (field?.name === path ? (cells[at] ?? '').trim() : ''))
  const said = cell.filter((one) => one !== '').join('; ')
  const field = batch.shape.fields.find(({ name }) => name === path)
  const what = said === '' ? '必填 / must be filled in' : `${said}${field ? ` (${allowedIn(field)})` : ''}`
  return `${nameOf(batch, path)}: ${what}`
}

const nameOf = ({ shape }: Batch, path: string): string =>
  shape.fields.find(({ name }) => name === path.split('.')[0])?.label.zh ?? path

/** What cannot be read is told by its column. */
function valuesIn(batch: Batch, { cells }: FileRow): Values | string {
  const values: Values = {}
  for (const [at, field] of batch.fields.entries()) {
    const cell = cells[at]?.trim() ?? ''
    if (!field || cell === '') continue
    const value = readCell(field, cell, batch.cells)
    if (value === undefined) return `${field.label.zh}: ${cell} (${allowedIn(field)})`
    // several columns may be one field: a mobile and a home number
    const before = values[field.name]
    values[field.name] = Array.isArray(before) && Array.isArray(value) ? [...before, ...value] : value
  }
  return values
}

interface There {
  id: string
  version: number
  data: Values
  /** of this very file, not written yet */
  ready?: Ready
}

async function thoseThere(tx: Tx, { shape }: Batch, ready: readonly Ready[]): Promise<Map<string, There>> {
  const keys = [...new Set(ready.flatMap((one) => one.keys))]
  const there = new Map<string, There>()
  if (keys.length === 0) return there
  const rows = await tx<(There & { keys: string[] })[]>`select id, version, data, keys from ${tx(tableOf(shape.kind))}
    where keys && ${keys}::text[] and deleted_at is null`
  for (const { keys: own, ...row } of rows) for (const key of own) there.set(key, row)
  return there
}

/** What the file says is taken, what it leaves out stays; numbers are added. */
async function merge(
  tx: Tx,
  batch: Batch,
  there: There,
  { row, values, keys: _keys }: Ready,
  result: BatchDone,
): Promise<void> {
  const said = new Set(
    batch.fields.flatMap((field, at) =>
      field && batch.shape.fields.includes(field) && (row.cells[at] ?? '').trim() !== '' ? [field] : [],
    ),
  )
  const data = { ...there.data }
  for (const field of said)
    data[field.name] = field.type === 'phones' ? joined(data[field.name], values[field.name]) : values[field.name]
  result.merged += 1
  if (there.ready) {
    there.ready.values = data
    there.ready.keys = keysIn(batch.shape, data)
    return
  }
  result.before.push({ id: there.id, version: there.version + 1, data: there.data })
  await tx`update ${tx(tableOf(batch.shape.kind))} set data = ${tx.json(data as never)}, keys = ${keysIn(batch.shape, data)},
    spelling = ${spellingIn(batch.shape, data, null)}::tsvector, version = version + 1, updated_at = now() where id = ${there.id}`
  there.version += 1
  there.data = data
}

function joined(before: unknown, more: unknown): unknown[] {
  const all = [...(Array.isArray(before) ? before : []), ...(Array.isArray(more) ? more : [])] as { number: string }[]
  return all.filter((one, at) => all.findIndex(({ number }) => number === one.number) === at)
}

async function insert(tx: Tx, batch: Batch, ready: readonly Ready[]): Promise<void> {
  if (ready.length === 0) return
  const { kind } = batch.shape
  const codes = await codesFor(tx, batch, ready.length)
  const rows = ready.map(({ values, keys, state, owner }, at) => ({
    id: newId(kind.idPrefix),
    code: codes[at] ?? null,
    ...{ state, owner },
    customer: typeof values.customerId === 'string' && values.customerId !== '' ? values.customerId : null,
    due: dueIn(batch.shape, values),
    data: values,
    keys,
    spelling: spellingIn(batch.shape, values, codes[at] ?? null),
  }))
  await tx`insert into ${tx(tableOf(kind))}
      (id, code, state, owner_id, customer_id, due_at, data, keys, spelling, package_id, pooled_at, created_by, created_agent_id)
    select r.id, r.code, r.state, r.owner, r.customer, to_timestamp(r.due / 1000.0), r.data, r.keys, r.spelling::tsvector, ${batch.packageId},
      case when ${batch.pooled} then now() end, ${batch.actor.by.account}, ${batch.actor.who.agentId ?? null}
    from jsonb_to_recordset(${tx.json(rows as never)}::jsonb)
      as r(id text, code text, state text, owner text, customer text, due bigint, data jsonb, keys text[], spelling text)`
}

async function codesFor(tx: Tx, { shape: { kind } }: Batch, count: number): Promise<string[]> {
  if (kind.numbering === undefined) return []
  const [row] = await tx<{ last: number; day: string }[]>`insert into business_codes (kind, day, last)
    values (${kind.kind}, current_date, ${count})
    on conflict (kind, day) do update set last = business_codes.last + ${count} returning last, day::text`
  const last = row?.last ?? count
  const day = (row?.day ?? '').replaceAll('-', '')
  return Array.from(
    { length: count },
    (_, n) => `${kind.numbering}${day}-${String(last - count + n + 1).padStart(4, '0')}`,
  )
}

/** Rows as they were before a merge; who changed one since keeps it. */
export async function restore(tx: Tx, shape: Shape, rows: BatchDone['before']): Promise<void> {
  for (const { id, version, data } of rows)
    await tx`update ${tx(tableOf(shape.kind))} set data = ${tx.json(data as never)}, keys = ${keysIn(shape, data)},
      spelling = ${spellingIn(shape, data, null)}::tsvector, version = version + 1, updated_at = now()
      where id = ${id} and version = ${version}`
}
