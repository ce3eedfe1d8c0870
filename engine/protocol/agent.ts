// Words of the agent actor: the only authority over one agent and all of that agent's legs.
import type { CallbackDue, Owed } from './agent-owes.ts'
import type { AgentConfig, QueueConfig, SkillLevel } from './company.ts'
import type { ActFailure, ActName, FailedAct } from './failures.ts'
import type { LookupAnswer } from './lookups.ts'
import type { HangUpCause, MediaNews } from './media.ts'
import type { OwnLeg } from './own-leg.ts'
import type { LineQuality, PartySeen } from './party.ts'
import type { PhoneWish, TalkKeys } from './phone-wish.ts'
import type { Told, WatchAs } from './supervised.ts'

export type PhoneChoice =
  /** built-in soft phone: registers as browserUser(number) */
  | { type: 'browser' }
  | { type: 'extension'; user: string }
  /** monitor only: no calls are offered (AGT-07) */
  | { type: 'none' }

/** A queue's reservation of an agent for one caller. The offer's id holds the queue's own counter, its reservation epoch. */
export interface Offer {
  offerId: string
  queueId: string
  queueName: string
  callId: string
  /** media node of the caller's leg: the agent's leg is made there too */
  node: string
  caller: CallerCard
  ringMs: number
  lang: 'zh' | 'en'
  sayAgentNumber: boolean
  waitedMs: number
  /** since when the caller counts as waiting, its bonus taken off: of two offers the lower goes first */
  since?: number
  /** what the agent becomes when it lets this ring out; absent = stays-ready */
  missedAgent?: QueueConfig['missedAgent']
  /** so many rings in a row let out until then; absent = 1 */
  breakAfterMissed?: number
  /** how long the agent is spared offers after such an end of the ring; absent or 0 = not */
  pauseMs?: Partial<Record<RingEnd, number>>
  /** the agent says what the call was about before it is ready again */
  disposition?: true
}

export type RecordAct = 'start' | 'stop' | 'pause' | 'resume'
/** What becomes of the call's sound. */
export type Recording = 'on' | 'paused'

/** An identity check: the flow that asks the caller, what came of it, and its words for the agent. */
export interface IdentityCheck {
  flow: string
  state: 'running' | 'passed' | 'failed' | 'incomplete'
  text: string
}

/** How a ring came to nothing. */
export type RingEnd = 'no-answer' | 'declined' | 'phone-unreachable' | 'busy'

/** What the agent wants to become when the present call is over, instead of what is usual. */
export type AfterCall = { mode: 'break'; reason: string; working?: true } | { mode: 'signed-out' } | { mode: 'ready' }

/** What the agent sees of the caller before answering. */
export interface CallerCard {
  number: string
  name: string
  region: string
  vip: boolean
  accessNumber: string
  queueName: string
  /** values the caller keyed or the flow looked up, by variable name */
  collected: Record<string, string>
  customerId?: string
  /** by name: begun in a flow, with what the caller answered by step in `collected` */
  script?: string
  recent: { at: number; queue: string; agent: string; outcome: string }[]
  callback?: CallbackDue
}

export type TransferTarget =
  | { type: 'agent'; agentId: string }
  | { type: 'queue'; queueId: string }
  | { type: 'outside'; number: string }
  | { type: 'flow'; flowId: string }
  /** a recorded standard answer, and then the end */
  | { type: 'answer'; promptId: string }
  /** at the first place that is free */
  | { type: 'park' }

