// Why an agent got a caller and the others did not: what a routing decision stores, bounded.
import type { AgentStanding } from '#engine/protocol/agent.ts'
import type { Candidate, RejectedBecause, WaitingCall } from '#engine/protocol/queue.ts'
import type { Ranked } from './rank.ts'
import { type Stack, scoreOf } from './stack.ts'

/** Rejected candidates kept with a decision. All others are in the counts by reason. */
export const KEPT_REJECTED = 20

/** A queue of at most this many agents names every one of them in every decision. */
export const NAMES_ALL_UP_TO = 40

/** Why an agent without this queue's offer is not free; undefined when it is. */
export function notFreeBecause(agent: AgentStanding | undefined): RejectedBecause | undefined {
  if (!agent?.signedIn) return 'signed-out'
  if (agent.available) return undefined
  if (agent.unreachable) return agent.unreachable
  if (agent.paused) return 'paused'
  if (agent.mode === 'break') return 'on-break'
  if (agent.mode === 'ringing' || agent.weighs) return 'offered-elsewhere'
  if (agent.mode === 'wrap-up') return 'wrap-up'
  // also ready, yet not available: it just refused an offer and its standing is being asked for
  return 'busy'
}

/** The chosen agent first, then those that scored lower, each with the strategy that decided against it. */
export function candidatesOf(best: readonly Ranked[], stack: Stack): Candidate[] {
  const [chosen] = best
  return best.map((ranked) => {
    const { agentId } = ranked.agent
    if (!chosen || ranked === chosen) return { agentId, scores: ranked.scores }
    const at = ranked.scores.findIndex((score, n) => score !== chosen.scores[n])
    const decidedBy = stack.strategies[at]?.name ?? 'agent-id'
    return { agentId, scores: ranked.scores, rejected: 'scored-lower', decidedBy }
  })
}

export const rejectedCandidate = (
  agent: AgentStanding,
  rejected: RejectedBecause,
  stack: Stack,
  caller: WaitingCall,
  draw: number,
): Candidate => ({
  agentId: agent.agentId,
  scores: stack.strategies.map((strategy) => scoreOf(strategy, agent, caller, draw)),
  rejected,
})
