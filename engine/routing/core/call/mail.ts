// Voicemail: words and a tone, then a recording until the hash key, silence, the limit or a hang-up.

import type { Sound } from '#engine/protocol/media.ts'
import type { News } from '#engine/routing/core/call/words.ts'
import { SENTENCES, say } from '#engine/routing/core/speech/sentences.ts'
import type { Voicemail } from './asks.ts'
import { answer } from './audio.ts'
import type { Draft } from './draft.ts'
import { apologise, farewell, keepMessage } from './ending.ts'
import { LIMITS, type VoicemailState } from './state.ts'

export const MAIL = { maxMs: 180_000, silenceMs: 8_000 }
/** shorter than an agent may be dialling */
export const PRIVATE_MAIL = { maxMs: 120_000, silenceMs: 8_000 }

export function takeMessage(draft: Draft, mail: Voicemail, sounds: Sound[] = []): undefined {
  answer(draft)
  const { served } = draft
  const { lang } = draft.journey
  const playId = draft.id()
  const words = sounds.length > 0 ? sounds : [say(lang, SENTENCES[lang].leaveMessage())]
  const order = { type: 'play', legId: served.legId, playId, repeat: 1 } as const
  draft.order({ ...order, sounds: [...words, { type: 'file', promptId: 'beep' }] })
  draft.happen({ type: 'voicemail-entered', mail, playId, until: draft.at + LIMITS.playMs })
}

/** Also when the words could not be played: a message without them is better than none. */
export function wordsSpoken(draft: Draft, state: VoicemailState, { playId }: News<'play-ended'>): undefined {
  if (state.playId === playId) record(draft, state)
}

function record(draft: Draft, state: VoicemailState): undefined {
  const { recordings } = draft.journey
  const { maxMs } = state.mail
  // the talk's recording, when the caller comes from a failed transfer: one at a time on a leg
  const running = recordings.at(-1)
  if (running !== undefined) draft.order({ type: 'stop-recording', recordingId: running })
  const recordingId = draft.id()
  const collectId = draft.id()
  draft.happen({ type: 'recording-started', recordingId })
  draft.happen({ type: 'message-started', recordingId, collectId, until: draft.at + maxMs })
  orderRecording(draft, { recordingId, collectId, mail: state.mail })
}

function orderRecording(
  draft: Draft,
  { recordingId, collectId, mail }: { recordingId: string; collectId: string; mail: Voicemail },
): undefined {
  const { maxMs, silenceMs } = mail
  const { legId } = draft.served
  draft.order({ type: 'start-recording', legId, recordingId, formats: ['wav', 'mp3'], silenceMs })
  draft.order({
    ...{ type: 'collect', legId, collectId, maxDigits: 32, terminators: '#' },
    ...{ firstDigitMs: maxMs, interDigitMs: maxMs, bargeIn: false, secret: false },
  })
}

/** The order was lost with the engine that gave it. */
export function recordAgain(draft: Draft, { recordingId, collectId, mail }: VoicemailState): undefined {
  if (recordingId !== undefined && collectId !== undefined) orderRecording(draft, { recordingId, collectId, mail })
}

export function keyed(draft: Draft, state: VoicemailState, { collectId }: News<'digits-collected'>): undefined {
  if (state.collectId === collectId) finish(draft, state)
}

export function silent(draft: Draft, state: VoicemailState, { recordingId }: News<'silence-reached'>): undefined {
  if (state.recordingId === recordingId) finish(draft, state)
}

export function mailWake(draft: Draft, state: VoicemailState): undefined {
  if (draft.at < state.until) return
  if (state.recordingId === undefined) record(draft, state)
  else finish(draft, state)
}

export function mailOrderFailed(
  draft: Draft,
  state: VoicemailState,
  { order, unheard }: News<'order-failed'>,
): undefined {
  const { recordingId } = state
  if (order === 'play' && recordingId === undefined) return record(draft, state)
  // with the truth about its legs it is ordered again
  if (order !== 'start-recording' || recordingId === undefined || unheard) return
  mailFailed(draft, state, { type: 'recording-failed', callId: state.callId, recordingId, detail: 'refused' })
}

function finish(draft: Draft, { recordingId, journey }: VoicemailState): undefined {
  if (recordingId === undefined) return
  keepMessage(draft)
  draft.order({ type: 'stop-collect', legId: journey.parties[0].legId })
  draft.order({ type: 'stop-recording', recordingId })
  const outcome = journey.talkStartedAt === undefined ? 'voicemail' : 'answered'
  const hungUpBy = journey.queues.length > 0 ? 'queue' : 'flow'
  farewell(draft, SENTENCES[journey.lang].messageKept(), { outcome, hungUpBy })
}

/** Nothing was recorded: say so instead of letting the caller talk into the void. */
export function mailFailed(
  draft: Draft,
  state: VoicemailState,
  { recordingId, detail }: News<'recording-failed'>,
): undefined {
  if (!state.journey.recordings.includes(recordingId)) return
  draft.happen({ type: 'recording-lost', recordingId, detail })
  if (state.recordingId === recordingId) apologise(draft, { outcome: 'failed', hungUpBy: 'system' })
}
