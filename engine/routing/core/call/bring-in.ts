// Brings somebody into a talk that goes on meanwhile: a colleague, an extension, an outside number, or whoever a queue finds.
import type { TransferTarget } from '#engine/protocol/agent.ts'
import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { partyOf } from './parties.ts'
import { find, ringAgent, ringBack } from './reach.ts'
import { tellTalk } from './settle.ts'
import { type Joining, LIMITS, type TalkingState } from './state.ts'

/** Refusals come before anything has happened: whoever calls this asks first. */
export function cannotBringIn(state: TalkingState, target: TransferTarget): Written {
  if (target.type === 'flow' || target.type === 'answer' || target.type === 'park')
    return refuse('command-not-possible', 'nobody to talk with')
  if (target.type === 'agent' && partyOf(state, target.agentId)) return refuse('bad-input', 'the agent is in this call')
  return undefined
}

export function bringIn(draft: Draft, purpose: Joining, target: TransferTarget): undefined {
  if (target.type === 'agent') ringAgent(draft, target.agentId, purpose)
  else if (target.type === 'queue') askQueue(draft, purpose, target.queueId)
  else if (target.type === 'outside') find(draft, target.number, '', purpose)
  tellTalk(draft)
}

function askQueue(draft: Draft, purpose: Joining, queueId: string): undefined {
  draft.happen({ type: 'reach-queued', purpose, queueId, joinedAt: draft.at, until: draft.at + LIMITS.reachQueueMs })
  joinReach(draft)
  ringBack(draft, purpose)
}

/** The agent's own leg waits in the queue, under the call's card: whoever answers sees whom it is about. */
export function joinReach(draft: Draft): undefined {
  if (draft.state.mode !== 'talking' || draft.state.reach?.goal.type !== 'queue') return
  const { goal, purpose } = draft.state.reach
  const { callId, node, card, lang, vip, caller } = draft.journey
  const { queueId, joinedAt, stay } = goal
  const legId = purpose.byLegId
  draft.queue(queueId, {
    type: 'join',
    call: { ...{ callId, node, legId, card, lang, vip, region: caller.region, joinedAt }, ...(stay ? { stay } : {}) },
  })
}
