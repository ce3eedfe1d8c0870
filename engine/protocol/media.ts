// Orders to a media node and the news it sends back. A leg is one party's SIP dialog with its audio.
import type { ActorRef } from './actors.ts'
import type { AtOnce } from './at-once.ts'

/** One piece of sound. Numbers are turned into words by the engine before they come here. */
export type Sound =
  /** 'beep' is built in: the tone before a recording */
  | { type: 'file'; promptId: string }
  | { type: 'text'; text: string; lang: 'zh' | 'en' }
  /** music or queue background, always from its beginning; built in: 'default', and 'ring-back' (a dialling agent waits) */
  | { type: 'music'; musicId: string }
  | { type: 'silence'; ms: number }

/**
 * `learnt`: sound is taken from where it comes, not only from where the trunk's SDP says. `follows`: a number that the far
 * side names with 302 is dialled there, if it begins with one of these ('' = any).
 */
export type DialTarget =
  /** a phone or browser registered at the edge under this SIP user; `also`: others that ring with it, the first to answer has it */
  | { type: 'user'; user: string; also?: string[] }
  | { type: 'sip'; uri: string }
  | { type: 'trunk'; trunkId: string; number: string; learnt?: true; secure?: true; follows?: string[] }

export type RejectCause = 'busy' | 'declined' | 'not-found' | 'unavailable' | 'forbidden'

export type Times = number | 'forever'
/** Music that goes on by itself once the sounds before were heard to their end; ordered under its id it just goes on. */
export type Next = { playId: string; musicId: string }

/** Small strings a leg carries as the second copy of the truth: queue, joined at, priority, agent … */
export type LegTags = Record<string, string>

/** Every order names the call whose epoch guards it. Ids (play, collect, recording, leg) are given by the engine. */
export type MediaOrder =
  | { type: 'answer'; callId: string; legId: string }
  | { type: 'ring-back'; callId: string; legId: string }
  | { type: 'reject'; callId: string; legId: string; cause: RejectCause }
  | {
      type: 'dial'
      callId: string
      /** the new leg's id */
      legId: string
      /** actor that hears this leg's news */
      owner: ActorRef
      target: DialTarget
      /** what the called party sees */
      from: { number: string; name: string }
      ringMs: number
      /** ask the phone to answer by itself (Answer-Mode, Call-Info and Alert-Info headers) */
      autoAnswer: boolean
      /** its agent has other calls, and knows; without it a phone in a call is not rung for another */
      beside?: true
      tags: LegTags
      /** what the leg counts for at this node while it is there; one more than the most fails: `line-full`, `over-limit` */
      atOnce?: AtOnce[]
    }
  | { type: 'play'; callId: string; legId: string; playId: string; sounds: Sound[]; repeat: Times; next?: Next }
  | { type: 'stop-play'; callId: string; legId: string }
  | {
      type: 'collect'
      callId: string
      legId: string
      collectId: string
      maxDigits: number
      /** keys that end the input and are not part of it, such as '#' */
      terminators: string
      /** counted from the end of what is playing */
      firstDigitMs: number
      interDigitMs: number
      /** a key stops what is playing */
      bargeIn: boolean
      /** keep the digits out of logs, journals and the ledger */
      secret: boolean
    }
  | { type: 'stop-collect'; callId: string; legId: string }
  /** Who hears whom: the whole set for the call; a leg not named as listener hears nobody. */
  | { type: 'hear'; callId: string; pairs: { listener: string; speaker: string }[] }
  | { type: 'send-digits'; callId: string; legId: string; digits: string }
  /** `silenceMs`: the leg said nothing that long: news `silence-reached`, once; the recording goes on until it is stopped */
  | {
      type: 'start-recording'
      callId: string
      legId: string
      recordingId: string
      formats: ('wav' | 'mp3')[]
      silenceMs?: number
    }
  | { type: 'stop-recording'; callId: string; recordingId: string }
  /** nothing of the sound is kept until it is resumed, and no key is told: a card's number is being said or keyed */
  | { type: 'pause-recording'; callId: string; recordingId: string }
  | { type: 'resume-recording'; callId: string; recordingId: string }
  | { type: 'tag'; callId: string; legId: string; tags: LegTags }
  /** hand a leg's news to another actor (blind transfer, outbound) */
  | { type: 'own'; callId: string; legId: string; owner: ActorRef }
  /** a leg of another call goes on in this one, with its dialog; what was played to it, collected and recorded ends */
  | { type: 'take-leg'; callId: string; legId: string; fromCallId: string }
  /** nobody takes the caller whom this phone wanted to pass on (`transfer-asked`) */
  | { type: 'refuse-transfer'; callId: string; legId: string; cause: RejectCause }
  | { type: 'hang-up'; callId: string; legId: string; cause: HangUpCause }

export type HangUpCause = 'normal' | 'cancelled' | 'no-answer' | 'busy' | 'fault' | 'declined'

/** An order as it travels. An order whose epoch is older than one seen for the same shard is refused. */
export interface OrderEnvelope {
  /** id of the order; a doubled order is answered again, not carried out again */
  id: string
  epoch: number
  cause: string
  order: MediaOrder
  /** by the node's steady clock, as its hello told it: given up by then, it is not carried out when node or bus wake up */
  until?: number
}

export type MediaAnswer =
  | { ok: true }
  | {
      ok: false
      refusal:
        | 'stale-epoch'
        | 'too-late'
        /** this agent still has a leg of another call there, whose end is on its way */
        | 'agent-busy'
        | 'unknown-leg'
        | 'unknown-order'
        | 'bad-order'
        | 'node-full'
        | 'cannot'
      detail?: string
    }

