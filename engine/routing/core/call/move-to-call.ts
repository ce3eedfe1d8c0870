// Two calls of one agent become one: here whom it talks with is given up to the other call, with its leg, and this one is
// over. There it comes in (`moved-here.ts`).
import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { end } from './ending.ts'
import { settleHolds } from './hold.ts'
import { othersThan, partyOf } from './parties.ts'
import type { TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function moveToCall(
  draft: Draft,
  state: TalkingState,
  { agentId, toCallId, act }: Command<'move-to-call'>,
): Written {
  const asker = partyOf(state, agentId)
  if (!asker) return refuse('no-call')
  const [other, ...more] = othersThan(state, asker)
  if (!other || more.length > 0) return refuse('in-conference')
  if (state.reach || state.passing) return refuse('in-consultation')
  const { callId, node } = draft.journey
  settleHolds(draft, state)
  const { legId, number, agentId: theirs, agentNumber, trunkId } = other
  draft.happen({ type: 'party-left', legId, why: 'moved' })
  if (theirs !== undefined) draft.agent(theirs, { type: 'call-moved', callId, toCallId })
  const party = {
    ...{ legId, number },
    ...(theirs === undefined ? {} : { agentId: theirs }),
    ...(agentNumber === undefined ? {} : { agentNumber }),
    ...(trunkId === undefined ? {} : { trunkId }),
  }
  draft.call(toCallId, { type: 'moved-here', agentId, fromCallId: callId, node, act, party })
  end(draft, { outcome: 'answered', hungUpBy: 'agent' })
  return undefined
}
