// Something to come back to, marked by an agent of the talk: a short tone tells whoever keyed it that it was heard.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { partyOf } from './parties.ts'
import type { CheckingState, TalkingState } from './state.ts'
import type { Command } from './words.ts'

/** in one call: a key that is leant on writes no book */
const MOST = 50

export function flag(draft: Draft, state: TalkingState | CheckingState, { agentId }: Command<'flag'>): Written {
  const party = partyOf(state, agentId)
  if (!party) return refuse('no-call')
  if ((draft.journey.flags?.length ?? 0) >= MOST) return undefined
  draft.happen({ type: 'flagged', agentId })
  draft.order({
    ...{ type: 'play', legId: party.legId, playId: draft.id(), repeat: 1 },
    sounds: [{ type: 'file', promptId: 'beep' }],
  })
  return undefined
}
