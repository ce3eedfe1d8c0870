// Drop: whoever was invited, or still rings to come in, goes at any time. The one whom the call is for does not.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { endNow, stopReach } from './ending.ts'
import { goesOnWithout, goOnWithout } from './leaving.ts'
import { legIn, partyOf } from './parties.ts'
import { seenAs, tellTalk } from './settle.ts'
import type { TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function drop(draft: Draft, state: TalkingState, { agentId, legId }: Command<'drop'>): Written {
  const asker = partyOf(state, agentId)
  if (!asker) return refuse('no-call')
  if (state.reach && seenAs(state.reach).legId === legId) {
    draft.order({ type: 'stop-play', legId: state.reach.purpose.byLegId })
    stopReach(draft)
    return tellTalk(draft)
  }
  const party = legIn(state, legId)
  if (party?.by === undefined || party === asker) return refuse('not-yours-to-drop')
  return goesOnWithout(state, party) ? goOnWithout(draft, party, 'dropped') : endNow(draft, state, 'agent')
}
