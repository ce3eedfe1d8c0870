// One agent's day by the call records: its calls and the counters above them, from the same rows, so that they agree. What
// rang in vain counts at once, though its record comes when the caller is gone.
import type { AgentCall, AgentDay } from '../../protocol/api.ts'
import type { CallSummary, CallView } from '../../protocol/call.ts'
import type { Fragment, Queries, Sql } from '../store/postgres.ts'

type Raw = Pick<CallSummary, 'callId' | 'direction' | 'from' | 'to' | 'arrivedAt' | 'outcome' | 'agents'> & {
  failure: CallSummary['failure'] | null
  placedBy: string | null
  name: string | null
  rating: string | null
}

const SHOWN = 12

/** The day of `at` in the centre's zone, from its first minute. */
export async function agentDay(
  sql: Sql,
  agentId: string,
  at: number,
  timeZone: string,
  goOn: readonly CallView[] = [],
): Promise<AgentDay> {
  const rows = await sql<Raw[]>`
    with day as (select date_trunc('day', ${at}::timestamptz at time zone ${timeZone}) as begins)
    select c.call_id, c.direction, c.from_number as from, c.to_number as to, c.arrived_at, c.outcome, c.failure,
      c.placed_by, c.agents, c.collected ->> 'rating' as rating, ${nameOfOther(sql, agentId)} as name
    from calls c, day
    where (c.agent_ids @> ${[agentId]}::text[] or c.missed_agent_ids @> ${[agentId]}::text[])
      and c.arrived_at >= day.begins at time zone ${timeZone}
      and c.arrived_at < (day.begins + interval '1 day') at time zone ${timeZone}
    order by c.arrived_at desc, c.call_id`
  const over = new Set(rows.map(({ callId }) => callId))
  const calls = [
    ...goOn.filter(({ callId }) => !over.has(callId)).map(missedOf),
    ...rows.map((row) => callOf(row, agentId)),
  ].sort((a, b) => b.arrivedAt - a.arrivedAt)
  const count = (part: AgentCall['part']): number => calls.filter((call) => call.part === part).length
  const talked = calls.filter((call) => call.talkMs > 0)
  const talkMs = calls.reduce((all, { talkMs }) => all + talkMs, 0)
  return {
    ...{ answered: count('answered'), missed: count('missed'), outbound: count('outbound') },
    ...{ talkMs, averageTalkMs: talked.length === 0 ? 0 : Math.round(talkMs / talked.length) },
    calls: calls.slice(0, SHOWN),
  }
}

/** Who the number is: the agent's own contact, a customer, a colleague. */
const nameOfOther = (sql: Queries, agentId: string): Fragment => sql`(
  select found.name from (select case when c.placed_by = ${agentId} then c.to_number else c.from_number end as number) o,
    lateral (
      select name, 1 as n from agent_contacts where agent_id = ${agentId} and number_key(number) = number_key(o.number)
      union all select data->>'name', 2 from biz_customers
        where keys @> array['tel:' || number_key(o.number)] and deleted_at is null
      union all select name, 3 from agents where number = o.number) found
  where o.number <> '' and found.name <> '' order by found.n limit 1)`

const missedOf = ({ callId, direction, from, to, arrivedAt, card }: CallView): AgentCall => ({
  ...{ callId, direction, from, to, arrivedAt, part: 'missed', talkMs: 0 },
  ...(card.name ? { name: card.name } : {}),
})

function callOf({ agents, placedBy, failure, name, rating, ...row }: Raw, agentId: string): AgentCall {
  const own = agents.filter((stay) => stay.agentId === agentId)
  const part = placedBy === agentId ? 'outbound' : own.length > 0 ? 'answered' : 'missed'
  const talkMs = own.reduce((all, stay) => all + Math.max(0, stay.to - stay.from - stay.holdMs), 0)
  return {
    ...row,
    part,
    talkMs,
    ...(failure ? { failure } : {}),
    ...(name ? { name } : {}),
    ...(rating ? { rating } : {}),
  }
}
