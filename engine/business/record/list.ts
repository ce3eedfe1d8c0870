// Lists of business records: what one may see, searched and filtered, in any order, page by page from where the last one ended.
import type { BusinessPage, Filter } from '../../protocol/business.ts'
import type { Fragment, Queries, Sql, Tx } from '../../records/store/postgres.ts'
import { canSort, type Expression, expressionOf } from './expressions.ts'
import { filtered } from './filter.ts'
import { type Actor, type BusinessKind, tableOf } from './kind.ts'
import type { BusinessKinds } from './kinds.ts'
import { seesParent } from './look.ts'
import { type RowReach, readerOnly, rowReach, seen } from './reach.ts'
import { namesFor } from './references.ts'
import { type Raw, rowOf, selectRaw } from './row.ts'
import { spellingAskedFor } from './search.ts'
import { isFinal, type Shape, shapeOf } from './shape.ts'

export interface BusinessAsk {
  search?: string | undefined
  filter?: Filter | undefined
  state?: string | undefined
  /** those of one customer */
  customerId?: string | undefined
  /** only who has no owner and may be claimed */
  pool?: boolean | undefined
  /** only one's own */
  mine?: boolean | undefined
  overdue?: boolean | undefined
  /** only those one has marked */
  favourite?: boolean | undefined
  sort?: string | undefined
  descending?: boolean | undefined
  after?: string | undefined
  size: number
}

/** counted so far; past it a list says "more than" */
export const MOST_COUNTED = 10_000
/** a page that waits longer is no help: it is refused in words */
const WAIT_MS = 5_000

type Placed = Raw & { place: string }
const ALL: RowReach = { reach: 'all', departmentId: null, open: true, handedOver: false }

interface Order {
  by: string
  expression: Expression
  descending: boolean
}

function orderOf(shape: Shape, { sort, descending }: BusinessAsk): Order {
  const by = sort !== undefined && canSort(shape, sort) ? sort : 'updatedAt'
  const expression = expressionOf(shape, by) as Expression
  return { by, expression, descending: sort === undefined ? true : descending === true }
}

/** A place in a list: what the last row had in the order's column, and its id. */
interface Cursor {
  value: string
  id: string
}
const encoded = (cursor: Cursor): string => Buffer.from(JSON.stringify([cursor.value, cursor.id])).toString('base64url')
function decoded(text: string): Cursor | undefined {
  try {
    const [value, id] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[]
    return typeof value === 'string' && typeof id === 'string' ? { value, id } : undefined
  } catch {
    return undefined
  }
}

function behind(sql: Queries, { expression, descending }: Order, cursor: Cursor): Fragment {
  const left = sql.unsafe(expression.sql) as unknown as Fragment
  const cast = {
    text: sql`${cursor.value}::text`,
    number: sql`${cursor.value}::numeric`,
    time: sql`${cursor.value}::timestamptz`,
  }
  const compare = descending ? sql`<` : sql`>`
  return sql`(${left}, r.id) ${compare} (${cast[expression.as]}, ${cursor.id})`
}

/** Of the rows `r` of one kind: those this person sees and asked for. */
export function whereOf(sql: Queries, shape: Shape, reach: RowReach, ask: BusinessAsk, actor: Actor): Fragment {
  const parts: Fragment[] = [sql`r.deleted_at is null`]
  // the pool is everybody's who works with the kind
  if (ask.pool) parts.push(reach.reach === undefined ? sql`false` : sql`r.pooled_at is not null`)
  else {
    parts.push(seen(sql, reach))
    if (shape.kind.pool) parts.push(sql`r.pooled_at is null`)
  }
  if (readerOnly(shape.kind, actor)) parts.push(sql`r.state = any(${shape.kind.readable ?? []}::text[])`)
  if (ask.favourite)
    parts.push(sql`r.id in (select m.record_id from business_marks m
      where m.kind = ${shape.kind.kind} and m.account_id = ${actor.by.accountId} and m.favourite)`)
  if (ask.mine) parts.push(sql`r.owner_id = ${actor.who.agentId ?? ''}`)
  if (ask.state) parts.push(sql`r.state = ${ask.state}`)
  if (ask.customerId) parts.push(sql`r.customer_id = ${ask.customerId}`)
  if (ask.overdue) {
    const open = shape.states.filter(({ value }) => !isFinal(shape, value)).map(({ value }) => value)
    parts.push(sql`r.due_at < now() and r.state = any(${open}::text[])`)
  }
  const search = ask.search?.trim()
  if (search) parts.push(sql`r.spelling @@ ${spellingAskedFor(search, shape.kind.fullText)}::tsquery`)
  if (ask.filter) parts.push(filtered(sql, shape, ask.filter))
  return sql`where ${parts.reduce((all, one) => sql`${all} and ${one}`)}`
}

