// Take back: whoever was asked in private goes, answered or still ringing, and the agent talks with the caller again.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { stopReach } from './ending.ts'
import { comeBack, consults } from './hold.ts'
import { goOnWithout } from './leaving.ts'
import { consultedBy, heldBy, partyOf } from './parties.ts'
import { settle } from './settle.ts'
import type { TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function takeBack(draft: Draft, state: TalkingState, { agentId }: Command<'take-back'>): Written {
  const asker = partyOf(state, agentId)
  if (!asker) return refuse('no-call')
  if (!consults(state, asker)) return refuse('no-consultation')
  if (state.reach?.purpose.byLegId === asker.legId) {
    stopReach(draft)
    draft.order({ type: 'stop-play', legId: asker.legId })
  }
  for (const party of consultedBy(state, asker)) goOnWithout(draft, party, 'dropped')
  const before = draft.state
  comeBack(draft, heldBy(before, asker))
  settle(draft, before)
  return undefined
}
