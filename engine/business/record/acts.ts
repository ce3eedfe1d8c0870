// Acts on one or many business records: move, assign, share, delete, edit; each row on its own right, all of it undone for a day.
import { z } from 'zod'
import type { BulkDone } from '../../protocol/business.ts'
import type { AuditAct } from '../../protocol/words/records.ts'
import { audit, audited } from '../../records/record/audit.ts'
import { newId } from '../../records/record/configure.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Queries, Tx } from '../../records/store/postgres.ts'
import { may } from '../../rights/may.ts'
import { isOwnWork, OWN_WORK } from './four-eyes.ts'
import { type Actor, type BusinessKind, tableOf, type Values } from './kind.ts'
import type { BusinessKinds } from './kinds.ts'
import { type BusinessAsk, whereOf } from './list.ts'
import { mayWrite, rowReach, sees } from './reach.ts'
import { namesOf } from './references.ts'
import { type Raw, selectRaw } from './row.ts'
import { mayMove, type Shape, shapeOf } from './shape.ts'
import { checked, difference, mirrored, titleIn, type Writing } from './write.ts'

const agentIds = z.array(z.string().min(1).max(64)).max(200)
export const actSchema = z.discriminatedUnion('act', [
  z.object({
    act: z.literal('move'),
    to: z.string().max(40),
    reason: z.string().trim().max(500).default(''),
    ownerId: z.string().max(64).optional(),
    departmentId: z.string().max(64).optional(),
  }),
  /** several agents: the rows are dealt out one after the other */
  z.object({ act: z.literal('assign'), agentIds: agentIds.min(1) }),
  z.object({ act: z.literal('share'), agentIds, add: z.boolean().default(true) }),
  z.object({ act: z.literal('edit'), values: z.record(z.string().max(40), z.json()) }),
  z.object({ act: z.literal('delete') }),
  z.object({ act: z.literal('pool') }),
])
export type Act = z.output<typeof actSchema>

export const MOST_AT_ONCE = 10_000
/** which rows: named, or all that a list shows */
export type Those = { ids: string[] } | { ask: Omit<BusinessAsk, 'size'> }

/** Who is only shown a row may work on it, and neither gives it away nor shows it on. */
const OF_OWNER = new Set<Act['act']>(['share', 'pool'])

/** Done by who works with the rows; the others need the right to manage. */
const OWN_ACTS = new Set<Act['act']>(['move', 'edit', 'share', 'pool'])

const AUDITED: Record<Act['act'], AuditAct> = {
  ...{ move: 'move', assign: 'assign', share: 'share', edit: 'change', delete: 'delete', pool: 'pool' },
}

interface Changed {
  columns: Values
  before: Values
  after: Values
}
type One = (raw: Raw, at: number) => Promise<Changed | undefined> | Changed | undefined

export async function actOn(
  writing: Writing,
  kind: BusinessKind,
  those: Those,
  act: Act,
  actor: Actor,
): Promise<Outcome<BulkDone>> {
  const manages = may(actor.who, 'business-manage')
  if (!mayWrite(kind, actor) || (!OWN_ACTS.has(act.act) && !manages)) return refused('not-allowed')
  return writing.sql.begin(async (tx) => {
    const shape = await shapeOf(tx, kind)
    const reached = await chosen(tx, shape, those, actor)
    const rows = manages || !OF_OWNER.has(act.act) ? reached : await owned(tx, kind, reached, actor)
    if (rows.length > MOST_AT_ONCE) return refused('bad-input', { say: TOO_MANY })
    const bad = await actFault(tx, writing.kinds, shape, act, rows, actor)
    if (bad) return bad
    const one = oneOf({ ...writing, sql: tx }, shape, act, actor)
    const kept: Undone[] = []
    for (const [at, raw] of rows.entries()) {
      const changed = await one(raw, at)
      if (!changed) continue
      await write(tx, kind, raw, changed.columns)
      kept.push({ id: raw.id, version: raw.version + 1, columns: undoOf(raw, changed.columns) })
      if (act.act === 'move') await keepMove(tx, kind, raw, act, actor)
      await audit(tx, actor.by, {
        ...{ action: AUDITED[act.act], kind: audited(kind), recordId: raw.id },
        ...{ title: titleIn(kind, raw.data, raw.code), before: changed.before, after: changed.after },
      })
    }
    if (act.act === 'delete') kept.push(...(await takeParts(tx, writing.kinds, kind, kept)))
    const undo = kept.length > 0 ? await keepUndo(tx, kind, act, kept, actor) : undefined
    const asked = 'ids' in those ? those.ids.length : rows.length
    const count = kept.filter((each) => each.kind === undefined).length
    return done({ done: count, left: asked - count, ...(undo === undefined ? {} : { undo }) })
  }) as Promise<Outcome<BulkDone>>
}

