// After a change of the set: media is asked for the difference between what was heard and what is to be heard, and each
// agent is told whether it keeps somebody waiting, and who is in the talk with it.
import type { Pair } from '#engine/routing/core/hearing/hearing.ts'
import { playMusic } from './audio.ts'
import type { Draft } from './draft.ts'
import { hearingOf, isWide, keepsWaiting, legIn, partiesOf, partyOf } from './parties.ts'
import type { CallState, Party } from './state.ts'

const waits = (party: Party | undefined): boolean => party?.hold !== undefined && party.hold.by !== party.legId

export function settle(draft: Draft, before: CallState): undefined {
  const now = partiesOf(draft.state)
  for (const { legId } of now) {
    if (waits(legIn(before, legId)) && !waits(legIn(draft.state, legId))) draft.order({ type: 'stop-play', legId })
  }
  const pairs = hearingOf(draft.state)
  if (!same(pairs, hearingOf(before))) draft.order({ type: 'hear', pairs })
  for (const { legId } of now) {
    if (!waits(legIn(before, legId)) && waits(legIn(draft.state, legId))) playMusic(draft, legId)
  }
  for (const party of now) tellHold(draft, party, before)
  if (isWide(before) || isWide(draft.state)) tellTalk(draft)
}

const same = (a: readonly Pair[], b: readonly Pair[]): boolean =>
  a.length === b.length && a.every((pair, n) => pair.listener === b[n]?.listener && pair.speaker === b[n]?.speaker)

/** Stepped out by itself, or keeps another waiting: its phone bar says hold. */
function tellHold(draft: Draft, party: Party, before: CallState): undefined {
  const { agentId } = party
  if (agentId === undefined) return
  const was = partyOf(before, agentId)
  const held = keepsWaiting(draft.state, party)
  if (held !== (was !== undefined && keepsWaiting(before, was)))
    draft.agent(agentId, { type: 'call-held', callId: draft.state.callId, held })
}

/** Two who talk need no list. */
export function tellTalk(draft: Draft): undefined {
  void draft
}
