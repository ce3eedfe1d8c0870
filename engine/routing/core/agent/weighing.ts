// One order across queues: who becomes free is offered the first caller of each of its queues, and takes the one with the
// oldest right. The others are refused, and their queues offer them to the next agent at once.
import type { Offer } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { Effect } from '#engine/protocol/machine.ts'
import { decided, nothing, toQueue } from '#engine/routing/core/machine/decided.ts'
import type { Made } from './changes.ts'
import { type AgentFact, type AgentState, hasCall, type ReadyState } from './state.ts'

/** Queues answer the news that an agent is free within a few ms; from then on a caller is rung for without delay. */
const WEIGH_MS = 100

const refused = (agentId: string, { offerId, queueId }: Offer, reason: string): Effect =>
  toQueue(queueId, { type: 'offer-refused', offerId, agentId, reason })

/** When the offer held is taken. */
export const takesAt = ({ held, openSince = 0 }: ReadyState): number | undefined => held && openSince + WEIGH_MS

/** Undefined: the offer is taken at once. */
export function weigh(state: ReadyState, offer: Offer, { at }: Given): Made | undefined {
  const { held, openSince } = state
  if (held?.offerId === offer.offerId) return nothing()
  if (!held) {
    const early = openSince !== undefined && at < openSince + WEIGH_MS
    return early ? decided<AgentFact>([{ type: 'offer-held', offer }]) : undefined
  }
  const sooner = (offer.since ?? at) < (held.since ?? at)
  if (!sooner) return decided<AgentFact>([], [refused(state.id, offer, 'outscored')])
  return decided<AgentFact>([{ type: 'offer-held', offer }], [refused(state.id, held, 'outscored')])
}

export const letGoOf = (state: ReadyState, { offerId }: { offerId: string }): Made =>
  state.held?.offerId === offerId ? decided<AgentFact>([{ type: 'offer-let-go', offerId }]) : nothing()

/** The agent did something else meanwhile: the caller goes to another. */
export function heldNoMore(before: AgentState, after: AgentState): Effect[] {
  const held = before.mode === 'ready' ? before.held : undefined
  if (!held || after.mode === 'ready') return []
  const { offerId } = held
  const rings = hasCall(after) && after.contact.why.type === 'offer' && after.contact.why.offerId === offerId
  return rings ? [] : [refused(before.id, held, after.mode === 'break' ? 'on-break' : 'busy')]
}
