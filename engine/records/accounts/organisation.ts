// The organisation as it stands, read only for roles that reach a part of it; and the same reach as a condition in SQL.
import type { Grant } from '../../protocol/rights.ts'
import type { Reach, Reaches, Who } from '../../rights/may.ts'
import { isLimited, type Organisation, reachesOf } from '../../rights/organisation.ts'
import type { Fragment, Queries, Sql } from '../store/postgres.ts'

interface Standing {
  grants: readonly Grant[]
  agentId: string | null
  departmentId: string | null
}

export async function reachesIn(sql: Sql, { grants, agentId, departmentId }: Standing): Promise<Reaches> {
  const organisation = grants.some(isLimited) ? await organisationOf(sql) : { departments: [], agents: [] }
  const leads = agentId !== null && grants.some(({ scope }) => scope === 'led') ? await ledBy(sql, agentId) : undefined
  const standing = {
    ...(agentId === null ? {} : { agentId }),
    ...(departmentId === null ? {} : { departmentId }),
    ...(leads ? { leads } : {}),
  }
  return reachesOf(grants, standing, organisation)
}

/** What an account may at this moment, without a session; undefined where it is off or gone. */
export async function whoIs(sql: Sql, accountId: string): Promise<Who | undefined> {
  const [row] = await sql<(Standing & { role: string })[]>`
    select a.role, a.agent_id, a.department_id, r.grants from accounts a join roles r on r.id = a.role
    where a.id = ${accountId} and a.enabled`
  if (!row) return undefined
  const { role, agentId } = row
  return { role, reaches: await reachesIn(sql, row), ...(agentId === null ? {} : { agentId }) }
}

async function ledBy(sql: Sql, agentId: string): Promise<{ groupIds: string[]; queueIds: string[] }> {
  const [row] = await sql<{ groupIds: string[]; queueIds: string[] }[]>`
    select array(select group_id::text from led_groups where agent_id = a.id) as group_ids,
      array(select queue_id::text from led_queues where agent_id = a.id) as queue_ids
    from agents a where a.id = ${agentId} and a.position = 'lead'`
  return row ?? { groupIds: [], queueIds: [] }
}

async function organisationOf(sql: Sql): Promise<Organisation> {
  const [departments, agents] = await Promise.all([
    sql<{ id: string; parentId: string | null }[]>`select id, parent_id from departments`,
    sql<{ id: string; groupId: string; departmentId: string | null }[]>`
      select g.id, g.group_id, a.department_id from agents g left join accounts a on a.agent_id = g.id`,
  ])
  return {
    departments: departments.map(({ id, parentId }) => ({ id, ...(parentId === null ? {} : { parentId }) })),
    agents: agents.map(({ departmentId, ...rest }) => ({
      ...rest,
      ...(departmentId === null ? {} : { departmentId }),
    })),
  }
}

/** Which columns (arrays of ids) say whom a row concerns. */
export interface Concerns {
  agents: readonly Fragment[]
  queues: Fragment
}

/** True for exactly the rows that `within(reach, row)` lets through. */
export function reachedBy(sql: Queries, reach: Reach | undefined, { agents, queues }: Concerns): Fragment {
  if (reach === 'all') return sql`true`
  if (reach === undefined) return sql`false`
  const agentIds = [...reach.agentIds]
  const queueIds = [...reach.queueIds]
  const parts = [
    ...(agentIds.length > 0 ? agents.map((column): Fragment => sql`${column} && ${agentIds}::text[]`) : []),
    ...(queueIds.length > 0 ? [sql`${queues} && ${queueIds}::text[]`] : []),
  ]
  return parts.length === 0 ? sql`false` : sql`(${parts.reduce((all, one) => sql`${all} or ${one}`)})`
}
