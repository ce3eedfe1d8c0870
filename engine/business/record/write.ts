// Makes and changes one business record: checked as a whole, one transaction with its history.

import { audit, audited } from '../../records/record/audit.ts'
import { newId } from '../../records/record/configure.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { recordSchema } from '../../records/record/schema.ts'
import type { Queries, Sql } from '../../records/store/postgres.ts'
import type { Actor, BusinessKind, BusinessWorld, FieldFault, Values } from './kind.ts'
import { tableOf } from './kind.ts'
import type { BusinessKinds } from './kinds.ts'
import { unmasked } from './mask.ts'
import { mayWrite, rowReach, sees } from './reach.ts'
import { missingNamed } from './references.ts'
import { type Raw, readRaw } from './row.ts'
import { keysIn, spellingIn } from './search.ts'
import { type Shape, shapeOf } from './shape.ts'

export interface Writing extends Omit<BusinessWorld, 'sql'> {
  sql: Sql
  kinds: BusinessKinds
}

export interface Given {
  ownerId?: string | null
  packageId?: string
}

/** What pages send beside the fields and the engine keeps itself. */
const NOT_FIELDS = [
  ...['id', 'version', 'code', 'state', 'ownerId', 'departmentId', 'sharedWith', 'createdAt', 'createdBy', 'updatedAt'],
  ...['touchedAt', 'pooledAt', 'dueAt', 'escalatedAt', 'packageId', 'createdAgentId', 'customerId', 'callId'],
]

/** Only the form: a record may be sent back as it was read. */
export function formIn({ fields }: Shape, input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input
  const names = new Set(fields.map(({ name }) => name))
  return Object.fromEntries(Object.entries(input).filter(([name]) => names.has(name) || !NOT_FIELDS.includes(name)))
}

const faultsOf = (error: { issues: { path: PropertyKey[]; message: string }[] }): FieldFault[] =>
  error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))

/** The values as they are kept, or what is wrong with them, by field. */
export async function checked(
  shape: Shape,
  kinds: BusinessKinds,
  input: unknown,
  world: BusinessWorld,
  actor: Actor,
  before?: { id: string; data: Values },
): Promise<Outcome<Values>> {
  const parsed = recordSchema(shape.fields).safeParse(input)
  if (!parsed.success) return refused('bad-input', { fields: faultsOf(parsed.error) })
  const values = (await shape.kind.prepare?.(parsed.data, world, before?.data)) ?? parsed.data
  const faults = (await shape.kind.check?.(values, world, before?.id)) ?? []
  faults.push(...(await missingNamed(world.sql, kinds, shape.fields, values, actor, before?.data)))
  return faults.length > 0 ? refused('bad-input', { fields: faults }) : done(values)
}

/** Who has one of these keys already. */
export async function known(
  sql: Queries,
  kind: BusinessKind,
  keys: readonly string[],
  own = '',
): Promise<{ id: string; keys: string[] }[]> {
  if (keys.length === 0) return []
  return sql<{ id: string; keys: string[] }[]>`select id, keys from ${sql(tableOf(kind))}
    where keys && ${[...keys]}::text[] and deleted_at is null and id <> ${own} limit 20`
}

async function doubled(sql: Queries, { kind, fields }: Shape, keys: string[], own = '') {
  const [other] = await known(sql, kind, keys, own)
  if (!other) return undefined
  const key = keys.find((one) => other.keys.includes(one)) ?? ''
  const name = key.startsWith('tel:') ? fields.find(({ type }) => type === 'phones')?.name : key.split(':')[0]
  return refused('already-exists', { detail: other.id, fields: [{ path: name ?? '', message: 'is already in use' }] })
}

/** the next number of the kind's day, in the centre's time zone */
async function nextCode(sql: Queries, { kind, numbering }: BusinessKind, { timeZone, now }: BusinessWorld) {
  if (numbering === undefined) return null
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(now)
  const [row] = await sql<{ last: number }[]>`insert into business_codes (kind, day, last) values (${kind}, ${day}, 1)
    on conflict (kind, day) do update set last = business_codes.last + 1 returning last`
  return `${numbering}${day.replaceAll('-', '')}-${String(row?.last ?? 1).padStart(4, '0')}`
}

/** By when it is to be done, absolute ms. */
export function dueIn({ kind }: Shape, values: Values): number | null {
  const due = kind.due === undefined ? undefined : values[kind.due]
  return typeof due === 'number' ? due : null
}

