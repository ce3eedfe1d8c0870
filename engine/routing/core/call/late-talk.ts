// A talk of which the engine hears too late, because it was away: its end comes before, or with, the news of the answer. What
// the media node saw when a leg ended says that there was a talk, and for how long.
import type { LegTruth } from '#engine/protocol/media.ts'
import type { Draft } from './draft.ts'
import { answeredBy } from './queueing.ts'
import type { LiveState, TalkingState } from './state.ts'
import { knownLegs, recordingOf, talkIn } from './truth.ts'

/** Before an agent has joined; one whose number is being said is not heard yet. */
const BEFORE_TALK: ReadonlySet<LiveState['mode']> = new Set([
  ...(['arriving', 'finding', 'fetching', 'flow', 'queue', 'ringing'] as const),
])

/** A talk that began so shortly before its end was told together with it. */
const TOGETHER_MS = 1_000

export const isBeforeTalk = ({ mode }: LiveState): boolean => BEFORE_TALK.has(mode)

/** The caller is gone; an agent who had answered has talked with him. Nothing is ordered: nobody is there to hear it. */
export function talkedBefore(draft: Draft, state: LiveState, legs: readonly LegTruth[]): undefined {
  const other = talkIn(legs, knownLegs(state))
  if (!other || !isBeforeTalk(state)) return
  if (state.mode === 'queue') answeredBy(draft, state, other.agentId ?? '')
  recordingFound(draft, legs)
  const { ageMs = 0, upMs = 0 } = legs.find(({ legId }) => legId === other.legId) ?? {}
  draft.happen({ type: 'talk-started', served: draft.served, other, ringMs: Math.max(0, ageMs - upMs) })
  draft.happen({ type: 'talk-lasted', ms: upMs })
}

/** One of two has left. When their talk was told in the same breath, the media node knows for how long it was. */
export function talkedFor(draft: Draft, state: TalkingState, upMs: number | undefined): undefined {
  const seenMs = draft.at - (state.journey.talkStartedAt ?? Number.NEGATIVE_INFINITY)
  if (upMs !== undefined && seenMs < TOGETHER_MS && upMs > seenMs + TOGETHER_MS)
    draft.happen({ type: 'talk-lasted', ms: upMs })
}

/** A recording that runs, or ran, on the leg is this call's. */
export function recordingFound(draft: Draft, legs: readonly LegTruth[]): undefined {
  const recordingId = recordingOf(legs, draft.journey)
  if (recordingId === undefined || draft.journey.recordings.includes(recordingId)) return
  draft.happen({ type: 'recording-started', recordingId })
}
