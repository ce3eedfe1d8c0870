// The floor as somebody reaches it: its agents with where they stand in the organisation, and its queues.
import type { Floor, FloorAgent } from '../protocol/floor.ts'
import { type Reach, within } from '../rights/may.ts'
import type { Sql } from './store/postgres.ts'

export async function floorOf(sql: Sql, reach: Reach | undefined): Promise<Floor> {
  const [agents, queues] = await Promise.all([
    sql<(FloorAgent & { queueIds: string[] })[]>`
      with recursive tree as (
        select id, name as path from departments where parent_id is null
        union all select d.id, t.path || ' / ' || d.name from departments d join tree t on d.parent_id = t.id)
      select a.id as agent_id, coalesce(t.path, '') as department, g.name as group, a.position,
        array(select queue_id::text from queue_members where agent_id = a.id) as queue_ids
      from agents a join groups g on g.id = a.group_id
        left join accounts o on o.agent_id = a.id left join tree t on t.id = o.department_id
      where a.enabled order by a.number`,
    sql<{ id: string }[]>`select id from queues where enabled order by id`,
  ])
  const reached = agents.filter(({ agentId, queueIds }) => within(reach, { agentIds: [agentId], queueIds }))
  const served = new Set(
    reached.filter(({ agentId }) => within(reach, { agentIds: [agentId] })).flatMap((one) => one.queueIds),
  )
  return {
    agents: reached.map(({ queueIds: _, ...agent }) => agent),
    queueIds: queues
      .map(({ id }) => id)
      .filter((id) => served.has(id) || within(reach, { agentIds: [], queueIds: [id] })),
  }
}
