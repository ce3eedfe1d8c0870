// Who may do what: one pure function, asked at every door of the API, the WebSocket, exports, recordings and reports.
import type { Right } from '../protocol/api.ts'
import type { Screen } from '../protocol/live.ts'
import { ADMINISTRATOR, ALL_RIGHTS, SHIPPED } from '../protocol/rights.ts'

export { ALL_RIGHTS }

/** How far a right reaches: everything, or what concerns one of these agents or went through one of these queues. */
export type Reach = 'all' | { agentIds: ReadonlySet<string>; queueIds: ReadonlySet<string> }
export type Reaches = Partial<Record<Right, Reach>>

export interface Who {
  /** id of the role; `kiosk` is a wallboard without a person, `guest` is nobody we know */
  role: string
  /** set when the account belongs to an agent */
  agentId?: string
  /** of a kiosk */
  screen?: Screen
  /** what the role grants in this organisation; without it the role is as it was shipped */
  reaches?: Reaches
}

/** What it is done to, as far as rights depend on it. */
export interface Target {
  agentIds: readonly string[]
  queueIds?: readonly string[]
}

const NOTHING: ReadonlySet<string> = new Set()

export const ownReach = (agentId: string | undefined): Reach => ({
  agentIds: agentId === undefined ? NOTHING : new Set([agentId]),
  queueIds: NOTHING,
})

/** Undefined: nothing at all. */
export function reachOf(who: Who, right: Right): Reach | undefined {
  if (who.role !== ADMINISTRATOR && who.reaches) return filled(who.reaches[right])
  const scope = SHIPPED[who.role]?.[right]
  // whom somebody leads only the organisation knows
  return scope === 'all' || scope === undefined ? scope : filled(ownReach(who.agentId))
}

/** A right over one's own is empty for an account that belongs to no agent. */
const filled = (reach: Reach | undefined): Reach | undefined =>
  reach === undefined || reach === 'all' || reach.agentIds.size + reach.queueIds.size > 0 ? reach : undefined

export const within = (reach: Reach | undefined, { agentIds, queueIds = [] }: Target): boolean =>
  reach === 'all' ||
  (reach !== undefined &&
    (agentIds.some((id) => reach.agentIds.has(id)) || queueIds.some((id) => reach.queueIds.has(id))))

/** Without a target: may this person do it to anything at all? */
export function may(who: Who, right: Right, target?: Target): boolean {
  const reach = reachOf(who, right)
  return target === undefined ? reach !== undefined : within(reach, target)
}

/** What either of two rights reaches. */
export function either(one: Reach | undefined, other: Reach | undefined): Reach | undefined {
  if (one === 'all' || other === 'all') return 'all'
  if (one === undefined || other === undefined) return one ?? other
  const both = (a: ReadonlySet<string>, b: ReadonlySet<string>) => new Set([...a, ...b])
  return { agentIds: both(one.agentIds, other.agentIds), queueIds: both(one.queueIds, other.queueIds) }
}

/** Whether nothing of `part` lies beyond `whole`. */
export function covers(whole: Reach | undefined, part: Reach): boolean {
  if (whole === 'all') return true
  if (whole === undefined || part === 'all') return false
  return (
    [...part.agentIds].every((id) => whole.agentIds.has(id)) && [...part.queueIds].every((id) => whole.queueIds.has(id))
  )
}

export const rightsOf = (who: Who): Right[] => ALL_RIGHTS.filter((right) => may(who, right))

/** Those that reach everybody's. */
export const rightsOverAll = (who: Who): Right[] => ALL_RIGHTS.filter((right) => reachOf(who, right) === 'all')
