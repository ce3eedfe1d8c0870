// From the grants of a role to what they reach in the organisation as it stands: pure, so that lists and may() share one answer.
import type { Grant } from '../protocol/rights.ts'
import { either, ownReach, type Reach, type Reaches } from './may.ts'

export interface Organisation {
  departments: readonly { id: string; parentId?: string }[]
  /** an agent belongs to the department of the account that is its own */
  agents: readonly { id: string; groupId: string; departmentId?: string }[]
}

/** Kinds of records that say who reaches whom. */
export const ORGANISATION_KINDS: ReadonlySet<string> = new Set(['departments', 'groups', 'agents', 'accounts', 'roles'])

/** Where a person stands in it. */
export interface Standing {
  agentId?: string
  departmentId?: string
  leads?: { groupIds: readonly string[]; queueIds: readonly string[] }
}

/** Whether the organisation must be known to say what it reaches. */
export const isLimited = ({ scope }: Pick<Grant, 'scope'>): boolean =>
  scope === 'department' || scope === 'groups' || scope === 'led'

/** The department and every one below it. */
export function below(departments: Organisation['departments'], top: string): Set<string> {
  const found = new Set([top])
  for (let before = 0; before < found.size; ) {
    before = found.size
    for (const { id, parentId } of departments) if (parentId !== undefined && found.has(parentId)) found.add(id)
  }
  return found
}

export function reachesOf(grants: readonly Grant[], standing: Standing, organisation: Organisation): Reaches {
  const reaches: Reaches = {}
  for (const grant of grants) {
    const reach = either(reaches[grant.right], reachIn(grant, standing, organisation))
    if (reach !== undefined) reaches[grant.right] = reach
  }
  return reaches
}

function reachIn(
  grant: Grant,
  { agentId, departmentId, leads }: Standing,
  { departments, agents }: Organisation,
): Reach {
  const of = (is: (agent: Organisation['agents'][number]) => boolean) => ({
    agentIds: new Set(agents.filter(is).map(({ id }) => id)),
    queueIds: new Set<string>(),
  })
  switch (grant.scope) {
    case 'all':
      return 'all'
    case 'own':
      return ownReach(agentId)
    case 'led': {
      const led = of(({ id, groupId }) => id === agentId || leads?.groupIds.includes(groupId) === true)
      return { ...led, queueIds: new Set(leads?.queueIds) }
    }
    case 'department': {
      const inside = departmentId === undefined ? new Set<string>() : below(departments, departmentId)
      return of((agent) => agent.departmentId !== undefined && inside.has(agent.departmentId))
    }
    case 'groups':
      return of((agent) => grant.groupIds.includes(agent.groupId))
    case 'queues':
      return { agentIds: new Set(), queueIds: new Set(grant.queueIds) }
  }
}
