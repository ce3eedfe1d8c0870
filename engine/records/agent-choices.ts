// What an agent may choose from at the desk: states, and what a call was about. Records of the company, in its order.
import type { AgentStateInfo, DispositionInfo } from '../protocol/api.ts'
import type { Queries } from './store/postgres.ts'

interface Named {
  name: string
  nameEn: string
}
const labelOf = ({ name, nameEn }: Named) => ({ zh: name, en: nameEn || name })

/** All of them, also those switched off: people were in them. */
export async function agentStates(sql: Queries): Promise<AgentStateInfo[]> {
  const rows = await sql<(Named & { id: string; colour: string; counts: string; enabled: boolean })[]>`
    select id, name, name_en, colour, counts, enabled from agent_states order by place, name`
  return rows.map((row) => ({
    ...{ value: row.id, label: labelOf(row), colour: row.colour as AgentStateInfo['colour'] },
    ...{ working: row.counts === 'work', enabled: row.enabled },
  }))
}

export async function dispositionsOf(sql: Queries): Promise<DispositionInfo[]> {
  const rows = await sql<(Named & { id: string; parentId: string | null; queueIds: string[] })[]>`
    select id, name, name_en, parent_id, queue_ids from dispositions d where enabled
      and not exists (select 1 from dispositions p where p.id = d.parent_id and not p.enabled)
    order by place, name`
  return rows.map((row) => ({
    ...{ id: row.id, label: labelOf(row), queueIds: row.queueIds },
    ...(row.parentId ? { parentId: row.parentId } : {}),
  }))
}

/** One that can be said of a call: there, switched on, and nothing finer below it. */
export async function canBeSaid(sql: Queries, dispositionId: string): Promise<boolean> {
  const all = await dispositionsOf(sql)
  return all.some(({ id }) => id === dispositionId) && !all.some(({ parentId }) => parentId === dispositionId)
}

/** Whose call it was, by the call log. */
export async function hadCall(sql: Queries, agentId: string, callId: string): Promise<boolean> {
  const rows = await sql`select 1 from calls where call_id = ${callId} and agent_ids @> ${[agentId]}::text[]`
  return rows.length > 0
}

/** Names of what this agent can. */
export const skillsOf = async (sql: Queries, agentId: string): Promise<{ id: string; name: string }[]> => [
  ...(await sql<{ id: string; name: string }[]>`
    select s.id, s.name from agents a cross join jsonb_array_elements(a.skills) own join skills s on s.id = own ->> 'skillId'
    where a.id = ${agentId} order by s.name`),
]

/** Flows that lead back to the agent: a caller can be sent into them to be checked. */
export const checksOf = async (sql: Queries): Promise<{ id: string; name: string }[]> => [
  ...(await sql<{ id: string; name: string }[]>`
    select id, name from flows where nodes @> '[{"type":"give-back"}]' order by name`),
]

export const flowsToSendTo = async (sql: Queries): Promise<{ id: string; name: string }[]> => [
  ...(await sql<{ id: string; name: string }[]>`
    select id, name from flows where not nodes @> '[{"type":"give-back"}]' order by name`),
]
