// Blind transfer: the agent is free at once. Where the caller goes when nobody takes it stands at `reachFailed`.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import { playMusic } from './audio.ts'
import type { Draft, Written } from './draft.ts'
import { farewell } from './ending.ts'
import { settleHolds } from './hold.ts'
import { joinQueue, sentRound } from './join.ts'
import { letGo } from './leaving.ts'
import { othersThan, partyOf } from './parties.ts'
import { find, ringAgent } from './reach.ts'
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
  settleHolds(draft, state)
  draft.happen({ type: 'party-left', legId: leaver.legId, why: 'transferred' })
  draft.order({ type: 'hear', pairs: [] })
  letGo(draft, leaver)
  if (target.type === 'queue') joinQueue(draft, target.queueId)
  else if (target.type === 'answer') standardAnswer(draft, target.promptId)
  else if (target.type === 'flow') toFlow(draft, target.flowId)
  else passOn(draft, target, agentId)
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

function passOn(
  draft: Draft,
  target: Extract<Command<'transfer'>['target'], { type: 'agent' | 'outside' }>,
  byAgentId: string,
): undefined {
  const { lastQueueId } = draft.journey
  const purpose = {
    for: 'transfer',
    byAgentId,
    ...(lastQueueId === undefined ? {} : { queueId: lastQueueId }),
  } as const
  if (target.type === 'agent') return ringAgent(draft, target.agentId, purpose)
  playMusic(draft, draft.served.legId)
  find(draft, target.number, '', purpose)
}
