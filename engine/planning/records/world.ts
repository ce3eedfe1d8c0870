// Everything a roster is judged by, read in one go: agents with their rules, shifts, leave, wishes, neighbours, meetings.

import type { PlanDate } from '../../protocol/planning.ts'
import type { Duty, RosterView } from '../../protocol/roster.ts'
import type { Queries } from '../../records/store/postgres.ts'
import { addDays, datesFrom, minutesOf, notBefore } from '../core/clock.ts'
import type { RosterWorld } from '../core/consequences.ts'
import type { RuledAgent } from '../core/faults.ts'
import type { PlanShift, WorkRule } from '../core/rules.ts'
import { awayOf } from './meetings.ts'
import type { RosterRow } from './roster-rows.ts'
import { planningOf } from './targets.ts'

/** Runs and rests of other rosters are looked at so far away. */
const AROUND_DAYS = 14

export interface NamedAgent extends RuledAgent {
  number: string
  name: string
}

export interface NamedWorld extends RosterWorld {
  agents: readonly NamedAgent[]
}

export async function worldOf(sql: Queries, roster: RosterRow, duties: readonly Duty[]): Promise<NamedWorld> {
  const { fromDate: from, days, series, grid } = roster
  const to = addDays(from, days)
  const { agentIds } = await planningOf(sql, series)
  const ids = [...new Set([...agentIds, ...duties.map((duty) => duty.agentId)])]
  return {
    from,
    days,
    grid,
    need: roster.need ?? [],
    agents: await agentsWithRules(sql, ids),
    shifts: await allShifts(sql),
    around: await aroundOf(sql, roster, ids),
    leave: await leaveOf(sql, ids, from, to),
    wishes: await wishesOf(sql, ids, from, to),
    away: await awayOf(sql, from, to),
  }
}

interface ShiftRow {
  id: string
  name: string
  color: string
  startsAt: string
  endsAt: string
  breaks: { earliest: string; latest: string; minutes: number; paid: boolean }[]
  enabled: boolean
}

export async function allShifts(sql: Queries): Promise<PlanShift[]> {
  const rows = await sql<ShiftRow[]>`
    select id, name, color, starts_at, ends_at, breaks, enabled from shifts order by starts_at, ends_at, name`
  return rows.map((row) => {
    const startsAt = minutesOf(row.startsAt)
    const inside = (time: string): number => {
      const minutes = minutesOf(time)
      return minutes < startsAt ? notBefore(startsAt, minutes) : minutes
    }
    return {
      ...row,
      startsAt,
      endsAt: notBefore(startsAt, minutesOf(row.endsAt)),
      breaks: row.breaks.map(({ earliest, latest, minutes, paid }) => ({
        earliest: inside(earliest),
        latest: inside(latest),
        minutes,
        paid,
      })),
    }
  })
}

type RuleRow = Omit<WorkRule, 'earliestStart' | 'latestEnd'> & {
  agentId: string
  number: string
  agentName: string
  ruleId: string | null
  earliestStart: string
  latestEnd: string
}

async function agentsWithRules(sql: Queries, ids: readonly string[]): Promise<NamedAgent[]> {
  const rows = await sql<RuleRow[]>`
    select a.id as agent_id, a.number, a.name as agent_name, r.id as rule_id, r.name, r.week_hours, r.max_days_week,
      r.min_rest_hours, r.max_consecutive_days, r.weekends_off_in_two, r.fair_days, r.earliest_start, r.latest_end, r.shift_ids
    from agents a left join work_rule_agents l on l.agent_id = a.id left join work_rules r on r.id = l.rule_id
    where a.id = any(${ids}::text[]) order by a.number`
  return rows.map((row) => {
    const agent = { agentId: row.agentId, number: row.number, name: row.agentName }
    return row.ruleId === null ? agent : { ...agent, rule: ruleOf(row, row.ruleId) }
  })
}

function ruleOf(row: RuleRow, id: string): WorkRule {
  const earliest = row.earliestStart === '' ? undefined : minutesOf(row.earliestStart)
  const latest = row.latestEnd === '' ? undefined : notBefore(earliest ?? 0, minutesOf(row.latestEnd))
  return {
    id,
    name: row.name,
    weekHours: row.weekHours,
    maxDaysWeek: row.maxDaysWeek,
    minRestHours: row.minRestHours,
    maxConsecutiveDays: row.maxConsecutiveDays,
    weekendsOffInTwo: row.weekendsOffInTwo,
    fairDays: row.fairDays,
    ...(earliest === undefined ? {} : { earliestStart: earliest }),
    ...(latest === undefined ? {} : { latestEnd: latest }),
    shiftIds: row.shiftIds,
  }
}

async function aroundOf(sql: Queries, roster: RosterRow, ids: readonly string[]): Promise<Duty[]> {
  const { id, fromDate: from, days } = roster
  const to = addDays(from, days)
  const rows = await sql<Duty[]>`
    select d.agent_id, d.date, d.shift_id, d.starts_at, d.ends_at, d.breaks, d.pinned
    from roster_duties d join rosters r on r.id = d.roster_id
    where r.state = 'published' and r.id <> ${id} and d.agent_id = any(${ids}::text[])
      and ((d.date >= ${addDays(from, -AROUND_DAYS)} and d.date < ${from})
        or (d.date >= ${to} and d.date < ${addDays(to, AROUND_DAYS)}))`
  return [...rows]
}

/** Approved leave, a line a date. */
export async function leaveOf(
  sql: Queries,
  ids: readonly string[],
  from: PlanDate,
  to: PlanDate,
): Promise<RosterView['leave']> {
  const rows = await sql<{ agentId: string; fromDate: PlanDate; toDate: PlanDate; reason: string }[]>`
    select agent_id, greatest(from_date, ${from}::date) as from_date, least(to_date, ${to}::date - 1) as to_date, reason
    from leave where state = 'approved' and agent_id = any(${ids}::text[]) and from_date < ${to} and to_date >= ${from}`
  return rows.flatMap(({ agentId, fromDate, toDate, reason }) =>
    datesFrom(fromDate, (Date.parse(toDate) - Date.parse(fromDate)) / 86_400_000 + 1).map((date) => ({
      agentId,
      date,
      reason,
    })),
  )
}

async function wishesOf(
  sql: Queries,
  ids: readonly string[],
  from: PlanDate,
  to: PlanDate,
): Promise<RosterView['wishes']> {
  const rows = await sql<{ agentId: string; date: PlanDate; wants: 'off' | 'shift'; shiftId: string | null }[]>`
    select agent_id, date, wants, shift_id from wishes
    where agent_id = any(${ids}::text[]) and date >= ${from} and date < ${to}`
  return rows.map(({ agentId, date, wants, shiftId }) => ({
    agentId,
    date,
    wants,
    ...(shiftId === null ? {} : { shiftId }),
  }))
}
