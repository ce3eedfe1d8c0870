// Merge: whoever waits and whoever was asked in private talk together with the agent. Nobody is dialled again.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { comeBack, noConsultation } from './hold.ts'
import { consultedBy, heldBy, partyOf } from './parties.ts'
import { settle } from './settle.ts'
import type { TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function merge(draft: Draft, state: TalkingState, { agentId }: Command<'merge'>): Written {
  const asker = partyOf(state, agentId)
  if (!asker) return refuse('no-call')
  if (consultedBy(state, asker).length === 0) return refuse(noConsultation(state, asker))
  comeBack(draft, heldBy(state, asker))
  draft.happen({ type: 'all-talk', by: asker.legId })
  settle(draft, state)
  return undefined
}
