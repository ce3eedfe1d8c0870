// A call talks on a leg that this agent has let go, or whose facts it lost.
import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import { decided, nothing, toCall, toMedia } from '#engine/routing/core/machine/decided.ts'
import type { Made } from './changes.ts'
import { type AgentFact, type AgentState, CLEAR_WITHIN_MS, hasCall } from './state.ts'

type Connected = Extract<AgentCommand, { type: 'call-connected' }>

/** The call hears that nobody sits there, and the leg ends; until that is heard the agent is rung for nobody. */
export function notThere(state: AgentState, command: Connected, given: Given): Made {
  const { callId, legId, node } = command
  if (legId === undefined || node === undefined) return nothing()
  const free = !hasCall(state) && state.clearing === undefined
  return decided<AgentFact>(free ? [{ type: 'leg-let-go', callId, legId, until: given.at + CLEAR_WITHIN_MS }] : [], [
    toMedia(node, { type: 'hang-up', callId, legId, cause: 'normal' }),
    toCall(callId, { type: 'agent-left', agentId: state.id, legId, by: 'system' }),
  ])
}
