// Consult: the other one waits with music while the agent asks somebody in private.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import { bringIn, cannotBringIn } from './bring-in.ts'
import type { Draft, Written } from './draft.ts'
import { consults } from './hold.ts'
import { othersThan, partyOf } from './parties.ts'
import { settle } from './settle.ts'
import type { TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function consult(draft: Draft, state: TalkingState, { agentId, target }: Command<'consult'>): Written {
  const asker = partyOf(state, agentId)
  if (!asker) return refuse('no-call')
  if (state.reach || consults(state, asker)) return refuse('in-consultation')
  if (asker.hold) return refuse('command-not-possible', 'consult while held')
  const [other, ...more] = othersThan(state, asker)
  if (!other || more.length > 0) return refuse('in-conference')
  const not = cannotBringIn(state, target)
  if (not) return not
  if (!other.hold) draft.happen({ type: 'held', by: asker.legId, legId: other.legId })
  settle(draft, state)
  bringIn(draft, { for: 'join', byAgentId: agentId, byLegId: asker.legId, as: 'consulted' }, target)
  return undefined
}