/** A plan for the very values asked for: a rare one by its index, a common one in the order of the list. */
export const planned = <Value>(sql: Sql, work: (tx: Tx) => Promise<Value>): Promise<Value> =>
  sql.begin(async (tx) => {
    await tx`select set_config('plan_cache_mode', 'force_custom_plan', true),
      set_config('statement_timeout', ${String(WAIT_MS)}, true)`
    return work(tx)
  }) as Promise<Value>

export async function listBusiness(
  sql: Sql,
  kinds: BusinessKinds,
  kind: BusinessKind,
  ask: BusinessAsk,
  actor: Actor,
): Promise<BusinessPage> {
  const shape = await shapeOf(sql, kind)
  const parent = ask.customerId !== undefined && (await seesParent(sql, kind, ask.customerId, actor))
  const reach = parent ? ALL : await rowReach(sql, kind, actor)
  const order = orderOf(shape, ask)
  const cursor = ask.after === undefined ? undefined : decoded(ask.after)
  return planned(sql, async (tx) => {
    const where = whereOf(tx, shape, reach, ask, actor)
    const from = cursor === undefined ? tx`` : tx`and ${behind(tx, order, cursor)}`
    const column = tx.unsafe(order.expression.sql) as unknown as Fragment
    const direction = order.descending ? tx`desc` : tx`asc`
    const rows = await tx<Placed[]>`${selectRaw(tx, kind, tx`, (${column})::text as place`)} ${where} ${from}
      order by ${column} ${direction}, r.id ${direction} limit ${ask.size + 1}`
    return paged(tx, kinds, shape, rows, ask.size, await counted(tx, kind, where))
  })
}

async function paged(
  sql: Queries,
  kinds: BusinessKinds,
  shape: Shape,
  rows: readonly Placed[],
  size: number,
  total: number,
): Promise<BusinessPage> {
  const shown = rows.slice(0, size)
  const last = shown.at(-1)
  return {
    rows: shown.map(({ place: _place, ...raw }) => rowOf(shape, raw)),
    names: await namesFor(sql, kinds, shape.fields, shown),
    ...{ total: Math.min(total, MOST_COUNTED), more: total > MOST_COUNTED },
    ...(rows.length > size && last ? { next: encoded({ value: last.place, id: last.id }) } : {}),
  }
}

async function counted(sql: Queries, kind: BusinessKind, where: Fragment): Promise<number> {
  const [row] = await sql<{ total: number }[]>`
    select count(*) as total from (select 1 from ${sql(tableOf(kind))} r ${where} limit ${MOST_COUNTED + 1}) found`
  return row?.total ?? 0
}

/** How many there are in each state, as far as one sees them. */
export async function countStates(sql: Sql, kind: BusinessKind, actor: Actor): Promise<Record<string, number>> {
  const shape = await shapeOf(sql, kind)
  const reach = await rowReach(sql, kind, actor)
  const counts: Record<string, number> = {}
  for (const { value } of shape.states)
    counts[value] = await counted(sql, kind, whereOf(sql, shape, reach, { state: value, size: 1 }, actor))
  return counts
}
