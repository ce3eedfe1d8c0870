// The wallboard at any moment of the last 90 days, as live views show it: who looks sees what he may see now.
import { z } from 'zod'
import { dateNow, momentIn } from '../../planning/acts/moment.ts'
import { subjects } from '../../protocol/actors.ts'
import type { AgentView } from '../../protocol/agent.ts'
import type { BoardPast, BoardPastAsk, PastAgent, PastQueue } from '../../protocol/board-past.ts'
import type { QueueView } from '../../protocol/queue.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import { type Reach, reachOf, within } from '../../rights/may.ts'
import { askFor } from '../http/ask.ts'
import { jsonOf, type Route, route } from '../http/route.ts'
import { when } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'

const ASK_MS = 15_000
const DAY_MS = 86_400_000
const KEPT_DAYS = 90

interface QueueRow {
  id: string
  name: string
  serviceLevelMs: number
  serviceLevelPercent: number
  agentIds: string[]
}
interface AgentRow {
  id: string
  number: string
  name: string
  groupId: string
  queueIds: string[]
}

export type AgentPast = Pick<
  AgentView,
  'agentId' | 'number' | 'name' | 'groupId' | 'mode' | 'since' | 'signedIn' | 'queueIds' | 'available'
>
export interface BoardAt {
  at: number
  queues: QueueView[]
  agents: AgentPast[]
}

export const boardPastRoutes = (services: Services): Route[] => [
  route({
    ...{ method: 'GET', path: '/api/monitor/past', right: 'monitor', tag: 'supervise' },
    summary: 'The wallboard at a moment of the last 90 days; agents count for the queues they serve today',
    query: z.object({ at: when }),
    answer: z.object({ at: z.number(), queues: z.array(z.looseObject({})), agents: z.array(z.looseObject({})) }),
    handle: async ({ query, who }) => jsonOf(await boardAt(services, query.at, reachOf(who, 'monitor'))),
  }),
]

async function boardAt(services: Services, at: number, reach: Reach | undefined): Promise<Outcome<BoardAt>> {
  const { sql, bus, now, settings } = services
  if (at > now() || at < now() - KEPT_DAYS * DAY_MS) return refused('bad-input')
  const date = dateNow(at, settings.timeZone)
  const midnight = momentIn(settings.timeZone)(date, 0)
  const ask: BoardPastAsk = { type: 'board-past', at, midnight }
  const asked = await askFor(bus, subjects.report, ask, ASK_MS)
  if (!asked.ok) return asked
  const past = asked.value as BoardPast
  const [queues, agents] = await Promise.all([
    sql<QueueRow[]>`select q.id, q.name, q.service_level_ms, q.service_level_percent,
      array(select m.agent_id from queue_members m where m.queue_id = q.id) as agent_ids from queues q`,
    sql<AgentRow[]>`select a.id, a.number, a.name, a.group_id,
      array(select m.queue_id from queue_members m where m.agent_id = a.id) as queue_ids from agents a`,
  ])
  const stateOf = new Map(past.agents.map((one) => [one.agent, one]))
  const shown = agents.map((agent) => agentAt(agent, stateOf.get(agent.id)))
  const countOf = new Map(past.queues.map((one) => [one.queue, one]))
  return done({
    at,
    queues: queues
      .filter(({ id, agentIds }) => within(reach, { agentIds, queueIds: [id] }))
      .map((queue) => queueAt(queue, countOf.get(queue.id), shown, date)),
    agents: shown.filter(({ agentId, queueIds }) => within(reach, { agentIds: [agentId], queueIds })),
  })
}

function agentAt({ id, ...agent }: AgentRow, state: PastAgent | undefined): AgentPast {
  const mode = state?.mode ?? 'signed-out'
  return {
    ...{ ...agent, agentId: id, mode, since: state?.since ?? 0 },
    ...{ signedIn: mode !== 'signed-out', available: mode === 'ready' },
  }
}

function queueAt(
  { id, name, serviceLevelMs, serviceLevelPercent }: QueueRow,
  count: PastQueue | undefined,
  agents: readonly AgentPast[],
  date: string,
): QueueView {
  const modes: NonNullable<QueueView['agentsByMode']> = {}
  for (const { mode, queueIds } of agents) if (queueIds.includes(id)) modes[mode] = (modes[mode] ?? 0) + 1
  const of = (name: Exclude<keyof PastQueue, 'queue'>): number => Number(count?.[name] ?? 0)
  return {
    ...{ queueId: id, name, waiting: [], agents: [], agentsByMode: modes, serviceLevelMs, serviceLevelPercent },
    waitingCount: of('waiting'),
    ...(of('waiting') > 0 ? { oldestJoinedAt: of('oldest') } : {}),
    today: {
      ...{ date, offered: of('offered'), answered: of('answered'), answeredInTarget: of('inTarget') },
      ...{ abandoned: of('abandoned'), overflowed: of('overflowed') },
      ...{ waitMsSum: of('waitMs'), longestWaitMs: of('longestMs') },
    },
  }
}