export type AgentCommand =
  /** `timeZoneOffsetMs`: local time minus UTC, for the day of the counters; absent = as before; `keys`: of a phone in a talk */
  | { type: 'configure'; config: AgentConfig; timeZoneOffsetMs?: number; keys?: TalkKeys }
  | { type: 'sign-in'; phone: PhoneChoice; session: string }
  | { type: 'sign-out'; by: 'agent' | 'supervisor' }
  /** dialled at the phone `user`; the call hears what came of it, and is over on that leg in a moment */
  | ({ type: 'by-phone'; callId: string; legId: string; user: string } & PhoneWish)
  | { type: 'ready' }
  /** `working`: the company counts this state as work */
  | { type: 'take-break'; reason: string; working?: true }
  /** asked for during a call; without `after`: as usual */
  | { type: 'after-call'; after?: AfterCall }
  /** the agent has something to write down although no call ended */
  | { type: 'wrap-up' }
  | { type: 'more-time' }
  /** what the call was about, by a record of the company */
  | { type: 'dispose'; callId: string; dispositionId: string; note: string }
  | { type: 'end-wrap-up' }
  /** of the skills it has, those to be called for from now on */
  | { type: 'use-skills'; skillIds: string[] }
  /** from a queue */
  | { type: 'offer'; offer: Offer }
  /** the caller is gone or the queue gave up: stop ringing */
  | { type: 'withdraw-offer'; offerId: string; reason: string }
  /** from a call: ring this agent for a transfer or a colleague's call, outside any queue */
  | {
      type: 'ring-direct'
      requestId: string
      callId: string
      node: string
      caller: CallerCard
      ringMs: number
      /** this agent asked for it: it picks up a colleague's ringing call */
      pickedUp?: true
      /** what this agent passed on comes back: it rings in wrap-up too */
      recall?: true
    }
  /** a colleague wants the call that rings here */
  | { type: 'pick-up'; by: string }
  | { type: 'withdraw-direct'; requestId: string; reason: string }
  /** from a call that somebody wants to pass on: would this agent be rung now, or its calls go elsewhere? */
  | { type: 'may-ring'; requestId: string; callId: string }
  /** the agent's own phone dialled, or the page did: the leg belongs to this agent now */
  | { type: 'adopt-leg'; callId: string; legId: string; node: string; toNumber: string }
  /** page buttons; `node` '': no media node is up */
  | { type: 'dial'; number: string; node: string }
  /** a supervisor goes into an agent's call, or wants another part in it; `number`, `name`: what its phone shows */
  | { type: 'watch'; callId: string; node: string; as: WatchAs; number: string; name: string }
  /** a supervisor's: offered nothing until it is let go again, also after signing in anew */
  | { type: 'bar'; on: boolean }
  /** what a supervisor did to this agent, with a word to it */
  | ({ type: 'told' } & Omit<Told, 'at'>)
  | { type: 'decline' }
  /** `callId`: of another of its calls than the present one */
  | { type: 'hold'; callId?: string }
  | { type: 'resume'; callId?: string }
  /** of its calls it wants to be at this one; the present one waits */
  | { type: 'switch-call'; callId: string }
  | { type: 'transfer'; target: TransferTarget }
  | { type: 'consult'; target: TransferTarget }
  | { type: 'invite'; target: TransferTarget }
  | { type: 'swap' }
  /** with whom it asked in private, else with another of its calls, the last or the one named */
  | { type: 'merge'; callId?: string }
  | { type: 'take-back' }
  | { type: 'hand-over'; callId?: string }
  | { type: 'drop'; legId: string }
  | { type: 'verify'; flowId: string }
  | { type: 'send-digits'; digits: string }
  | { type: 'hang-up'; callId?: string }
  /** recording by hand, and its pause while something is said that must not be kept */
  | { type: 'record'; act: RecordAct }
  /** something to come back to: marked on the record with its moment */
  | { type: 'flag' }
  /** the page's own count of its sound, when it got better or worse */
  | { type: 'line-told'; line: LineQuality }
  /** the page was reloaded in mid-call: ring the phone anew, it answers by itself, and move the talk to that leg */
  | { type: 'reattach' }
  /** from the call */
  /** `legId`, `node`: this agent's leg as the call knows it; absent in records of before 2026-12 */
  | { type: 'call-connected'; callId: string; at: number; legId?: string; node?: string; recording?: Recording }
  | { type: 'call-held'; callId: string; held: boolean }
  /** how far the identity check of its caller is */
  | { type: 'check-told'; callId: string; check?: IdentityCheck }
  /** what this supervisor's part in the call is now */
  | { type: 'watch-told'; callId: string; as: WatchAs }
  | { type: 'recording-changed'; callId: string; recording?: Recording }
  /** whom it talks with went into that call, and it with them */
  | { type: 'call-moved'; callId: string; toCallId: string }
  | { type: 'call-over'; callId: string; cause: HangUpCause | 'transferred' }
  /** who is in the talk, where it is more than two or was */
  | { type: 'talk-told'; callId: string; parties: PartySeen[] }
  /** what this agent asked of the call came to nothing, at once or later */
  | { type: 'act-failed'; callId: string; act: ActName; reason: ActFailure; number: string }
  /** who the number is that this agent dials */
  | { type: 'looked-up'; requestId: string; answer: LookupAnswer }
  /** what the edges say of a SIP user: it is registered with a live connection, or nowhere */
  | { type: 'phone-heard'; user: string; reachable: boolean }
  | { type: 'refresh-standing'; queueId: string }
  | { type: 'news'; news: MediaNews }
  /**
   * The media nodes' truth after a restart: legs of this agent that are really up. With `legs`, an answer missed
   * meanwhile is caught up and a leg nobody knows is hung up; `rebuilt`: this agent's last facts may be lost, so a leg that
   * it never let go is taken for its own.
   */
  | { type: 'reconcile'; legIds: string[]; legs?: OwnLeg[]; rebuilt?: boolean }
  | { type: 'wake' }

