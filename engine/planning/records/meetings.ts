// Who is in a meeting or training when: away from the phones though on duty.

import type { PlanDate } from '../../protocol/planning.ts'
import type { Queries } from '../../records/store/postgres.ts'
import { addDays, DAY_MINUTES, minutesOf } from '../core/clock.ts'
import type { Away } from '../core/cover.ts'

interface MeetingRow {
  agentId: string
  date: PlanDate
  startsAt: string
  minutes: number
}

/** Dates from `from` up to but not `to`. */
export async function awayOf(sql: Queries, from: PlanDate, to: PlanDate): Promise<Away[]> {
  const rows = await sql<MeetingRow[]>`
    select l.agent_id, m.date, m.starts_at, m.minutes from meetings m join meeting_agents l on l.meeting_id = m.id
    where m.date >= ${from} and m.date < ${to}`
  return rows.flatMap(({ agentId, date, startsAt, minutes }) => {
    const start = minutesOf(startsAt)
    const span = { from: start, to: start + minutes }
    // who works the night before is still on that date's duty
    const night = { from: start + DAY_MINUTES, to: start + minutes + DAY_MINUTES }
    return [
      { agentId, date, ...span },
      { agentId, date: addDays(date, -1), ...night },
    ]
  })
}