const TOO_MANY = {
  zh: `一次最多处理 ${MOST_AT_ONCE} 条，请缩小范围`,
  en: `At most ${MOST_AT_ONCE} at once: choose fewer`,
}

async function chosen(tx: Tx, shape: Shape, those: Those, actor: Actor): Promise<Raw[]> {
  const reach = await rowReach(tx, shape.kind, actor)
  if ('ids' in those) {
    const rows = await tx<Raw[]>`${selectRaw(tx, shape.kind)}
      where r.id = any(${those.ids}::text[]) and r.deleted_at is null order by r.id for update`
    const manages = may(actor.who, 'business-manage')
    return rows.filter((raw) => sees(reach, raw) || (raw.pooledAt !== null && manages))
  }
  return tx<Raw[]>`${selectRaw(tx, shape.kind)} ${whereOf(tx, shape, reach, { ...those.ask, size: 1 }, actor)}
    order by r.id limit ${MOST_AT_ONCE + 1} for update`
}

async function owned(tx: Tx, kind: BusinessKind, rows: Raw[], actor: Actor): Promise<Raw[]> {
  const reach = await rowReach(tx, kind, actor)
  return rows.filter((raw) => sees({ ...reach, departmentId: null }, { ...raw, sharedWith: [] }))
}

/** What is wrong with the act itself, whatever the rows. */
async function actFault(tx: Tx, kinds: BusinessKinds, shape: Shape, act: Act, rows: readonly Raw[], actor: Actor) {
  if (act.act === 'assign' || act.act === 'share') {
    const there = await namesOf(tx, kinds, 'agents', act.agentIds)
    if (act.agentIds.some((id) => !there.has(id))) return refused('agent-unknown')
  }
  if (act.act === 'pool' && !shape.kind.pool) return refused('not-found')
  if (act.act === 'edit') {
    const known = new Set(shape.fields.map(({ name }) => name))
    const wrong = Object.keys(act.values).filter((name) => !known.has(name))
    if (wrong.length > 0)
      return refused('bad-input', { fields: wrong.map((path) => ({ path, message: 'Unrecognized key' })) })
  }
  if (act.act !== 'move') return undefined
  if (shape.kind.states?.reasons?.includes(act.to) && act.reason === '')
    return refused('bad-input', { fields: [{ path: 'reason', message: 'a reason is needed' }], say: REASON })
  const [only] = rows.length === 1 ? rows : []
  if (only && !mayMove(shape, only.state, act.to)) return refused('command-not-possible')
  if (only && isOwnWork(shape, only, act.to, actor)) return refused('not-allowed', { say: OWN_WORK })
  if (act.ownerId && !(await namesOf(tx, kinds, 'agents', [act.ownerId])).has(act.ownerId))
    return refused('agent-unknown')
  if (act.departmentId && !(await namesOf(tx, kinds, 'departments', [act.departmentId])).has(act.departmentId))
    return refused('not-found')
  return undefined
}
const REASON = { zh: '请填写原因', en: 'A reason is needed' }

const changedTo = (raw: Raw, columns: Partial<Raw>, more: Values = {}): Changed => {
  const before = Object.fromEntries(Object.keys(columns).map((name) => [name, raw[name as keyof Raw] ?? null]))
  return { columns, before, after: { ...columns, ...more } }
}

function oneOf(world: Omit<Writing, 'sql'> & { sql: Tx }, shape: Shape, act: Act, actor: Actor): One {
  const { kinds } = world
  switch (act.act) {
    case 'move': {
      const given = {
        ...(act.ownerId === undefined ? {} : { ownerId: act.ownerId || null }),
        ...(act.departmentId === undefined ? {} : { departmentId: act.departmentId || null }),
      }
      return (raw) =>
        mayMove(shape, raw.state, act.to) && !isOwnWork(shape, raw, act.to, actor)
          ? changedTo(raw, { state: act.to, ...given }, act.reason === '' ? {} : { reason: act.reason })
          : undefined
    }
    case 'assign':
      return (raw, at) =>
        changedTo(raw, {
          ownerId: act.agentIds[at % act.agentIds.length] ?? null,
          pooledAt: null,
          touchedAt: world.now,
        })
    case 'share':
      return (raw) => {
        const others = act.add ? [...raw.sharedWith, ...act.agentIds] : act.agentIds
        return changedTo(raw, { sharedWith: [...new Set(others)] })
      }
    case 'delete':
      return (raw) => ({ columns: { deletedAt: world.now }, before: raw.data, after: {} })
    case 'pool':
      return (raw) =>
        raw.pooledAt === null ? changedTo(raw, { ownerId: null, sharedWith: [], pooledAt: world.now }) : undefined
    case 'edit':
      return async (raw) => {
        const values = await checked(shape, kinds, without({ ...raw.data, ...act.values }), world, actor, raw)
        return values.ok
          ? { columns: mirrored(world.sql, shape, values.value, raw.code), ...difference(raw.data, values.value) }
          : undefined
      }
  }
}

