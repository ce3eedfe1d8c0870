// Hold and back. One of two waits with music; in a conference whoever presses hold steps out, and the others talk on.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { consultedBy, heldBy, othersThan, partyOf } from './parties.ts'
import { settle } from './settle.ts'
import type { CallState, Party, TalkingState } from './state.ts'
import type { Command } from './words.ts'

/** Asks somebody in private, or is about to. */
export const consults = (state: TalkingState, agent: Party): boolean =>
  consultedBy(state, agent).length > 0 ||
  (state.reach?.purpose.byLegId === agent.legId && state.reach.purpose.as === 'consulted')

/** Nobody is there to swap with, to merge or to hand over to: why. */
export const noConsultation = (state: TalkingState, agent: Party): 'still-ringing' | 'no-consultation' =>
  consults(state, agent) ? 'still-ringing' : 'no-consultation'

export function hold(draft: Draft, state: TalkingState, { agentId }: Command<'hold'>): Written {
  const holder = partyOf(state, agentId)
  if (!holder) return refuse('no-call')
  if (consults(state, holder)) return refuse('in-consultation')
  const others = othersThan(state, holder)
  const [only] = others
  const whom = others.length === 1 && only ? only : holder
  if (whom.hold) return undefined
  draft.happen({ type: 'held', by: holder.legId, legId: whom.legId })
  settle(draft, state)
  return undefined
}

export function resume(draft: Draft, state: TalkingState, { agentId }: Command<'resume'>): Written {
  const holder = partyOf(state, agentId)
  if (!holder) return refuse('no-call')
  if (consults(state, holder)) return refuse('in-consultation')
  const waits = heldBy(state, holder)
  if (waits.length === 0) return undefined
  comeBack(draft, waits)
  settle(draft, state)
  return undefined
}

/** The time on hold counts, however the hold ends. */
export function comeBack(draft: Draft, parties: readonly Party[]): undefined {
  for (const { legId, hold } of parties)
    if (hold) draft.happen({ type: 'resumed', heldMs: draft.at - hold.since, legId })
}

export const settleHolds = (draft: Draft, state: CallState): undefined =>
  'journey' in state ? comeBack(draft, state.journey.parties) : undefined
