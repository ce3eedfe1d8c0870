// Attendance: published duties against when agents were signed in, which analytics knows from the ledger.
import { z } from 'zod'
import { json, type Reply, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import type { PresenceSpan } from '../../protocol/plan-ask.ts'
import { type Outcome, refused } from '../../records/record/outcome.ts'
import { askPlan } from '../acts/ask.ts'
import { momentIn } from '../acts/moment.ts'
import { attendanceOf } from '../core/attendance.ts'
import { addDays, daysBetween } from '../core/clock.ts'
import { plannedWork } from '../records/attendance.ts'
import { planDate } from './forecast-schemas.ts'
import { attendanceSchema } from './roster-schemas.ts'

const MOST_DAYS = 31

const query = z.object({
  from: planDate,
  to: planDate,
  agentId: z.string().max(64).optional(),
  /** so late, or early, nobody minds */
  graceSeconds: z.coerce.number().int().min(0).max(3_600).default(60),
})

export const attendanceRoutes = (services: Services): Route[] => [
  route({
    right: 'plan-view',
    scope: 'all',
    tag: 'planning',
    method: 'GET',
    path: '/api/plan/attendance',
    summary: 'Planned against worked, a row for each agent and date; `to` is the first date not asked for',
    query,
    answer: attendanceSchema,
    handle: ({ query }) => attendance(services, query),
  }),
]

async function attendance(services: Services, asked: z.output<typeof query>): Promise<Outcome<Reply>> {
  const { from, to, agentId, graceSeconds } = asked
  const days = daysBetween(from, to)
  if (days < 1 || days > MOST_DAYS) {
    return refused('bad-input', { fields: [{ path: 'to', message: `from 1 to ${MOST_DAYS} days` }] })
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
  const world = { ...planned, presence: presence.value, graceMs: graceSeconds * 1_000, now: services.now(), momentOf }
  return json(attendanceOf(world))
}

async function presenceOf(
  services: Services,
  agents: readonly { agentId: string }[],
  from: number,
  to: number,
): Promise<Outcome<PresenceSpan[]>> {
  const agentIds = agents.map((agent) => agent.agentId)
  const end = Math.min(to, services.now())
  if (agentIds.length === 0 || end <= from) return { ok: true, value: [] }
  return askPlan(services, { type: 'presence', agentIds, from, to: end })
}
