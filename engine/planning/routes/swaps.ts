// What agents may do with the plan: look at their own, ask for leave, swap duties with a colleague; a planner approves.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import { may, type Who } from '../../rights/may.ts'
import { dateNow } from '../acts/moment.ts'
import { myRoster } from '../records/my-roster.ts'
import { askSwap, decide, listSwaps } from '../records/swaps.ts'
import { planDate } from './forecast-schemas.ts'
import { asAgent, leaveRoutes } from './leave.ts'
import { myRosterSchema, swapBody, swapSchema } from './roster-schemas.ts'

const COMMANDS = {
  agree: 'Agree to a swap that a colleague asked for',
  refuse: 'Refuse a swap, by the colleague asked or a planner',
  withdraw: 'Withdraw a swap asked for',
  approve: 'Approve an agreed swap: both duties change hands when no rule breaks',
} as const

export const swapRoutes = (services: Services): Route[] => [
  ...own(services),
  ...leaveRoutes(services),
  ...swaps(services),
]

function own(services: Services): Route[] {
  const { sql, settings, now } = services
  const shared = { right: 'plan-view', tag: 'planning' } as const
  return [
    route({
      ...shared,
      method: 'GET',
      path: '/api/plan/my-roster',
      summary: 'The own published duties, leave and swaps; `to` is the first date not asked for',
      query: z.object({ from: planDate, to: planDate }),
      answer: myRosterSchema,
      handle: (request) =>
        asAgent(request, async (agentId) =>
          json(await myRoster(sql, agentId, { ...request.query, today: dateNow(now(), settings.timeZone) })),
        ),
    }),
  ]
}

const ALL = { agentIds: [] }
const seesAll = (who: Who): boolean => may(who, 'plan-view', ALL)

function swaps(services: Services): Route[] {
  const { sql, settings, now } = services
  const shared = { right: 'plan-view', tag: 'planning' } as const
  return [
    route({
      ...shared,
      method: 'GET',
      path: '/api/plan/swaps',
      summary: 'Swaps asked for, newest first; an agent sees the own ones',
      answer: z.array(swapSchema),
      handle: async ({ who }) => json(await listSwaps(sql, seesAll(who) ? undefined : (who.agentId ?? ''))),
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/api/plan/swaps',
      summary: 'Ask a colleague to swap one of the own duties for one of theirs',
      body: swapBody,
      answer: swapSchema,
      handle: (request) =>
        asAgent(request, async (fromAgentId) => {
          const today = dateNow(now(), settings.timeZone)
          return jsonOf(await askSwap(sql, { ...request.body, fromAgentId, at: now(), today }, request.by))
        }),
    }),
    ...Object.entries(COMMANDS).map(([command, summary]) =>
      route({
        ...shared,
        ...(command === 'approve' ? ({ right: 'plan' } as const) : {}),
        method: 'POST',
        path: `/api/plan/swaps/:id/${command}`,
        summary,
        answer: swapSchema,
        handle: async ({ params, who, by }) =>
          jsonOf(
            await decide(
              sql,
              {
                id: params.id ?? '',
                command: command as keyof typeof COMMANDS,
                agentId: who.agentId,
                isPlanner: may(who, 'plan', ALL),
                at: now(),
              },
              by,
            ),
          ),
      }),
    ),
  ]
}
