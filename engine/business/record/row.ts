// Between a table's row and what pages are told of it.
import type { BusinessRow } from '../../protocol/business.ts'
import type { Fragment, Queries } from '../../records/store/postgres.ts'
import { type BusinessKind, tableOf, type Values } from './kind.ts'
import { maskedValues } from './mask.ts'
import type { Owned } from './reach.ts'
import type { Shape } from './shape.ts'

export interface Raw extends Owned {
  id: string
  version: number
  code: string | null
  state: string
  customerId: string | null
  callId: string | null
  data: Values
  packageId: string | null
  dueAt: number | null
  escalatedAt: number | null
  pooledAt: number | null
  touchedAt: number
  createdAt: number
  createdBy: string
  updatedAt: number
}

export const selectRaw = (sql: Queries, kind: Pick<BusinessKind, 'kind'>, more: Fragment = sql``): Fragment => sql`
  select r.id, r.version, r.code, r.state, r.owner_id, r.department_id, r.shared_with, r.customer_id, r.call_id, r.data,
    r.package_id, r.due_at, r.escalated_at, r.pooled_at, r.touched_at, r.created_at, r.created_by, r.created_agent_id,
    r.updated_at ${more}
  from ${sql(tableOf(kind))} r`

export async function readRaw(
  sql: Queries,
  kind: Pick<BusinessKind, 'kind'>,
  id: string,
  lock = false,
): Promise<Raw | undefined> {
  const [row] = await sql<Raw[]>`${selectRaw(sql, kind)} where r.id = ${id} and r.deleted_at is null
    ${lock ? sql`for update` : sql``}`
  return row
}

/** `whole`: for who has just been written down as having seen it. */
export function rowOf(shape: Shape, { data, ...raw }: Raw, whole = false): BusinessRow {
  const values = whole ? data : maskedValues(shape, data)
  return { ...values, ...raw, sharedWith: [...raw.sharedWith] }
}
