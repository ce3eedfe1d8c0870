// A leg that was told to hang up is not gone yet: its agent is rung for nobody until the leg's end is heard.
import type { AgentCommand } from '#engine/protocol/agent.ts'
import { type AgentFact, type AgentState, type CallState, CLEAR_WITHIN_MS, type Contact } from './state.ts'

/** Goes with every order that hangs up the leg of a call the agent leaves. */
export function letGo({ contact: call }: CallState, at: number, legId = lastLeg(call)): AgentFact {
  return { type: 'leg-let-go', callId: call.callId, legId, until: at + CLEAR_WITHIN_MS }
}

/** A re-attach whose old leg is gone already has only the new one left. */
const lastLeg = ({ spare, legId }: Contact): string => (spare?.alone ? spare.legId : legId)

/** Whatever comes in may show that the leg is gone: its end, a hang-up in vain, the nodes' truth, or time itself. */
export function clearedFacts({ clearing }: AgentState, command: AgentCommand, at: number): AgentFact[] {
  if (clearing === undefined) return []
  // a leg that the nodes still have was let go all the same: it must not be taken for a new one
  const there = command.type === 'reconcile' && command.legIds.includes(clearing.legId)
  const gone = (at >= clearing.until && !there) || tellsEnd(command, clearing.legId)
  return gone ? [{ type: 'leg-cleared', legId: clearing.legId }] : []
}

function tellsEnd(command: AgentCommand, legId: string): boolean {
  if (command.type === 'reconcile') return !command.legIds.includes(legId)
  if (command.type !== 'news') return false
  const { news } = command
  if (news.type === 'order-failed') return news.legId === legId && news.order === 'hang-up'
  return (news.type === 'leg-ended' || news.type === 'leg-failed') && news.legId === legId
}
