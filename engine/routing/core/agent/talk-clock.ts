// How long an agent has talked today. Its desk phone may have two callers in one talk: that is one time, not two.
import { type AgentState, type Contact, contactsOf, hasCall } from './state.ts'

/** Somebody can hear this agent; a supervisor who only watches is no talk. */
const talksIn = ({ connectedAt, heldSince, why }: Contact): boolean =>
  connectedAt !== undefined && heldSince === undefined && (why.type !== 'watch' || why.as === 'agent')

const isTalking = (state: AgentState): boolean => hasCall(state) && contactsOf(state).some(talksIn)

/** Of a talk that began before this clock there was only what its own call knows. */
function beganAt(state: AgentState): number | undefined {
  if (!hasCall(state)) return undefined
  const { connectedAt, holdMs } = state.contact
  return state.talkSince ?? (connectedAt === undefined ? undefined : connectedAt + holdMs)
}

/** The clock runs while at least one of its calls is a talk. */
export function clocked(before: AgentState, after: AgentState, at: number): AgentState {
  const [was, is] = [isTalking(before), isTalking(after)]
  if (after === before || (!was && !is)) return after
  if (!was) return { ...after, talkSince: at } as AgentState
  const since = beganAt(before) ?? at
  if (is) return 'talkSince' in after ? after : ({ ...after, talkSince: since } as AgentState)
  const { talkSince: _, ...rest } = after as AgentState & { talkSince?: number }
  const today = { ...after.today, talkMs: after.today.talkMs + Math.max(0, at - since) }
  return { ...rest, today } as AgentState
}
