// Agents that published rosters put on duty, by slot of the series' grid: need against scheduled against actual.

import type { PlanDate, SeriesId } from '../../protocol/planning.ts'
import type { Duty } from '../../protocol/roster.ts'
import type { Queries } from '../../records/store/postgres.ts'
import { addDays, datesFrom, daysBetween } from '../core/clock.ts'
import { coverOf } from '../core/cover.ts'
import { awayOf } from './meetings.ts'
import { planningOf } from './targets.ts'

interface PublishedRow {
  id: string
  fromDate: PlanDate
  days: number
  series: SeriesId
}

/**
 * Dates from `from` up to but not `to`. A date that no published roster of this series, of a wider one or with its
 * agents holds is left out: nothing is planned there, which is not the same as nobody.
 */
export async function scheduledOf(
  sql: Queries,
  series: SeriesId,
  from: PlanDate,
  to: PlanDate,
): Promise<{ date: PlanDate; agents: number[] }[]> {
  if (to <= from) return []
  const { grid, agentIds } = await planningOf(sql, series)
  const rosters = await sql<PublishedRow[]>`
    select id, from_date, days, series from rosters
    where state = 'published' and from_date < ${to} and from_date + days > ${from}`
  // the night before covers the first hours
  const duties = await sql<(Duty & { rosterId: string })[]>`
    select d.roster_id, d.agent_id, d.date, d.shift_id, d.starts_at, d.ends_at, d.breaks, d.pinned
    from roster_duties d join rosters r on r.id = d.roster_id
    where r.state = 'published' and d.date >= ${addDays(from, -1)} and d.date < ${to}
      and d.agent_id = any(${agentIds}::text[])`
  const manned = new Set(duties.map((duty) => duty.rosterId))
  const ours = rosters.filter((roster) => [series, 'all'].includes(roster.series) || manned.has(roster.id))
  const dates = datesFrom(from, daysBetween(from, to)).filter((date) =>
    ours.some((roster) => date >= roster.fromDate && date < addDays(roster.fromDate, roster.days)),
  )
  const cover = coverOf(grid, dates, duties, await awayOf(sql, addDays(from, -1), to))
  return dates.map((date) => ({ date, agents: cover.get(date) ?? [] }))
}
