// Invite: somebody more comes into the talk, which goes on meanwhile. From three on it is a conference.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import { bringIn, cannotBringIn } from './bring-in.ts'
import type { Draft, Written } from './draft.ts'
import { consults } from './hold.ts'
import { partyOf, talkersOf } from './parties.ts'
import { LIMITS, type TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function invite(draft: Draft, state: TalkingState, { agentId, target }: Command<'invite'>): Written {
  const asker = partyOf(state, agentId)
  if (!asker) return refuse('no-call')
  if (state.reach || consults(state, asker)) return refuse('in-consultation')
  if (asker.hold) return refuse('command-not-possible', 'invite while held')
  if (talkersOf(state).length >= LIMITS.parties) return refuse('conference-full')
  const not = cannotBringIn(state, target)
  if (not) return not
  bringIn(draft, { for: 'join', byAgentId: agentId, byLegId: asker.legId, as: 'party' }, target)
  return undefined
}
