// Whose rows a person sees: by owner, maker, sharing and department; once as a function, once as the same condition in SQL.
import type { Right } from '../../protocol/api.ts'
import type { Fragment, Queries } from '../../records/store/postgres.ts'
import { may, type Reach, reachOf } from '../../rights/may.ts'
import type { Actor, BusinessKind } from './kind.ts'

/** How far one person reaches among the rows of a kind. */
export interface RowReach {
  reach: Reach | undefined
  /** of the own account: what is given to it is seen by all in it */
  departmentId: string | null
  /** rows that belong to nobody are open */
  open: boolean
  /** of a kind with a pool: who made a row and handed it over, or gave it to the pool, sees it no longer */
  handedOver: boolean
}

export interface Owned {
  ownerId: string | null
  createdAgentId: string | null
  sharedWith: readonly string[]
  departmentId: string | null
  pooledAt?: unknown
}

/** What of a kind says who sees its rows. */
type Seen = Pick<BusinessKind, 'right' | 'writeRight' | 'department' | 'pool'>

export async function rowReach(sql: Queries, kind: Seen, { who, by }: Actor, right?: Right): Promise<RowReach> {
  const reach = reachOf(who, right ?? kind.right)
  const open = kind.writeRight !== undefined && reach !== undefined
  const handedOver = kind.pool === true
  if (open || reach === 'all' || reach === undefined || !kind.department)
    return { reach, departmentId: null, open, handedOver }
  const [row] = await sql<
    { departmentId: string | null }[]
  >`select department_id from accounts where id = ${by.accountId}`
  return { reach, departmentId: row?.departmentId ?? null, open, handedOver }
}

export function sees({ reach, departmentId, open, handedOver }: RowReach, row: Owned): boolean {
  if (open || reach === 'all') return true
  if (reach === undefined) return false
  const maker = handedOver && (row.ownerId !== null || (row.pooledAt ?? null) !== null) ? null : row.createdAgentId
  const own = [row.ownerId, maker, ...row.sharedWith].some((id) => id !== null && reach.agentIds.has(id))
  return own || (departmentId !== null && row.departmentId === departmentId)
}

/** True for exactly the rows `r` that `sees` lets through. */
export function seen(sql: Queries, { reach, departmentId, open, handedOver }: RowReach): Fragment {
  if (open || reach === 'all') return sql`true`
  if (reach === undefined) return sql`false`
  const ids = [...reach.agentIds]
  const department = departmentId === null ? sql`` : sql`or r.department_id = ${departmentId}`
  const unowned = handedOver ? sql`and r.owner_id is null and r.pooled_at is null` : sql``
  return sql`(r.owner_id = any(${ids}::text[]) or (r.created_agent_id = any(${ids}::text[]) ${unowned})
    or r.shared_with && ${ids}::text[] ${department})`
}

/** Sees only what is published. */
export const readerOnly = (kind: BusinessKind, actor: Actor): boolean =>
  kind.readable !== undefined && !mayWrite(kind, actor)

export const mayWrite = (kind: BusinessKind, { who }: Actor): boolean => may(who, kind.writeRight ?? kind.right)
