// Supervisors in a call leave it by themselves, or with it: nobody else notices.
import type { Draft } from './draft.ts'
import { release } from './ending.ts'
import { isWatching, legIn } from './parties.ts'
import { settle } from './settle.ts'
import { type CallState, isLive, type Party, type TalkingState } from './state.ts'

/** The talk is over and the call goes on, to a queue or another agent: there is nothing to listen to. */
export function dismissWatchers(draft: Draft, before: CallState): undefined {
  if (before.mode !== 'talking' || draft.state.mode === 'talking' || !isLive(draft.state)) return
  for (const party of before.journey.parties)
    if (isWatching(party) && !legIn(draft.state, party.legId)) release(draft, party)
}

/** Watchers leave by themselves, and nobody notices. True when it was one. */
export function watcherLeft(draft: Draft, state: TalkingState, party: Party, gone: string[]): boolean {
  if (!isWatching(party)) return false
  draft.happen({ type: 'party-left', legId: party.legId, why: 'left' })
  settle(draft, state)
  release(draft, party, { gone })
  return true
}
