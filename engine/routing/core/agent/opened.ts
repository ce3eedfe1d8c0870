// Since when an agent may be offered calls: what the weighing of its first offers counts from.
import { type AgentState, standingOf } from './state.ts'

/** Only who serves several queues has anything to weigh. */
export function opened(before: AgentState, after: AgentState, at: number): AgentState {
  if (after === before || after.mode !== 'ready' || after.config.queueIds.length < 2) return after
  const { openSince, ...rest } = after
  if (!standingOf(after)?.available) return openSince === undefined ? after : rest
  const open = before.mode === 'ready' && standingOf(before)?.available
  return open ? after : { ...after, openSince: at }
}