/** Who the edge says is calling. */
export type Origin =
  /** `site`: of the company's own, whose people may call everybody inside */
  | { type: 'trunk'; trunkId: string; site?: true }
  /** a registered phone or an agent's browser */
  | { type: 'user'; user: string }
  /** the call-us page */
  | { type: 'guest'; user: string }

export type LegEndedBy = 'peer' | 'us' | 'fault'

/**
 * Why a part of a recording is silent: its agent paused it, the sound part was started anew, the disk was full, nothing of it
 * was found; `awaited`: the machine that has it does not answer, and makes it when it is back.
 */
export type GapReason = 'paused' | 'sound-restarted' | 'no-space' | 'lost' | 'awaited'

/** ms from the recording's beginning */
export interface RecordingGap {
  fromMs: number
  untilMs: number
  reason: GapReason
}

/** News go to the owner of the leg; `call-arrived` goes to the call actor. Delivered at least once, in order per leg. */
export type MediaNews =
  | {
      type: 'call-arrived'
      callId: string
      legId: string
      node: string
      origin: Origin
      from: { number: string; name: string }
      /** the dialled number or user */
      to: string
    }
  /** `sound`: it sends sound before it answers: the network's own words, or its own ringing */
  | { type: 'leg-ringing'; callId: string; legId: string; sound?: true }
  | { type: 'leg-answered'; callId: string; legId: string }
  /** a dialled leg that never was answered */
  | {
      type: 'leg-failed'
      callId: string
      legId: string
      /** 空号 and 关机 as the telephone network tells them */
      cause:
        | HangUpCause
        | 'not-registered'
        | 'unreachable'
        | 'vacant-number'
        | 'switched-off'
        | 'line-full'
        | 'over-limit'
      sipStatus: number
    }
  | {
      type: 'leg-ended'
      callId: string
      legId: string
      by: LegEndedBy
      cause: HangUpCause
      /** the call's legs as they stood at that moment, this one with them and `over`; older nodes say nothing of them */
      legs?: LegTruth[]
      /** a caller who was never answered, because the node had no room */
      full?: true
    }
  | {
      type: 'play-ended'
      callId: string
      legId: string
      playId: string
      reason: 'finished' | 'stopped' | 'failed'
      detail?: string
    }
  | {
      type: 'digits-collected'
      callId: string
      legId: string
      collectId: string
      digits: string
      /** the order was secret: the engine puts a token (secrets.ts) in the place of the digits, and `count` beside it */
      secret?: true
      count?: number
      ended: 'max' | 'terminator' | 'first-timeout' | 'inter-timeout' | 'stopped'
    }
  /** a key outside any collect */
  | { type: 'digit-pressed'; callId: string; legId: string; digit: string }
  /** the phone itself put us on hold or took us back (re-INVITE) */
  | { type: 'phone-held'; callId: string; legId: string; held: boolean }
  /** the phone asked for a transfer (REFER); `replaces`: the call of its other line whose party the caller is to talk with */
  | { type: 'transfer-asked'; callId: string; legId: string; target: string; replaces?: string }
  | {
      type: 'recording-ready'
      callId: string
      recordingId: string
      /** paths below the recordings folder */
      files: { format: 'wav' | 'mp3'; path: string; bytes: number }[]
      durationMs: number
      gaps?: RecordingGap[]
    }
  | { type: 'silence-reached'; callId: string; legId: string; recordingId: string }
  | { type: 'recording-failed'; callId: string; recordingId: string; detail: string }
  /** an order that was accepted could not be carried out */
  | {
      type: 'order-failed'
      callId: string
      legId: string
      order: MediaOrder['type']
      detail: string
      /** no media node heard it: the truth about the legs comes, and what is missing is ordered again */
      unheard?: true
    }

export interface NewsEnvelope {
  id: string
  node: string
  at: number
  news: MediaNews
}

export type LegState = 'arriving' | 'ringing' | 'up'

/** One leg as the media node knows it: the truth that a restarted engine is reconciled with. */
export interface LegTruth {
  legId: string
  callId: string
  node: string
  owner: ActorRef
  state: LegState
  direction: 'in' | 'out'
  from: { number: string; name: string }
  to: string
  origin?: Origin
  tags: LegTags
  hears: string[]
  recordingId?: string
  /** how long it has been there by the node's own clock: clocks of two machines are not compared */
  ageMs: number
  /** how long since it was answered; older nodes do not say */
  upMs?: number
  /** it has ended, and its owner has not taken the news of it yet */
  over?: true
}

/** A media node's sign of life, every second; `at` by its own steady clock. */
export interface MediaHello {
  node: string
  kind: 'rtpengine' | 'memory' | 'freeswitch'
  at: number
  legs: number
  draining: boolean
  /** its disk is nearly full: nothing is recorded */
  noSpace?: boolean
  recordingsToMake?: number
  /** more came than are carried: new calls a second that come in at present, and callers turned away since its start */
  inflow?: { perSecond?: number; turnedAway: number }
}

/** Who can be rung at a media node's edge, every few seconds and at once when somebody registers or is gone. */
export interface PhonesHeard {
  node: string
  /** SIP users with a live registration: ms since each was last confirmed by the phone */
  users: Record<string, number>
  /** who has just signed a phone off: whoever of them is not among `users` is not waited for */
  left?: string[]
}

/** Requests to a media node besides orders. */
export type MediaAsk = { type: 'order'; envelope: OrderEnvelope } | { type: 'legs' } | { type: 'drain'; on: boolean }
