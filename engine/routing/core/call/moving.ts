// An agent's page was loaded anew and came back on another leg, while the call is at something else than a talk.
import type { Draft } from './draft.ts'
import { announcedIn, servedOf } from './parties.ts'
import { goOn } from './reconcile.ts'
import type { ConnectingState, LiveState } from './state.ts'
import type { Command } from './words.ts'

/** One agent called another, who sent it on: what it heard on the old leg it hears on the new one. */
export function servedMoves(draft: Draft, state: LiveState, command: Command<'agent-moved'>): undefined {
  const { fromLegId, toLegId } = command
  if (fromLegId !== servedOf(state).legId) return
  draft.happen({ type: 'party-moved', fromLegId, toLegId })
  goOn(draft, draft.state as LiveState, [], [])
}

/** While its number is said: the talk will begin on the new leg. */
export function announcedMoves(draft: Draft, state: ConnectingState, command: Command<'agent-moved'>): undefined {
  const { fromLegId, toLegId } = command
  if (fromLegId === announcedIn(state).legId) draft.happen({ type: 'party-moved', fromLegId, toLegId })
  else servedMoves(draft, state, command)
}
