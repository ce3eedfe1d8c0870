// Planned against worked, a row for each agent and date: duties of the database, presence that analytics knows from the ledger.
import type { Services } from '../../gateway/http/services.ts'
import type { PresenceSpan } from '../../protocol/plan-ask.ts'
import type { PlanDate } from '../../protocol/planning.ts'
import type { AttendanceRow } from '../../protocol/roster.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { attendanceOf } from '../core/attendance.ts'
import { addDays, daysBetween } from '../core/clock.ts'
import { plannedWork } from '../records/attendance.ts'
import { askPlan } from './ask.ts'
import { momentIn } from './moment.ts'

const MOST_DAYS = 31

export interface AttendanceAsked {
  from: PlanDate
  /** first date not asked for */
  to: PlanDate
  agentId?: string | undefined
  /** so late, or early, nobody minds */
  graceMs: number
}

export async function attendance(services: Services, asked: AttendanceAsked): Promise<Outcome<AttendanceRow[]>> {
  const { from, to, agentId, graceMs } = asked
  const days = daysBetween(from, to)
  if (days < 1 || days > MOST_DAYS) {
    return refused('bad-input', { fields: [{ path: 'to', message: `from 1 to ${MOST_DAYS} days` }], say: TOO_MANY })
  }
  const momentOf = momentIn(services.settings.timeZone)
  const planned = await plannedWork(services.sql, from, to, agentId)
  const presence = await presenceOf(
    services,
    planned.agents,
    momentOf(addDays(from, -1), 0),
    momentOf(addDays(to, 1), 0),
  )
  if (!presence.ok) return presence
  return done(attendanceOf({ ...planned, presence: presence.value, graceMs, now: services.now(), momentOf }))
}

const TOO_MANY = { zh: `一次最多 ${MOST_DAYS} 天`, en: `At most ${MOST_DAYS} days at once` }

async function presenceOf(
  services: Services,
  agents: readonly { agentId: string }[],
  from: number,
  to: number,
): Promise<Outcome<PresenceSpan[]>> {
  const agentIds = agents.map((agent) => agent.agentId)
  const end = Math.min(to, services.now())
  if (agentIds.length === 0 || end <= from) return done([])
  return askPlan(services, { type: 'presence', agentIds, from, to: end })
}