/** null empties a field */
const without = (values: Values): Values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null))

const TIMES = new Set(['pooledAt', 'deletedAt', 'touchedAt', 'escalatedAt', 'dueAt'])

/** Times are absolute ms here. */
async function write(tx: Queries, kind: BusinessKind, { id }: Pick<Raw, 'id'>, columns: Values): Promise<void> {
  const row = Object.fromEntries(
    Object.entries(columns).map(([name, value]) => [
      name,
      TIMES.has(name) && typeof value === 'number' ? new Date(value).toISOString() : value,
    ]),
  )
  await tx`update ${tx(tableOf(kind))} set ${tx(row as never)}, version = version + 1, updated_at = now() where id = ${id}`
}

interface Undone {
  id: string
  version: number
  columns: Values
  /** of another kind that went with it */
  kind?: string
}

/** What the columns were, as they can be written again. */
function undoOf(raw: Raw, columns: Values): Values {
  return Object.fromEntries(
    Object.keys(columns)
      .filter((name) => name !== 'spelling' && name !== 'keys')
      .map((name) => [name, name === 'deletedAt' ? null : (raw[name as keyof Raw] ?? null)]),
  )
}

/** What belongs to the deleted goes with them. */
export async function takeParts(
  tx: Tx,
  kinds: BusinessKinds,
  kind: BusinessKind,
  gone: readonly { id: string }[],
): Promise<Undone[]> {
  const parts: Undone[] = []
  for (const other of [...kinds.values()].filter(({ partOf }) => partOf === kind.kind)) {
    const rows = await tx<{ id: string; version: number }[]>`
      update ${tx(tableOf(other))} set deleted_at = now(), version = version + 1
      where customer_id = any(${gone.map(({ id }) => id)}::text[]) and deleted_at is null returning id, version`
    parts.push(...rows.map((row) => ({ ...row, kind: other.kind, columns: { deletedAt: null } })))
  }
  return parts
}

async function keepMove(tx: Tx, kind: BusinessKind, raw: Raw, act: Extract<Act, { act: 'move' }>, { who, by }: Actor) {
  await tx`insert into business_moves (kind, record_id, from_state, to_state, after_ms, reason, agent_id, account)
    select ${kind.kind}, ${raw.id}, ${raw.state}, ${act.to},
      (extract(epoch from now() - coalesce((select max(at) from business_moves
        where kind = ${kind.kind} and record_id = ${raw.id}), ${raw.createdAt}::timestamptz)) * 1000)::bigint,
      ${act.reason}, ${who.agentId ?? null}, ${by.account}`
}

async function keepUndo(
  tx: Tx,
  kind: BusinessKind,
  { act }: Act,
  rows: readonly Undone[],
  { by }: Actor,
): Promise<string> {
  const id = newId('undo')
  await tx`insert into business_undo (id, kind, act, account_id, rows)
    values (${id}, ${kind.kind}, ${act}, ${by.accountId}, ${tx.json(rows as never)})`
  return id
}

/** Takes back what one did oneself within a day; rows that somebody changed since stay as they are. */
export async function undo(
  { sql, kinds }: Pick<Writing, 'sql' | 'kinds'>,
  id: string,
  actor: Actor,
): Promise<Outcome<BulkDone>> {
  return sql.begin(async (tx) => {
    const [kept] = await tx<{ kind: string; rows: Undone[] }[]>`
      update business_undo set undone_at = now() where id = ${id} and account_id = ${actor.by.accountId}
        and undone_at is null and at > now() - interval '1 day' returning kind, rows`
    if (!kept) return refused('not-found')
    let count = 0
    for (const row of kept.rows) {
      const kind = kinds.get(row.kind ?? kept.kind)
      const there = kind && (await untouched(tx, kind, row))
      if (!kind || !there) continue
      const shape = await shapeOf(tx, kind)
      const { data, ...columns } = row.columns
      const values = data === undefined ? {} : mirrored(tx, shape, data as Values, there.code)
      await write(tx, kind, row, { ...values, ...columns })
      await audit(tx, actor.by, { action: 'restore', kind: audited(kind), recordId: row.id })
      count += 1
    }
    return done({ done: count, left: kept.rows.length - count })
  }) as Promise<Outcome<BulkDone>>
}

async function untouched(
  tx: Tx,
  kind: BusinessKind,
  { id, version }: Undone,
): Promise<{ code: string | null } | undefined> {
  const [row] = await tx<{ code: string | null }[]>`
    select code from ${tx(tableOf(kind))} where id = ${id} and version = ${version} for update`
  return row
}
