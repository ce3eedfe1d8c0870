// Attendance: published duties against when agents were signed in, which analytics knows from the ledger.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import { adherence } from '../acts/adherence.ts'
import { attendance } from '../acts/attendance.ts'
import { planDate } from './forecast-schemas.ts'
import { adherenceSchema, attendanceSchema } from './roster-schemas.ts'

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
    handle: async ({ query: { graceSeconds, ...asked } }) =>
      jsonOf(await attendance(services, { ...asked, graceMs: graceSeconds * 1_000 })),
  }),
  route({
    right: 'plan-view',
    scope: 'all',
    tag: 'planning',
    method: 'GET',
    path: '/api/plan/adherence',
    summary: 'What the roster says of this moment beside what agents do',
    answer: adherenceSchema,
    handle: async () => {
      const { sql, settings, agent, now } = services
      return json(await adherence({ sql, agent, now, timeZone: settings.timeZone }))
    },
  }),
]
