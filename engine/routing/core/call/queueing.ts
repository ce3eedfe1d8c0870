// Waiting in a queue: music, announcements over it, and the notices of the queue.

import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import { announce, backToMusic, longest, stopChoice } from './announcing.ts'
import { playMusic } from './audio.ts'
import { sayNumber, whisperTo } from './before-talk.ts'
import { askToCallBack, numberChosen } from './callback.ts'
import { agentParty, connect } from './connect.ts'
import type { Draft } from './draft.ts'
import { apologise, leaveQueue } from './ending.ts'
import { joinAgain } from './join.ts'
import { MAIL, takeMessage } from './mail.ts'
import { servedOf } from './parties.ts'
import { type CallState, LIMITS, type QueueState, type Stay } from './state.ts'
import { takeWayOut } from './way-out.ts'
import type { Command, News, Notice } from './words.ts'

type NoticeOfStay = Pick<Stay, 'queueId' | 'stay'>

const LEAST_MUSIC_MS = 3_000

/** A caller may be in the same queue again before its word about the last time is here. */
export const isOf = (here: Pick<Stay, 'queueId' | 'stay'>, { queueId, stay = here.stay }: NoticeOfStay): boolean =>
  queueId === here.queueId && (here.stay ?? stay) === stay

export function queued(draft: Draft, state: QueueState, notice: Notice<'queued'>): undefined {
  const { stay } = state
  if (!isOf(stay, notice) || stay.music !== '') return
  const { music = 'default', record = false, sayAgentNumber = false, afterTalkFlowId, queueName = '' } = notice
  const more = {
    ...(notice.whisper ? { whisper: queueName } : {}),
    ...(afterTalkFlowId ? { afterTalk: afterTalkFlowId } : {}),
  }
  draft.happen({ type: 'queue-entered', music, record, sayAgentNumber, ...more, until: longest(state) })
  if (stay.words === undefined) playMusic(draft, servedOf(state).legId, music)
  else announce(draft, [stay.words])
}

/** Words longer than the queue's rhythm must not follow one another without end: some music is between them. */
const isTooSoon = ({ at }: Draft, { announcing, stay }: QueueState): boolean =>
  announcing !== undefined || (stay.musicSince !== undefined && at < stay.musicSince + LEAST_MUSIC_MS)

export function announced(draft: Draft, state: QueueState, notice: Notice<'announce'>): undefined {
  const { stay, journey } = state
  if (!isOf(stay, notice) || stay.music === '' || isTooSoon(draft, state)) return
  const words = SENTENCES[journey.lang]
  const { position, sayPosition = true, wait, offerVoicemail: voicemail, offerCallback: callback = false } = notice
  const texts = [
    ...(sayPosition ? [words.position(position)] : []),
    ...(wait ? [words.wait(wait.halfMs, wait.mostMs)] : []),
    ...(voicemail || callback ? [words.choices(voicemail, callback)] : []),
  ]
  if (texts.length === 0) return
  announce(draft, texts, ...(voicemail || callback ? [{ type: 'choice' as const, voicemail, callback }] : []))
}

export function wordsOver(draft: Draft, state: QueueState, { playId }: News<'play-ended'>): undefined {
  if (state.announcing?.playId === playId && state.announcing.collectId === undefined) backToMusic(draft, state)
}

export function chosen(draft: Draft, state: QueueState, { collectId, digits }: News<'digits-collected'>): undefined {
  if (state.announcing?.collectId !== collectId) return
  // in states of before 2026-12 there was one question
  const { asks = { type: 'choice', voicemail: true, callback: false } } = state.announcing
  if (asks.type !== 'choice') return numberChosen(draft, state, asks, digits)
  if (asks.callback && digits === '3') return askToCallBack(draft, state)
  if (!asks.voicemail || digits !== '2') return backToMusic(draft, state)
  const { queueId } = state.stay
  leaveQueue(draft, 'voicemail')
  takeMessage(draft, { queueId, ...MAIL })
}

export function refusedByQueue(draft: Draft, state: QueueState, notice: Notice<'queue-refused'>): undefined {
  if (!isOf(state.stay, notice)) return
  stopChoice(draft, state)
  draft.happen({ type: 'queue-left', left: notice.reason === 'full' ? 'full' : 'closed' })
  takeWayOut(draft, notice.wayOut, notice.queueId)
}

