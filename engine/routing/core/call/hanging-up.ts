// Hang-ups and lost legs in any mode, and what still comes after the end.

import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { end, endNow, whoLeft } from './ending.ts'
import { talkedBefore } from './late-talk.ts'
import { partyOf, servedOf } from './parties.ts'
import type { EndedState, FarewellState, LiveState, NewState, OverState } from './state.ts'
import type { Command, News } from './words.ts'

/** Before anybody talks there is only the served party's leg to lose. */
export function servedEnded(
  draft: Draft,
  state: LiveState,
  { legId, by, legs = [], full }: News<'leg-ended'>,
): undefined {
  const [served] = state.journey.parties
  if (legId !== served.legId) return
  // he heard nothing of ours, whatever his flow had come to by then
  if (full) return end(draft, { outcome: 'rejected', hungUpBy: 'system' }, { gone: [legId] })
  talkedBefore(draft, state, legs)
  endNow(draft, draft.state as LiveState, by === 'peer' ? whoLeft(state.journey, served) : 'system', { gone: [legId] })
}

/** The same, told by the agent whose leg the served party's is. */
export function diallerLeft(draft: Draft, state: LiveState, { legId, by }: Command<'agent-left'>): undefined {
  if (legId === servedOf(state).legId) endNow(draft, state, by, { gone: [legId] })
}

export function hangUp(draft: Draft, state: LiveState, { by, who }: Command<'hang-up'>): Written {
  if (by === 'agent' && !partyOf(state, who)) return refuse('no-call')
  endNow(draft, state, by)
  return undefined
}

export function farewellSaid(draft: Draft, state: FarewellState, { playId }: News<'play-ended'>): undefined {
  if (playId === state.playId) end(draft, state.ending)
}

export function farewellNotSaid(draft: Draft, state: FarewellState, { order }: News<'order-failed'>): undefined {
  if (order === 'play') end(draft, state.ending)
}

export function farewellWake(draft: Draft, state: FarewellState): undefined {
  if (draft.at >= state.until) end(draft, state.ending)
}

export function recordingReady(draft: Draft, state: LiveState | EndedState, news: News<'recording-ready'>): undefined {
  const { recordingId, files, durationMs, gaps } = news
  if (!state.journey.recordings.includes(recordingId)) return
  draft.happen({ type: 'recording-stored', recordingId, files, durationMs, ...(gaps ? { gaps } : {}) })
  lastRecording(draft)
}

export function recordingFailed(
  draft: Draft,
  state: LiveState | EndedState,
  news: News<'recording-failed'>,
): undefined {
  const { recordingId, detail } = news
  if (!state.journey.recordings.includes(recordingId)) return
  draft.happen({ type: 'recording-lost', recordingId, detail })
  lastRecording(draft)
}

function lastRecording(draft: Draft): undefined {
  const { state } = draft
  if (state.mode === 'ended' && state.journey.recordings.length === 0) draft.happen({ type: 'over' })
}

/** Answered in the moment it was cancelled: nobody is there to talk to. */
export function lateAnswer(draft: Draft, _state: EndedState, { legId }: News<'leg-answered'>): undefined {
  draft.order({ type: 'hang-up', legId, cause: 'cancelled' })
}

export function endedWake(draft: Draft, state: EndedState): undefined {
  if (draft.at < state.until) return
  const { recordings } = state.journey
  for (const recordingId of recordings) {
    draft.happen(
      state.awaited
        ? { type: 'recording-lost', recordingId, detail: 'its files did not come in time' }
        : { type: 'recording-awaited', recordingId },
    )
  }
  if (state.awaited || recordings.length === 0) draft.happen({ type: 'over' })
}

/** An agent joins a call nobody knows any more: its own leg is the agent's to hang up. */
export function joinedNobody(
  draft: Draft,
  state: NewState | OverState,
  { agentId }: Command<'agent-joined'>,
): undefined {
  draft.agent(agentId, { type: 'call-over', callId: state.callId, cause: 'cancelled' })
}
