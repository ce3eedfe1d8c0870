// Blind transfer: the agent is free as soon as it is known that somebody may take the caller (`passing.ts`). Where the caller
// goes when nobody does stands at `reachFailed`.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import { playMusic } from './audio.ts'
import type { Draft, Written } from './draft.ts'
import { farewell } from './ending.ts'
import { joinQueue, sentRound } from './join.ts'
import { othersThan, partyOf } from './parties.ts'
import { askWhether, leave } from './passing.ts'
import { type Ending, LIMITS, type TalkingState } from './state.ts'
import { askFlow } from './way-out.ts'
import type { Command } from './words.ts'

export function transfer(draft: Draft, state: TalkingState, { agentId, target }: Command<'transfer'>): Written {
  const leaver = partyOf(state, agentId)
  if (!leaver) return refuse('no-call')
  const others = othersThan(state, leaver)
  if (others.length !== 1 || state.reach) return refuse(others.length > 1 ? 'in-conference' : 'in-consultation')
  if (target.type === 'agent' && [agentId, others[0]?.agentId].includes(target.agentId)) {
    return refuse('bad-input', 'the agent is in this call')
  }
  if (target.type === 'agent' || target.type === 'outside' || target.type === 'park')
    return askWhether(draft, target, agentId)
  leave(draft, state, leaver)
  if (target.type === 'queue') joinQueue(draft, target.queueId)
  else if (target.type === 'answer') standardAnswer(draft, target.promptId)
  else toFlow(draft, target.flowId)
  return undefined
}

/** The recorded answer is played to its end, and then the call is over. */
function standardAnswer(draft: Draft, promptId: string): undefined {
  const ending: Ending = { outcome: 'answered', hungUpBy: 'agent' }
  farewell(draft, [{ type: 'file', promptId }], ending, { waitMs: LIMITS.playMs })
}

function toFlow(draft: Draft, flowId: string): undefined {
  playMusic(draft, draft.served.legId)
  if (!sentRound(draft)) askFlow(draft, flowId)
}
