// An agent asks for leave, which a planner decides unless its rule lets it approve itself, and takes it back.
import { z } from 'zod'
import { jsonOf, type Reply, type Request, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import type { By } from '../../records/record/audit.ts'
import { type Outcome, refused } from '../../records/record/outcome.ts'
import type { Queries } from '../../records/store/postgres.ts'
import { dateNow } from '../acts/moment.ts'
import { approvesItself, isTooLong } from '../core/leave.ts'
import { leaveCase } from '../records/leave.ts'
import { leaveBody } from './roster-schemas.ts'

/** These routes are of the agent of the account; others have none of their own. */
export async function asAgent(
  { who }: Pick<Request<unknown, unknown>, 'who'>,
  work: (agentId: string) => Promise<Outcome<Reply>>,
): Promise<Outcome<Reply>> {
  return who.agentId === undefined ? refused('agent-unknown') : work(who.agentId)
}

export function leaveRoutes(services: Services): Route[] {
  const shared = { right: 'plan-view', tag: 'planning', method: 'POST' } as const
  const answer = z.looseObject({ id: z.string(), state: z.string() })
  return [
    route({
      ...shared,
      path: '/api/plan/my-leave',
      summary:
        'Ask for leave, first and last day; approved at once where the working-time rule lets it, else a planner decides',
      body: leaveBody,
      answer,
      handle: (request) => asAgent(request, (agentId) => askLeave(services, agentId, request.body, request.by)),
    }),
    route({
      ...shared,
      path: '/api/plan/my-leave/:id/withdraw',
      summary: 'Take back own leave that has not begun',
      answer,
      handle: ({ params, who, by }) =>
        asAgent({ who }, (agentId) => withdrawLeave(services, agentId, params.id ?? '', by)),
    }),
  ]
}

const kindOf = ({ kinds }: Services) => {
  const kind = kinds.get('leave')
  if (!kind) throw new Error('the kind leave is missing')
  return kind
}

async function askLeave(
  services: Services,
  agentId: string,
  { from: fromDate, to: toDate, reason }: z.output<typeof leaveBody>,
  by: By,
): Promise<Outcome<Reply>> {
  const { records, settings, now } = services
  const today = dateNow(now(), settings.timeZone)
  const leave = { fromDate, toDate }
  // one whose days stand in the wrong order, or of a thousand years, is refused below
  const counts = fromDate <= toDate && !isTooLong(leave)
  // two who ask at the same moment must not both be let go where one may be away
  const decide = async (sql: Queries) => ({
    state: counts && approvesItself(await leaveCase(sql, agentId, leave, today)) ? 'approved' : 'asked',
  })
  const values = { agentId, fromDate, toDate, reason, state: 'asked' }
  return jsonOf(await records.create(kindOf(services), values, by, { decide }))
}

interface Row {
  fromDate: string
  toDate: string
  reason: string
  state: string
  version: number
}

async function withdrawLeave(services: Services, agentId: string, id: string, by: By): Promise<Outcome<Reply>> {
  const { sql, records, settings, now } = services
  const [leave] = await sql<Row[]>`
    select from_date, to_date, reason, state, version from leave where id = ${id} and agent_id = ${agentId}`
  if (!leave) return refused('not-found')
  const begun = leave.fromDate <= dateNow(now(), settings.timeZone)
  if (leave.state !== 'asked' && (leave.state !== 'approved' || begun)) return refused('command-not-possible')
  return jsonOf(await records.change(kindOf(services), id, { ...leave, agentId, state: 'withdrawn' }, by))
}
