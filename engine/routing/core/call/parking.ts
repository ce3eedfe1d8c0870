// Parking: an agent leaves its caller at a place; any desk or phone of the house fetches him from there.
import type { ParkTarget } from '#engine/protocol/lookups.ts'
import { refuse } from '#engine/routing/core/machine/decided.ts'
import { dialTarget } from './dial-out.ts'
import type { Draft, Written } from './draft.ts'
import { end } from './ending.ts'
import { park } from './parked.ts'
import { reachFailed, ringAgent } from './reach.ts'
import type { FindingState, ParkedState } from './state.ts'
import type { Command } from './words.ts'

export const parkAt = (draft: Draft, { number, recallMs }: ParkTarget, byAgentId: string): undefined =>
  park(draft, { place: number, recallMs, byAgentId, recallAt: draft.at + recallMs, recalls: 0 })

/** The fetching phone rings, and answers by itself where it can. */
export function retrieve(draft: Draft, { park: where }: ParkedState, { agentId, user }: Command<'retrieve'>): Written {
  const purpose = { for: 'parked', park: where } as const
  if (agentId !== undefined) return ringAgent(draft, agentId, purpose)
  if (user === undefined) return refuse('bad-input', 'who fetches it?')
  return dialTarget(draft, { type: 'extension', user, intercom: true }, purpose)
}

export function parkedWake(draft: Draft, { park: where, until }: ParkedState): undefined {
  if (draft.at >= until) ringAgent(draft, where.byAgentId, { for: 'parked', park: where, recall: true })
}

/** A phone dialled a place: who is parked there rings at it, and this call has done its work. */
export function fetchFrom(
  draft: Draft,
  { purpose, user }: FindingState,
  { callId }: ParkTarget,
  agentId = draft.served.agentId,
): undefined {
  if (purpose.for !== 'outbound' || (agentId === undefined && user === undefined))
    return reachFailed(draft, purpose, 'unknown-number')
  if (callId === undefined) return reachFailed(draft, purpose, 'nothing-parked')
  draft.happen({ type: 'direction-known', direction: 'internal' })
  draft.call(callId, { type: 'retrieve', ...(agentId === undefined ? { user: user ?? '' } : { agentId }) })
  end(draft, { outcome: 'self-served', hungUpBy: 'system' }, { reject: 'unavailable' })
}