export function sentOn(draft: Draft, state: QueueState, notice: Notice<'queue-left'>): undefined {
  if (!isOf(state.stay, notice)) return
  stopChoice(draft, state)
  draft.happen({ type: 'queue-left', left: notice.reason })
  takeWayOut(draft, notice.wayOut, notice.queueId)
}

export function agentReserved(draft: Draft, { stay }: QueueState, notice: Notice<'agent-reserved'>): undefined {
  const { offerId, agentId } = notice
  if (isOf(stay, notice)) draft.happen({ type: 'agent-reserved', offerId, agentId })
}

export function agentLost(draft: Draft, { stay }: QueueState, notice: Notice<'agent-lost'>): undefined {
  const { offerId, agentId, rang } = notice
  if (!isOf(stay, notice)) return
  draft.happen({ type: 'agent-lost', offerId, agentId, ...(rang === undefined ? {} : { rang }) })
}

export function agentAnswered(draft: Draft, state: QueueState, command: Command<'agent-joined'>): undefined {
  const { stay } = state
  const ringMs = stay.offer?.agentId === command.agentId ? draft.at - stay.offer.since : 0
  answeredBy(draft, state, command.agentId)
  const other = agentParty(command)
  if (stay.whisper !== undefined) return whisperTo(draft, other, { ringMs, stay })
  if (!stay.sayAgentNumber) return connect(draft, other, ringMs)
  sayNumber(draft, other, ringMs)
}

/** The queue hears it from the agent too; should that be lost, it must not offer the caller again. */
export function answeredBy(draft: Draft, state: QueueState, agentId: string): undefined {
  stopChoice(draft, state)
  draft.leave(state.stay, { reason: 'answered', agentId })
  draft.happen({ type: 'queue-left', left: 'answered' })
}

/** A queue that was rebuilt asks whether this caller waits in it. */
export function asked(draft: Draft, state: QueueState, notice: Notice<'asked'>): undefined {
  if (notice.queueId === state.stay.queueId) joinAgain(draft)
  else notHere(draft, state, notice)
}

const LEFT_FOR = {
  answered: 'answered',
  voicemail: 'voicemail',
  transferred: 'transferred',
  abandoned: 'abandoned',
} as const

export function notHere(draft: Draft, state: CallState, { queueId }: Notice<'asked'>): undefined {
  const journey = 'journey' in state ? state.journey : undefined
  const left = journey?.queues.findLast((stay) => stay.queueId === queueId)?.left
  const reason = left !== undefined && left in LEFT_FOR ? LEFT_FOR[left as keyof typeof LEFT_FOR] : 'call-ended'
  const agentId = reason === 'answered' ? journey?.agents.at(-1)?.agentId : undefined
  const stay = journey?.stays === undefined ? {} : { stay: journey.stays }
  draft.leave({ queueId, ...stay }, { reason, ...(agentId === undefined ? {} : { agentId }) })
}

/** Its node may have died: the caller hears music and is not sent away for it. */
function askQueueAgain(draft: Draft, { journey }: QueueState): undefined {
  if (draft.at < journey.stageSince + 2 * LIMITS.joinMs) playMusic(draft, journey.parties[0].legId)
  draft.happen({ type: 'queue-asked', until: draft.at + LIMITS.joinMs })
  joinAgain(draft)
}

export function queueWake(draft: Draft, state: QueueState): undefined {
  if (draft.at < state.until) return
  if (state.announcing) {
    stopChoice(draft, state)
    return backToMusic(draft, state)
  }
  const unheard = state.stay.music === ''
  if (unheard && draft.at < state.journey.stageSince + LIMITS.joinWithinMs) return askQueueAgain(draft, state)
  // the queue never answered, or has forgotten the caller
  draft.leave(state.stay, { reason: 'call-ended' })
  draft.happen({ type: 'queue-left', left: unheard ? 'closed' : 'max-wait' })
  apologise(draft, { outcome: 'overflowed', hungUpBy: 'system' })
}
