// Recording by hand: begun, ended, paused while a card's number is said. Every agent in the call is told, so that its page shows it.
import type { Recording } from '#engine/protocol/agent.ts'
import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { partyOf, talkersOf } from './parties.ts'
import type { Journey, TalkingState } from './state.ts'
import type { Command } from './words.ts'

/** undefined: nothing is being recorded */
export function recordingIn({ recordings, recordingPaused, recordingStopped }: Journey): Recording | undefined {
  if (recordings.length === 0 || recordingStopped) return undefined
  return recordingPaused ? 'paused' : 'on'
}

/** What is said while it is recorded already, or what the queue wants whole, cannot be ended; pausing is always possible. */
export function record(draft: Draft, state: TalkingState, { agentId, act }: Command<'record'>): Written {
  if (!partyOf(state, agentId)) return refuse('no-call')
  const now = recordingIn(draft.journey)
  if (act === 'start') return begin(draft)
  const recordingId = draft.journey.recordings.at(-1)
  if (now === undefined || recordingId === undefined) return refuse('not-recorded')
  if (act === 'stop') {
    if (draft.journey.record) return refuse('recorded-whole')
    draft.happen({ type: 'recording-stopped', recordingId })
    draft.order({ type: 'stop-recording', recordingId })
  } else if ((act === 'pause') === (now === 'on')) {
    draft.happen({ type: act === 'pause' ? 'recording-paused' : 'recording-resumed', recordingId, by: agentId })
    draft.order({ type: act === 'pause' ? 'pause-recording' : 'resume-recording', recordingId })
  }
  return tellRecording(draft)
}

/** One call is one file: one that was ended is not begun anew. */
function begin(draft: Draft): Written {
  const { recordingId: before } = draft.journey
  const { served } = draft
  if (before !== undefined) return refuse('recorded-already')
  if (served.agentId !== undefined) return refuse('command-not-possible', 'an internal call is not recorded')
  beginRecording(draft)
  return tellRecording(draft)
}

export function beginRecording(draft: Draft): undefined {
  const recordingId = draft.id()
  draft.happen({ type: 'recording-started', recordingId })
  draft.order({ type: 'start-recording', legId: draft.served.legId, recordingId, formats: ['wav', 'mp3'] })
}

/** Another agent comes: what the one before paused goes on. */
export function resumeForNext(draft: Draft): undefined {
  const recordingId = draft.journey.recordings.at(-1)
  if (recordingIn(draft.journey) !== 'paused' || recordingId === undefined) return
  draft.happen({ type: 'recording-resumed', recordingId, by: '' })
  draft.order({ type: 'resume-recording', recordingId })
}

export function tellRecording(draft: Draft): undefined {
  const { callId } = draft.journey
  const recording = recordingIn(draft.journey)
  for (const { agentId } of talkersOf(draft.state)) {
    if (agentId) draft.agent(agentId, { type: 'recording-changed', callId, ...(recording ? { recording } : {}) })
  }
}
