// Since when an agent may be offered calls: what the weighing of its first offers counts from.
import { type AgentState, isOpen } from './state.ts'

/** Only who serves several queues has anything to weigh. */
export function opened(before: AgentState, after: AgentState, at: number): AgentState {
  if (after === before || after.mode !== 'ready' || after.config.queueIds.length < 2) return after
  const { openSince, ...rest } = after
  if (!isOpen(after)) return openSince === undefined ? after : rest
  return isOpen(before) ? after : { ...after, openSince: at }
}
