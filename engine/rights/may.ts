// Who may do what: one pure function over one table, asked at every door of the API.
import type { Right, Role } from '../protocol/api.ts'
import type { Screen } from '../protocol/live.ts'

/** `kiosk` is a wallboard without a person; `guest` is nobody we know. */
export interface Who {
  role: Role | 'kiosk' | 'guest'
  /** set when the account belongs to an agent */
  agentId?: string
  /** of a kiosk */
  screen?: Screen
}

/** What it is done to, as far as rights depend on it: the agents it concerns. */
export interface Target {
  agentIds: readonly string[]
}

/** `own`: only what concerns the agent of this account. */
type Scope = 'all' | 'own'

const TABLE: Record<Who['role'], Partial<Record<Right, Scope>>> = {
  administrator: {
    desk: 'own',
    monitor: 'all',
    supervise: 'all',
    'calls-own': 'own',
    'calls-all': 'all',
    recordings: 'all',
    reports: 'all',
    configure: 'all',
    accounts: 'all',
    'sign-in-log': 'all',
    plan: 'all',
    'plan-view': 'all',
    demo: 'all',
  },
  supervisor: {
    desk: 'own',
    monitor: 'all',
    supervise: 'all',
    'calls-own': 'own',
    'calls-all': 'all',
    recordings: 'all',
    reports: 'all',
    'plan-view': 'all',
    demo: 'all',
  },
  planner: { monitor: 'all', reports: 'all', plan: 'all', 'plan-view': 'all' },
  agent: { desk: 'own', 'calls-own': 'own', recordings: 'own', 'plan-view': 'own' },
  kiosk: { monitor: 'all' },
  guest: {},
}

export const ALL_RIGHTS = Object.keys(TABLE.administrator) as Right[]

/**
 * Without a target: may this person do it to anything at all? A right over one's own is empty for an account that
 * belongs to no agent.
 */
export function may(who: Who, right: Right, target?: Target): boolean {
  const scope = TABLE[who.role][right]
  if (scope === undefined) return false
  if (scope === 'all') return true
  if (who.agentId === undefined) return false
  return target === undefined || target.agentIds.includes(who.agentId)
}

export const rightsOf = (who: Who): Right[] => ALL_RIGHTS.filter((right) => may(who, right))
