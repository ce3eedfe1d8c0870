// Why this agent, why did I wait, who went before me and by what right: told from the decisions that were kept.
import { z } from 'zod'
import { subjects } from '../../protocol/actors.ts'
import type { CallWhy, QueueFactRow } from '../../protocol/why.ts'
import { callDetail, concernsOf } from '../../records/call-log/call-log.ts'
import { stayWhy } from '../../records/call-log/why.ts'
import { refused } from '../../records/record/outcome.ts'
import { namesOf } from '../../records/record/removed.ts'
import { may } from '../../rights/may.ts'
import { askFor } from '../http/ask.ts'
import { json, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const ASK_MS = 15_000
const answer = z.object({
  stays: z.array(z.looseObject({ queueId: z.string() })),
  names: z.record(z.string(), z.string()),
  asOf: z.number(),
})

export const whyRoute = ({ sql, bus }: Services): Route =>
  route({
    ...{ method: 'GET', path: '/api/calls/:id/why', right: 'calls-all', tag: 'calls', answer },
    summary: 'Every decision of its queues about a call: each candidate with its reason, and who went before',
    async handle({ params: { id = '' }, who }) {
      const call = await callDetail(sql, id)
      if (!call) return refused('not-found')
      if (!may(who, 'calls-all', concernsOf(call))) return refused('not-allowed')
      const { queues } = call
      const queueIds = [...new Set(queues.map(({ queueId }) => queueId))]
      if (queueIds.length === 0) return json({ stays: [], names: {}, asOf: call.endedAt } satisfies CallWhy)
      const from = Math.min(...queues.map(({ joinedAt }) => joinedAt))
      const to = Math.max(...queues.map(({ leftAt }) => leftAt))
      const told = await askFor(bus, subjects.report, { type: 'queue-facts', callId: id, queueIds, from, to }, ASK_MS)
      if (!told.ok) return told
      const { rows, asOf } = told.value as { rows: QueueFactRow[]; asOf: number }
      const stays = queues.map((stay) =>
        stayWhy(
          id,
          stay,
          rows.filter(({ queue }) => queue === stay.queueId),
        ),
      )
      const agentIds = stays.flatMap(({ offers, before }) => [
        ...offers.flatMap(({ candidates, agentId }) => [agentId, ...candidates.map((one) => one.agentId)]),
        ...before.map(({ agentId }) => agentId),
      ])
      const [agents, names] = await Promise.all([
        namesOf(sql, 'agents', [...new Set(agentIds)]),
        namesOf(sql, 'queues', queueIds),
      ])
      return json({ stays, names: Object.fromEntries([...agents, ...names]), asOf } satisfies CallWhy)
    },
  })
