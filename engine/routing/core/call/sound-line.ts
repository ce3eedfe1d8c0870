// How the sound of each agent came, as its page told: the worst of it is kept for the record.

import { refuse } from '#engine/routing/core/machine/decided.ts'
import { withWorst } from './changing.ts'
import type { Draft, Written } from './draft.ts'
import { partyOf } from './parties.ts'
import type { CheckingState, TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function lineTold(
  draft: Draft,
  state: TalkingState | CheckingState,
  { agentId, line }: Command<'line-told'>,
): Written {
  if (!partyOf(state, agentId)) return refuse('no-call')
  const before = draft.journey.lines ?? []
  if (JSON.stringify(withWorst(before, agentId, line)) !== JSON.stringify(before))
    draft.happen({ type: 'line-told', agentId, line })
  return undefined
}