export type AgentMode =
  | 'signed-out'
  | 'break'
  | 'ready'
  | 'ringing'
  /** own outbound or internal call is being set up */
  | 'dialling'
  | 'talking'
  | 'wrap-up'

export interface Pause {
  until: number
  because: RingEnd
}

/** What queues need to know of an agent to choose; sent to each of the agent's queues at every change. */
export interface AgentStanding {
  agentId: string
  number: string
  name: string
  region: string
  level: number
  /** skills in use, by id; absent as none */
  skills?: Record<string, number>
  mode: AgentMode
  /** may be offered a call now */
  available: boolean
  signedIn: boolean
  /** spared offers for a moment after a ring that came to nothing */
  paused?: true
  /** has one queue's offer and looks a moment for an older right among its other queues */
  weighs?: true
  /** signed in, without a call, and cannot be rung */
  unreachable?: 'phone-lost' | 'no-phone'
  signedInAt: number
  /** when it last became ready */
  idleSince: number
  /** calls answered since sign-in */
  answered: number
}

/** What live screens and the agent's own page see. */
export interface AgentView extends AgentStanding {
  groupId: string
  queueIds: string[]
  /** all skills, in use or not; absent as none */
  ownSkills?: SkillLevel[]
  phone: PhoneChoice
  /** the phone cannot be rung since then; `unregistered`: no edge knows it, else it did not answer */
  phoneLost?: { at: number; unregistered: boolean }
  /** absolute ms of the last change of mode */
  since: number
  breakReason?: string
  /** the state is no break: outbound only, errands for the company */
  working?: true
  /** spared offers until then, and for what */
  pause?: Pause
  /** this call's disposition is owed: without it the agent does not get ready */
  owes?: Owed
  /** a supervisor lets nothing be offered to it */
  barred?: true
  /** the last that a supervisor did to it */
  told?: Told
  /** mode wanted after the present call */
  after?: AfterCall
  call?: {
    callId: string
    legId: string
    /** media node of its leg */
    node?: string
    direction: 'in' | 'out' | 'internal'
    card: CallerCard
    queueId?: string
    ringingSince: number
    /** the call's clock counts from here: the talk once there is one, else the ring */
    clockFrom?: number
    /** when the two could hear each other */
    connectedAt?: number
    held: boolean
    /** a supervisor's part in an agent's call */
    watch?: WatchAs
    /** absent: it is not recorded */
    recording?: Recording
    /** absent: there was none */
    check?: IdentityCheck
    /** as its page told last; absent: nothing to tell */
    line?: LineQuality
    /** of a talk of more than two, or on the way to it */
    parties?: PartySeen[]
  }
  /** its other calls, set aside; absent as none */
  beside?: NonNullable<AgentView['call']>[]
  wrapUpUntil?: number
  /** the last act that came to nothing, until the next call begins */
  failure?: FailedAct
  today: {
    date: string
    answered: number
    missed: number
    outbound: number
    talkMs: number
    wrapUpMs: number
    holdMs: number
  }
}
