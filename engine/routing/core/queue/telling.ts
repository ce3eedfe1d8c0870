// What a queue says when an offer is over, whatever ended it.
import type { Decision, Effect } from '#engine/protocol/machine.ts'
import { toAgent } from '#engine/routing/core/machine/decided.ts'
import type { OpenOffer, QueueFact } from './state.ts'

export type QueueMade = Decision<QueueFact>

export const offerEnded = (callId: string, { offerId, agentId }: OpenOffer, result: string): QueueFact => ({
  type: 'offer-ended',
  offerId,
  callId,
  agentId,
  result,
})

export const withdraw = ({ offerId, agentId }: Pick<OpenOffer, 'offerId' | 'agentId'>, reason: string): Effect =>
  toAgent(agentId, { type: 'withdraw-offer', offerId, reason })
