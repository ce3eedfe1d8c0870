// How a call ends: everybody is told, every leg is hung up, one record is written. Last words come before it.

import type { HungUpBy } from '#engine/protocol/call.ts'
import type { ActFailure, ActName } from '#engine/protocol/failures.ts'
import type { HangUpCause, RejectCause, Sound } from '#engine/protocol/media.ts'
import { SENTENCES, say } from '#engine/routing/core/speech/sentences.ts'
import type { Draft } from './draft.ts'
import { settleHolds } from './hold.ts'
import { servedOf } from './parties.ts'
import {
  type Ending,
  type Goal,
  isLive,
  type Journey,
  LIMITS,
  type LiveState,
  type Party,
  type RingingState,
} from './state.ts'
import { outcomeNow, summaryOf } from './summary.ts'

interface How {
  /** legs that are gone already */
  gone?: string[]
  cause?: HangUpCause
  reject?: RejectCause
  /** who was rung has been told, or has told us */
  nobodyRings?: boolean
}

export function end(draft: Draft, ending: Ending, how: How = {}): undefined {
  const { state } = draft
  if (!isLive(state)) return
  if (state.mode === 'queue' && !state.stay.over)
    leaveFor(draft, ending, how.gone?.includes(servedOf(state).legId) === true)
  if (state.mode === 'ringing' && !how.nobodyRings) stopRinging(draft, state, how.gone ?? [])
  if (state.mode === 'voicemail' && state.recordingId !== undefined && draft.journey.message === undefined)
    keepMessage(draft)
  stopReach(draft, how.gone)
  settleHolds(draft, state)
  callbackInVain(draft, ending)
  for (const party of state.journey.parties.toReversed()) release(draft, party, how)
  draft.happen({ type: 'call-ended', summary: summaryOf(draft.journey, ending, draft.at) })
}

/** The queue calls him again later. */
function callbackInVain(draft: Draft, { failure, outcome }: Ending): undefined {
  const { callbackOf, callId, talkStartedAt } = draft.journey
  if (callbackOf === undefined || talkStartedAt !== undefined) return
  draft.queue(callbackOf, { type: 'callback-failed', callId, reason: failure ?? outcome })
}

/** The call ends now; what it came to is read off where it stood. */
export function endNow(draft: Draft, state: LiveState, hungUpBy: HungUpBy, how: How = {}): undefined {
  const kept =
    state.mode === 'voicemail' && state.recordingId !== undefined && state.journey.talkStartedAt === undefined
  end(draft, { outcome: kept ? 'voicemail' : outcomeNow(state), hungUpBy }, how)
}

/** Whose hang-up it was, when a party's own phone ended its leg. */
export function whoLeft(journey: Journey, party: Party): HungUpBy {
  if (party.agentId !== undefined) return 'agent'
  return journey.direction !== 'out' && party.legId === journey.parties[0].legId ? 'caller' : 'outside'
}

/** Words, then the end. A caller whose call was never taken hears the network's own words for the cause. */
export function farewell(
  draft: Draft,
  words: string | Sound[],
  ending: Ending,
  { reject = 'unavailable', waitMs }: { reject?: RejectCause; waitMs?: number } = {},
): undefined {
  const { served } = draft
  const { lang } = draft.journey
  if (!served.up) return end(draft, ending, { reject })
  const playId = draft.id()
  const sounds = typeof words === 'string' ? [say(lang, words)] : words
  const wait = waitMs ?? (served.agentId === undefined ? LIMITS.farewellMs : LIMITS.wordsMs)
  draft.order({ type: 'play', legId: served.legId, playId, sounds, repeat: 1 })
  draft.happen({ type: 'farewell-started', playId, ending, until: draft.at + wait })
}

export const apologise = (draft: Draft, ending: Ending): undefined =>
  farewell(draft, SENTENCES[draft.journey.lang].apology(), ending)

/** A party leaves: its leg is hung up, its agent told. */
export function release(draft: Draft, party: Party, how: How = {}): undefined {
  const cause = how.cause ?? 'normal'
  if (!how.gone?.includes(party.legId)) {
    if (party.up) draft.order({ type: 'hang-up', legId: party.legId, cause })
    else draft.order({ type: 'reject', legId: party.legId, cause: how.reject ?? 'unavailable' })
  }
  if (party.agentId !== undefined)
    draft.agent(party.agentId, { type: 'call-over', callId: draft.journey.callId, cause })
}

/** What an agent asked for came to nothing: it is told, in whatever it is at by now. */
export function tellAgent(
  draft: Draft,
  party: { agentId?: string } | undefined,
  act: ActName,
  reason: ActFailure,
): undefined {
  if (party?.agentId === undefined) return
  const { callId, to } = draft.journey
  draft.agent(party.agentId, { type: 'act-failed', callId, act, reason, number: act === 'dial' ? to : '' })
}

export function leaveQueue(
  draft: Draft,
  reason: 'abandoned' | 'voicemail' | 'transferred' | 'call-ended',
  lost: { lost?: true } = {},
): undefined {
  if (draft.state.mode !== 'queue') return
  draft.leave(draft.state.stay, { reason, ...lost })
  draft.happen({ type: 'queue-left', left: reason === 'call-ended' ? 'abandoned' : reason })
}

/** A caller whose leg is gone though nobody hung up was lost by us: the queue keeps his place. */
function leaveFor(draft: Draft, { hungUpBy }: Ending, gone: boolean): undefined {
  if (hungUpBy === 'system' && gone) return leaveQueue(draft, 'call-ended', { lost: true })
  leaveQueue(draft, hungUpBy === 'supervisor' || hungUpBy === 'system' ? 'call-ended' : 'abandoned')
}

export const stopRinging = (draft: Draft, { goal }: RingingState, gone: string[] = []): undefined =>
  stopGoal(draft, goal, gone)

/** Nobody is being brought into the talk any more. */
export function stopReach(draft: Draft, gone: string[] = []): undefined {
  if (withdrawReach(draft, gone)) draft.happen({ type: 'ring-failed', reason: 'cancelled' })
}

/** True when somebody was: the phone stops, its agent is told. */
export function withdrawReach(draft: Draft, gone: string[] = []): boolean {
  if (draft.state.mode !== 'talking' || !draft.state.reach) return false
  const { goal } = draft.state.reach
  if (goal.type === 'queue') draft.leave(goal, { reason: 'call-ended' })
  else if (goal.type !== 'finding') stopGoal(draft, goal, gone)
  return true
}

function stopGoal(draft: Draft, goal: Goal, gone: string[]): undefined {
  if (goal.type === 'agent') {
    draft.agent(goal.agentId, { type: 'withdraw-direct', requestId: goal.requestId, reason: 'call-ended' })
  } else if (!gone.includes(goal.legId)) {
    draft.order({ type: 'hang-up', legId: goal.legId, cause: 'cancelled' })
  }
}

/** The message counts from the moment it is kept, whoever ended it. */
export function keepMessage(draft: Draft): undefined {
  if (draft.state.mode !== 'voicemail' || draft.state.recordingId === undefined) return
  const { mail, recordingId } = draft.state
  const { queueId, agentId, by } = mail
  draft.happen({
    ...{ type: 'message-left', recordingId },
    ...(queueId === undefined ? {} : { queueId }),
    ...(agentId === undefined ? {} : { agentId }),
    ...(by === undefined ? {} : { by }),
  })
}
