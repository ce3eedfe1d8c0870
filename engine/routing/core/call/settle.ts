// After a change of the set: media is asked for the difference between what was heard and what is to be heard, and each
// agent is told whether it keeps somebody waiting, and who is in the talk with it.
import type { PartySeen } from '#engine/protocol/party.ts'
import type { Pair } from '#engine/routing/core/hearing/hearing.ts'
import { playMusic } from './audio.ts'
import type { Draft } from './draft.ts'
import { hearingOf, isWatching, isWide, keepsWaiting, legIn, partiesOf, partyOf } from './parties.ts'
import type { CallState, Party, Reach, TalkingState } from './state.ts'

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
  if ((isWide(before) || isWide(draft.state)) && shown(before) !== shown(draft.state)) tellTalk(draft)
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

/** Who is in the talk, for the buttons of each agent in it. Two who talk need no list. */
export function tellTalk(draft: Draft): undefined {
  const { state } = draft
  if (state.mode !== 'talking') return
  const parties = partiesSeen(state)
  for (const party of state.journey.parties) {
    const { agentId } = party
    if (agentId !== undefined && !isWatching(party))
      draft.agent(agentId, { type: 'talk-told', callId: state.callId, parties })
  }
}

const shown = (state: CallState): string => (state.mode === 'talking' ? JSON.stringify(partiesSeen(state)) : '')

/** Who watches is shown to nobody here. */
export const partiesSeen = (state: TalkingState): PartySeen[] => [
  ...state.journey.parties
    .filter((party) => !isWatching(party))
    .map(({ legId, role, number, agentId, hold, by }) => ({
      ...{ legId, role, number, held: hold !== undefined },
      ...(agentId === undefined ? {} : { agentId }),
      ...(by === undefined ? {} : { by }),
    })),
  ...(state.reach ? [seenAs(state.reach)] : []),
]

/** Whoever rings has no leg of its own to be named by before it answers. */
export function seenAs({ goal, purpose }: Reach): PartySeen {
  const role = purpose.as === 'consulted' ? 'consulted' : goal.type === 'agent' ? 'agent' : 'outside'
  const rings = { role, held: false, ringing: true, by: purpose.byLegId } as const
  if (goal.type === 'leg') return { ...rings, legId: goal.legId, number: goal.number }
  if (goal.type === 'agent') return { ...rings, legId: goal.requestId, number: '', agentId: goal.agentId }
  if (goal.type === 'queue') return { ...rings, legId: goal.queueId, number: '', queueId: goal.queueId }
  return { ...rings, legId: goal.requestId, number: goal.number }
}
