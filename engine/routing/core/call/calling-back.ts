// The call to a customer who hung up to be called: his queue has told of him, its agent comes on the line, and he is dialled.
import type { Draft } from './draft.ts'
import { joinedNobody } from './hanging-up.ts'
import { find } from './reach.ts'
import type { NewState } from './state.ts'
import type { Command } from './words.ts'

/** So long a customer who was never called is remembered. */
const REMEMBERED_MS = 86_400_000

export function toCallBack(draft: Draft, _state: NewState, { queueId, call, record }: Command<'call-back'>): undefined {
  draft.happen({ type: 'callback-due', callback: { queueId, call, record }, until: draft.at + REMEMBERED_MS })
}

/** The agent of the queue is on the line: now the customer is called. */
export function agentCallsBack(draft: Draft, state: NewState, command: Command<'agent-joined'>): undefined {
  const { callback } = state
  const asked = callback?.call.callback
  if (!callback || !asked) return joinedNobody(draft, state, command)
  const { agentId, agentNumber, legId } = command
  const { call, record } = callback
  const { number } = asked
  const begun = { agentId, agentNumber, legId, node: call.node, number, record, callback }
  draft.happen({ type: 'outbound-begun', ...begun })
  find(draft, number, '', { for: 'outbound' })
}

export function neverCalled(draft: Draft, { until }: NewState): undefined {
  if (until !== undefined && draft.at >= until) draft.happen({ type: 'over' })
}
