// One record opened, its personal data shown, its history read: each look at a person is written down.
import type { BusinessNames, BusinessRow, HistoryLine } from '../../protocol/business.ts'
import { audit, audited } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Queries, Sql } from '../../records/store/postgres.ts'
import { may } from '../../rights/may.ts'
import type { Actor, BusinessKind, Values } from './kind.ts'
import type { BusinessKinds } from './kinds.ts'
import { masked } from './mask.ts'
import { readerOnly, rowReach, sees } from './reach.ts'
import { namesFor } from './references.ts'
import { type Raw, readRaw, rowOf } from './row.ts'
import { type Shape, shapeOf } from './shape.ts'
import { titleIn } from './write.ts'

/** The row, when this person sees it; who is in the pool is seen by all who may claim. */
export async function visible(sql: Sql, kind: BusinessKind, id: string, actor: Actor): Promise<Raw | undefined> {
  const raw = await readRaw(sql, kind, id)
  if (!raw || (readerOnly(kind, actor) && !kind.readable?.includes(raw.state))) return undefined
  const reach = await rowReach(sql, kind, actor)
  if (kind.partOf !== undefined && raw.customerId !== null && (await seesParent(sql, kind, raw.customerId, actor)))
    return raw
  return sees(reach, raw) || (raw.pooledAt !== null && reach.reach !== undefined) ? raw : undefined
}

/** Who sees a customer and works with such records sees those of the customer, whoever made them. */
export async function seesParent(
  sql: Queries,
  { partOf, right }: BusinessKind,
  id: string,
  actor: Actor,
): Promise<boolean> {
  if (partOf === undefined || !may(actor.who, right)) return false
  const parent = { kind: partOf, right: 'customers' as const }
  const raw = await readRaw(sql, parent, id)
  return raw !== undefined && sees(await rowReach(sql, parent, actor), raw)
}

export async function openRecord(
  sql: Sql,
  kinds: BusinessKinds,
  kind: BusinessKind,
  id: string,
  actor: Actor,
): Promise<Outcome<{ record: BusinessRow; names: BusinessNames }>> {
  const raw = await visible(sql, kind, id, actor)
  if (!raw) return refused('not-found')
  const shape = await shapeOf(sql, kind)
  if ((kind.personal?.length ?? 0) > 0)
    await audit(sql, actor.by, {
      ...{ action: 'look', kind: audited(kind), recordId: id },
      title: titleIn(kind, raw.data, raw.code),
    })
  return done({ record: rowOf(shape, raw), names: await namesFor(sql, kinds, shape.fields, [raw]) })
}

/** The right over it is asked for the row's owner, like the row itself. */
export async function revealed(sql: Sql, kind: BusinessKind, id: string, actor: Actor): Promise<Outcome<Values>> {
  const raw = await visible(sql, kind, id, actor)
  if (!raw || raw.pooledAt !== null) return refused('not-found')
  if (!sees(await rowReach(sql, kind, actor, 'personal-data'), raw)) return refused('not-allowed')
  await audit(sql, actor.by, {
    ...{ action: 'reveal', kind: audited(kind), recordId: id },
    ...{ title: titleIn(kind, raw.data, raw.code), after: { fields: kind.personal } },
  })
  return done(Object.fromEntries((kind.personal ?? []).map((name) => [name, raw.data[name] ?? null])))
}

const MOST_LINES = 200

/** Every change and every look, newest first; personal data stays masked. */
export async function historyOf(
  sql: Sql,
  kinds: BusinessKinds,
  kind: BusinessKind,
  id: string,
): Promise<HistoryLine[]> {
  const lines = await sql<HistoryLine[]>`select at, account, action, before, after from audit_log
    where kind = ${kind.kind} and record_id = ${id} order by id desc limit ${MOST_LINES}`
  const hidden = new Set(kind.personal ?? [])
  const cover = (values: Values | null) =>
    values &&
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, hidden.has(name) ? covered(value) : value]))
  const told = lines.map((line) => ({ ...line, before: cover(line.before), after: cover(line.after) }))
  return named(sql, kinds, await shapeOf(sql, kind), told)
}

const rowLike = (values: Values) => ({
  data: values,
  ownerId: typeof values.ownerId === 'string' ? values.ownerId : null,
  departmentId: typeof values.departmentId === 'string' ? values.departmentId : null,
  sharedWith: Array.isArray(values.sharedWith) ? values.sharedWith.map(String) : [],
})

/** With the names of whom and what the lines speak of. */
async function named(sql: Sql, kinds: BusinessKinds, shape: Shape, lines: HistoryLine[]): Promise<HistoryLine[]> {
  const values = lines.flatMap(({ before, after }) => [before, after].filter((one) => one !== null))
  const found = await namesFor(sql, kinds, shape.fields, values.map(rowLike))
  const names = Object.assign({}, ...Object.values(found)) as Record<string, string>
  const of = (one: Values | null): string[] => Object.values(one ?? {}).flatMap((value) => [value].flat().map(String))
  return lines.map((line) => {
    const known = [...of(line.before), ...of(line.after)].filter((id) => names[id] !== undefined)
    return known.length === 0 ? line : { ...line, names: Object.fromEntries(known.map((id) => [id, names[id] ?? id])) }
  })
}

function covered(value: unknown): unknown {
  if (typeof value === 'string') return masked(value)
  if (Array.isArray(value)) return value.map(covered)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, name === 'number' ? covered(one) : one]))
}
