// What an agent's queues hear of it.
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { Effect } from '#engine/protocol/machine.ts'
import { sameStanding } from '#engine/routing/core/acd/same.ts'
import { toQueue } from '#engine/routing/core/machine/decided.ts'
import { type AgentState, standingOf } from './state.ts'

/** Every change of standing goes to every queue the agent serves or served. */
export function tellQueues(before: AgentState, after: AgentState): Effect[] {
  if (before === after) return []
  const agent = standingOf(after)
  if (!agent || tellsNothing(standingOf(before), agent, before, after)) return []
  const queueIds = new Set([...(before.config?.queueIds ?? []), ...(after.config?.queueIds ?? [])])
  return [...queueIds].map((queueId) => toQueue(queueId, { type: 'agent-changed', agent }))
}

function tellsNothing(old: AgentStanding | undefined, now: AgentStanding, a: AgentState, b: AgentState): boolean {
  if (!old || (a.config !== b.config && a.config?.queueIds.join() !== b.config?.queueIds.join())) return false
  return sameStanding(old, now)
}
