// What attendance is judged by: published duties, approved leave and meetings of some dates.

import type { PlanDate } from '../../protocol/planning.ts'
import type { Duty } from '../../protocol/roster.ts'
import type { Queries } from '../../records/store/postgres.ts'
import type { AttendanceWorld } from '../core/attendance.ts'
import { addDays, datesFrom, daysBetween } from '../core/clock.ts'
import { awayOf } from './meetings.ts'
import { leaveOf } from './world.ts'

export type PlannedWork = Pick<AttendanceWorld, 'dates' | 'agents' | 'duties' | 'leave' | 'away'>

/** Dates from `from` up to but not `to`; of one agent, or all who are enabled or were planned. */
export async function plannedWork(
  sql: Queries,
  from: PlanDate,
  to: PlanDate,
  agentId: string | undefined,
): Promise<PlannedWork> {
  // a night before and a night after divide the presence of the first and last date
  const [first, last] = [addDays(from, -1), addDays(to, 1)]
  const one = agentId === undefined ? sql`` : sql`and d.agent_id = ${agentId}`
  const duties = await sql<Duty[]>`
    select d.agent_id, d.date, d.shift_id, d.starts_at, d.ends_at, d.breaks, d.pinned
    from roster_duties d join rosters r on r.id = d.roster_id and r.state = 'published'
    where d.date >= ${first} and d.date < ${last} ${one}`
  const planned = [...new Set(duties.map((duty) => duty.agentId))]
  const agents = await sql<{ agentId: string; number: string; name: string }[]>`
    select id as agent_id, number, name from agents
    where ${agentId === undefined ? sql`(enabled or id = any(${planned}::text[]))` : sql`id = ${agentId}`}
    order by number`
  const ids = agents.map((agent) => agent.agentId)
  return {
    dates: datesFrom(from, daysBetween(from, to)),
    agents: [...agents],
    duties: [...duties],
    leave: await leaveOf(sql, ids, from, to),
    away: await awayOf(sql, first, to),
  }
}

/** After how many minutes a deviation is told, of those whose working-time rule says so. */
export async function alarmMinutes(sql: Queries): Promise<Map<string, number>> {
  const rows = await sql<{ agentId: string; alarmMinutes: number }[]>`
    select l.agent_id, r.alarm_minutes from work_rule_agents l join work_rules r on r.id = l.rule_id
    where r.alarm_minutes > 0`
  return new Map(rows.map((row) => [row.agentId, row.alarmMinutes]))
}