/** Columns that say the same as a field does, for conditions and joins. */
export function mirrored(sql: Queries, shape: Shape, values: Values, code: string | null): Record<string, unknown> {
  const text = (name: string) => (typeof values[name] === 'string' && values[name] !== '' ? values[name] : null)
  return {
    data: sql.json(values as never),
    keys: keysIn(shape, values),
    spelling: spellingIn(shape, values, code),
    customerId: text('customerId'),
    callId: text('callId'),
    dueAt: dueIn(shape, values),
  }
}

export async function create(
  { sql, kinds, ...rest }: Writing,
  kind: BusinessKind,
  input: unknown,
  actor: Actor,
  given: Given = {},
): Promise<Outcome<Raw>> {
  if (!mayWrite(kind, actor)) return refused('not-allowed')
  return sql.begin(async (tx) => {
    const world = { ...rest, sql: tx }
    const shape = await shapeOf(tx, kind)
    const values = await checked(shape, kinds, formIn(shape, input), world, actor)
    if (!values.ok) return values
    const twice = await doubled(tx, shape, keysIn(shape, values.value))
    if (twice) return twice
    const code = await nextCode(tx, kind, world)
    const id = newId(kind.idPrefix)
    const row = {
      ...mirrored(tx, shape, values.value, code),
      ...{ id, code, state: shape.states[0]?.value ?? '', createdBy: actor.by.account },
      ownerId: given.ownerId === undefined ? (actor.who.agentId ?? null) : given.ownerId,
      createdAgentId: actor.who.agentId ?? null,
      packageId: given.packageId ?? null,
    }
    await tx`insert into ${tx(tableOf(kind))} ${tx(row as never)}`
    await kind.afterSave?.(id, values.value, world, actor)
    await touchParent(tx, kind, values.value)
    await audit(tx, actor.by, {
      ...{ action: 'create', kind: audited(kind), recordId: id },
      ...{ title: titleIn(kind, values.value, code), after: values.value },
    })
    return done((await readRaw(tx, kind, id)) as Raw)
  }) as Promise<Outcome<Raw>>
}

export const titleIn = (kind: BusinessKind, values: Values, code: string | null): string =>
  [code, values[kind.title]].filter((part) => typeof part === 'string' && part !== '').join(' ')

/** A customer somebody had to do with is not taken back into the pool. */
async function touchParent(sql: Queries, { partOf }: BusinessKind, values: Values): Promise<void> {
  if (partOf === undefined || !values.customerId) return
  await sql`update ${sql(tableOf({ kind: partOf }))} set touched_at = now() where id = ${String(values.customerId)}`
}

/** Only what changed, each as it was and as it is. */
export function difference(before: Values, after: Values): { before: Values; after: Values } {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  const changed = names.filter((name) => JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null))
  const only = (values: Values) => Object.fromEntries(changed.map((name) => [name, values[name] ?? null]))
  return { before: only(before), after: only(after) }
}

export async function change(
  { sql, kinds, ...rest }: Writing,
  kind: BusinessKind,
  id: string,
  input: unknown,
  actor: Actor,
): Promise<Outcome<Raw>> {
  if (!mayWrite(kind, actor)) return refused('not-allowed')
  const version = (input as { version?: unknown } | null)?.version
  return sql.begin(async (tx) => {
    const world = { ...rest, sql: tx }
    const shape = await shapeOf(tx, kind)
    const before = await readRaw(tx, kind, id, true)
    if (!before || !sees(await rowReach(tx, kind, actor), before)) return refused('not-found')
    if (before.version !== version) return refused('changed-meanwhile')
    const form = formIn(shape, input)
    const sent = typeof form === 'object' && form !== null ? unmasked(shape, form as Values, before.data) : form
    const values = await checked(shape, kinds, sent, world, actor, before)
    if (!values.ok) return values
    const twice = await doubled(tx, shape, keysIn(shape, values.value), id)
    if (twice) return twice
    await tx`update ${tx(tableOf(kind))} set ${tx(mirrored(tx, shape, values.value, before.code) as never)},
      version = version + 1, updated_at = now(), touched_at = now() where id = ${id}`
    await kind.afterSave?.(id, values.value, world, actor)
    await audit(tx, actor.by, {
      ...{ action: 'change', kind: audited(kind), recordId: id, title: titleIn(kind, values.value, before.code) },
      ...difference(before.data, values.value),
    })
    return done((await readRaw(tx, kind, id)) as Raw)
  }) as Promise<Outcome<Raw>>
}
