// An agent's leave: what was asked for, what is left of the year, and what decides whether it approves itself.
import type { PlanDate } from '../../protocol/planning.ts'
import type { Leave, LeaveAllowance } from '../../protocol/roster.ts'
import { companyCalendar } from '../../records/store/company.ts'
import type { Queries } from '../../records/store/postgres.ts'
import { type Dates, datesOf, type LeaveCase, leaveDays, type Marks } from '../core/leave.ts'

export async function leavesOf(sql: Queries, agentId: string, today: PlanDate): Promise<Leave[]> {
  const rows = await sql<Leave[]>`
    select id, from_date, to_date, reason, state from leave
    where agent_id = ${agentId} and to_date >= ${today} order by from_date, id`
  return [...rows]
}

interface LeaveRule {
  id: string
  leaveDays: number
  leaveAtOnce: number
}

async function ruleOf(sql: Queries, agentId: string): Promise<LeaveRule | undefined> {
  const [rule] = await sql<LeaveRule[]>`
    select r.id, r.leave_days, r.leave_at_once from work_rules r join work_rule_agents l on l.rule_id = r.id
    where l.agent_id = ${agentId}`
  return rule
}

const marksIn = async (sql: Queries): Promise<Marks> =>
  new Map((await companyCalendar(sql)).map((day) => [day.date, day]))

/** undefined where the agent's rule counts none. */
export async function allowanceOf(sql: Queries, agentId: string, year: string): Promise<LeaveAllowance | undefined> {
  const rule = await ruleOf(sql, agentId)
  if (!rule || rule.leaveDays === 0) return undefined
  const rows = await sql<(Dates & { state: Leave['state'] })[]>`
    select from_date, to_date, state from leave where agent_id = ${agentId} and state in ('asked', 'approved')
      and from_date <= ${`${year}-12-31`} and to_date >= ${`${year}-01-01`}`
  const marks = await marksIn(sql)
  const sum = (state: Leave['state']): number =>
    rows.filter((row) => row.state === state).reduce((days, row) => days + leaveDays(row, marks, year), 0)
  return { days: rule.leaveDays, taken: sum('approved'), asked: sum('asked') }
}

/** All that decides whether a leave approves itself. */
export async function leaveCase(sql: Queries, agentId: string, leave: Dates, today: PlanDate): Promise<LeaveCase> {
  const rule = await ruleOf(sql, agentId)
  const years = [...new Set(datesOf(leave).map((date) => date.slice(0, 4)))]
  const left = new Map<string, number>()
  for (const year of years) {
    const of = await allowanceOf(sql, agentId, year)
    if (of) left.set(year, of.days - of.taken - of.asked)
  }
  const others = await sql<Dates[]>`
    select l.from_date, l.to_date from leave l join work_rule_agents r on r.agent_id = l.agent_id
    where r.rule_id = ${rule?.id ?? ''} and l.agent_id <> ${agentId} and l.state = 'approved'
      and l.from_date <= ${leave.toDate} and l.to_date >= ${leave.fromDate}`
  const away = new Map<PlanDate, number>()
  for (const date of others.flatMap(datesOf)) away.set(date, (away.get(date) ?? 0) + 1)
  const duties = await sql<{ date: PlanDate }[]>`
    select d.date from roster_duties d join rosters r on r.id = d.roster_id and r.state = 'published'
    where d.agent_id = ${agentId} and d.date >= ${leave.fromDate} and d.date <= ${leave.toDate}`
  return {
    ...{ leave, left, away, today, marks: await marksIn(sql) },
    atOnce: rule?.leaveAtOnce ?? 0,
    duties: new Set(duties.map(({ date }) => date)),
  }
}
