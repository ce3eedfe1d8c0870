// Words of the queue actor: who waits, who may serve, who is offered to whom and why.
import type { AgentStanding, CallerCard } from './agent.ts'
import type { Lang, QueueConfig, SkillLevel, WayOut } from './company.ts'
import type { WaitTold } from './wait.ts'

/**
 * Which of its stays in queues a call speaks of, and a queue to it: 1, 2, 3 … in the order of the call's life. News of an
 * earlier one are old, also from the same queue. Absent in words of before 2026-12.
 */
export interface StayNumber {
  stay?: number
}

export interface WaitingCall extends StayNumber {
  callId: string
  node: string
  legId: string
  card: CallerCard
  lang: Lang
  vip: boolean
  region: string
  lastAgentId?: string
  dedicatedAgentId?: string
  /** what its number and its flow ask of an agent; absent as nothing */
  needs?: SkillLevel[]
  /** when it joined this queue */
  joinedAt: number
  /** when it joined the first of the queues that sent it on to here */
  firstJoinedAt?: number
  /** his place in the queue when it is not that of `joinedAt`: he was here before, and his audio was lost */
  placeAt?: number
  /** nobody is on the line: he is called when it is his turn, and `callId` is the call that will be made */
  callback?: CallbackAsked
  /** a failed transfer came back: goes ahead like a call an agent failed to answer */
  front?: boolean
}

export interface CallbackAsked {
  /** what is dialled */
  number: string
  askedAt: number
  /** by keys in his call, on a web page, or by somebody of ours */
  by: 'caller' | 'web' | 'staff'
  /** calls made in vain */
  tries: number
}

export type QueueCommand =
  /** `timeZoneOffsetMs`: local time minus UTC, for the day of the counters; sent anew when it changes; absent = as before */
  | { type: 'configure'; config: QueueConfig; agentIds: string[]; timeZoneOffsetMs?: number }
  | { type: 'join'; call: WaitingCall }
  /** `agentId`: who answered */
  /** `lost`: by a fault of ours, so that his place is kept for a while */
  /** `callback`: the number at which he wants to be called instead of waiting on the line */
  | ({
      type: 'leave'
      callId: string
      reason: LeaveReason
      agentId?: string
      lost?: true
      callback?: string
    } & StayNumber)
  /** somebody wants to be called, who never waited on the line */
  | { type: 'ask-callback'; call: WaitingCall & { callback: CallbackAsked } }
  /** the agent was there and he was not reached */
  | { type: 'callback-failed'; callId: string; reason: string }
  | { type: 'cancel-callback'; callId: string }
  /** from a call that is not in it: how it stands; answered as the look-up of this id */
  | { type: 'ask-state'; callId: string; requestId: string }
  | { type: 'agent-changed'; agent: AgentStanding }
  /** answers of agent actors to offers */
  | { type: 'offer-accepted'; offerId: string; agentId: string }
  | { type: 'offer-refused'; offerId: string; agentId: string; reason: string }
  | { type: 'offer-answered'; offerId: string; agentId: string }
  | {
      type: 'offer-missed'
      offerId: string
      agentId: string
      reason: 'no-answer' | 'declined' | 'phone-unreachable' | 'busy'
    }
  /**
   * After a restart, by the tags of the media nodes' legs: calls that wait here or did so last, and agents who ring for
   * them. The calls themselves are asked: each joins again or leaves.
   */
  | { type: 'reconcile'; callIds: string[]; rings?: { offerId: string; callId: string; agentId: string }[] }
  | { type: 'wake' }

/** `answered`: the call has an agent, whatever the queue heard of it */
export type LeaveReason = 'answered' | 'abandoned' | 'voicemail' | 'transferred' | 'call-ended' | 'callback'

/** Why an agent was not chosen; one per rejected candidate, kept with the decision (explainable routing). */
export type RejectedBecause =
  | 'signed-out'
  | 'on-break'
  | 'busy'
  | 'wrap-up'
  | 'no-phone'
  | 'phone-lost'
  | 'paused'
  | 'offered-elsewhere'
  | 'just-missed-this-call'
  /** has not what the call asks for, or not enough of it yet: that is lowered as the wait grows */
  | 'skill-not-yet'
  | 'scored-lower'

export interface Candidate {
  agentId: string
  /** scores in the order of the strategy stack; lower is better */
  scores: number[]
  rejected?: RejectedBecause
  /** name of the strategy that decided against this candidate, for scored-lower */
  decidedBy?: string
}

export interface QueueDayCounters {
  /** local date yyyy-mm-dd */
  date: string
  offered: number
  answered: number
  answeredInTarget: number
  abandoned: number
  overflowed: number
  waitMsSum: number
  longestWaitMs: number
  /** callers of whom it is known whether they waited as long as was reckoned, and of how many nine in ten held */
  told?: number
  toldKept?: number
  /** customers called back and reached */
  calledBack?: number
}

/** `withAgent`: this agent is on the line and he is being called; `notBefore`: not called again until then */
export interface CallbackSeen extends Omit<CallbackAsked, 'number'> {
  withAgent?: string
  notBefore?: number
}

export interface QueueView {
  queueId: string
  name: string
  /** in queue order, at most 100 */
  waiting: {
    callId: string
    number: string
    vip: boolean
    joinedAt: number
    missed: number
    offeredTo?: string
    callback?: CallbackSeen
  }[]
  /** at most 200; larger queues read the agents' own views */
  agents: { agentId: string; mode: AgentStanding['mode']; available: boolean }[]
  /** all agents of the queue by mode, and all who wait: exact also where the lists above and below are cut */
  agentsByMode?: Partial<Record<AgentStanding['mode'], number>>
  waitingCount?: number
  /** of these, who are to be called back; absent as 0 */
  callbacks?: number
  oldestJoinedAt?: number
  /** idle agents beyond those kept back for who calls in: so many a campaign may have; absent where none are kept back */
  spare?: number
  /** for who came now; absent while nobody is there to be waited for */
  wait?: WaitTold
  serviceLevelMs: number
  serviceLevelPercent: number
  today: QueueDayCounters
}

/** How a queue tells a call what became of it. */
export type QueueNotice = Notice & StayNumber

type Notice =
  /** the rest: what the call needs of the queue's settings; absent = default music, nothing recorded, number not said */
  | {
      type: 'queued'
      queueId: string
      position: number
      queueName?: string
      music?: string
      record?: boolean
      sayAgentNumber?: boolean
      /** the agent is told who it is before they talk */
      whisper?: true
      afterTalkFlowId?: string
    }
  | { type: 'queue-refused'; queueId: string; reason: 'full' | 'closed' | 'unknown'; wayOut: WayOut }
  | { type: 'queue-left'; queueId: string; reason: 'max-wait' | 'nobody'; wayOut: WayOut }
  /** a queue that was rebuilt: do you wait here? */
  | { type: 'asked'; queueId: string }
  /** speak the position; when `offerVoicemail`, 1 = go on waiting, 2 = leave a message */
  /** `sayPosition` false: only the wait is spoken; `wait`: and how long it will be */
  | {
      type: 'announce'
      queueId: string
      position: number
      offerVoicemail: boolean
      /** 3 = be called back */
      offerCallback?: true
      sayPosition?: false
      wait?: WaitTold
    }
  | { type: 'agent-reserved'; queueId: string; offerId: string; agentId: string }
  /** `rang` false: the agent was busy elsewhere and let nothing ring out; absent = it rang */
  | { type: 'agent-lost'; queueId: string; offerId: string; agentId: string; rang?: false }
