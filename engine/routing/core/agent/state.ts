// What an agent actor knows: one shape per mode, and what queues and screens see of it.

import type {
  AfterCall,
  AgentStanding,
  AgentView,
  CallerCard,
  IdentityCheck,
  Offer,
  Pause,
  PhoneChoice,
  Recording,
} from '#engine/protocol/agent.ts'
import type { Owed } from '#engine/protocol/agent-owes.ts'
import { type AgentConfig, browserUser, type QueueConfig } from '#engine/protocol/company.ts'
import type { AgentReportFact } from '#engine/protocol/facts.ts'
import type { FailedAct } from '#engine/protocol/failures.ts'
import type { LineQuality, PartySeen } from '#engine/protocol/party.ts'
import type { TalkKeys } from '#engine/protocol/phone-wish.ts'
import type { Told, WatchAs } from '#engine/protocol/supervised.ts'
import { DEFAULT_ZONE_MS } from '#engine/routing/core/machine/day.ts'
import type { TimeSet } from '#engine/routing/core/machine/time-set.ts'
import { skillsOf } from './skills.ts'

/** Why this agent has a leg. */
export type Why =
  | ({ type: 'offer'; offerId: string; queueId: string; missedAgent: QueueConfig['missedAgent'] } & Pick<
      Offer,
      'breakAfterMissed' | 'pauseMs' | 'disposition'
    >)
  | { type: 'direct'; requestId: string; pickedUp?: true }
  | { type: 'dial'; number: string; requestId?: string }
  /** a supervisor in an agent's call */
  | { type: 'watch'; as: WatchAs }
  /** the phone dialled by itself */
  | { type: 'adopted' }

/**
 * What this agent is at, with a customer or a colleague. A voice call today; a mode does not ask which kind it is.
 */
export interface Contact extends VoiceCall {
  kind: 'voice'
}

export interface VoiceCall {
  callId: string
  legId: string
  node: string
  direction: 'in' | 'out' | 'internal'
  card: CallerCard
  why: Why
  ringingSince: number
  ringMs: number
  /** own leg is up */
  answeredAt?: number
  /** the two can hear each other */
  connectedAt?: number
  heldSince?: number
  holdMs: number
  /** of a talk of more than two, or on the way to it */
  parties?: PartySeen[]
  hangUpAskedAt?: number
  recording?: Recording
  /** of its caller */
  check?: IdentityCheck
  /** as the page told last */
  line?: LineQuality
  /** keys of its phone that may become a code */
  typed?: { keys: string; at: number }
  /** the agent has said what it is about */
  disposed?: true
  /** the leg that takes over once it is up; `alone`: the one before is gone already */
  spare?: { legId: string; until: number; alone: boolean }
}

export type After = AfterCall

interface Basis {
  id: string
  config?: AgentConfig
  zoneMs: number
  today: AgentView['today']
  /** absolute ms of the last change of mode */
  since: number
  /** the last offers taken, so that a doubled or late message about one is answered by what became of it */
  past: { offerId: string; answered: boolean }[]
  /** the leg of the last call, told to hang up and not heard to be gone; taken for gone at `until` */
  clearing?: { legId: string; until: number }
  /** the last act that came to nothing, until the next call begins */
  failure?: FailedAct
  /** by a supervisor */
  barred?: true
  told?: Told
  /** what its phone keys during a talk */
  keys?: TalkKeys
}

export interface Session {
  phone: PhoneChoice
  session: string
  lost?: AgentView['phoneLost']
  signedInAt: number
  idleSince: number
  answered: number
  /** skills chosen for this sign-in; absent: all */
  skillIds?: string[]
  /** rings of queues let out one after the other */
  missedInRow?: number
  /** while ready: offered nothing until then */
  pause?: Pause
  owes?: Owed
}

interface SignedIn extends Basis {
  config: AgentConfig
  me: Session
}

interface InCall extends SignedIn {
  contact: Contact
  /** other calls it has, on hold or joined by its own phone; absent as none */
  beside?: Contact[]
  /** in one of its calls that is over by now it talked */
  talked?: true
  /** somebody can hear it since then, in one of its calls or another; absent: nobody can */
  talkSince?: number
  after?: After
}

export type SignedOutState = Basis & { mode: 'signed-out' }
/** `tried`: younger than the minimum busy time, so not reported yet; `readySince` is what it goes back to */
export type BreakState = SignedIn & { mode: 'break'; reason: string; working?: true; tried?: { readySince: number } }
/** `held`: an offer weighed against those of its other queues, since it became free */
export type ReadyState = SignedIn & { mode: 'ready'; openSince?: number; held?: Offer }
export type RingingState = InCall & { mode: 'ringing' }
export type DiallingState = InCall & { mode: 'dialling' }
export type TalkingState = InCall & { mode: 'talking' }
export type WrapUpState = SignedIn & { mode: 'wrap-up'; until: number }

export type CallState = RingingState | DiallingState | TalkingState
export type FreeState = BreakState | ReadyState | WrapUpState
export type AgentState = SignedOutState | FreeState | CallState

/** Facts of the agent's own besides the reported ones. */
export type AgentOwnFact =
  | { type: 'agent-configured'; config: AgentConfig; zoneMs: number; keys?: TalkKeys }
  | { type: 'day-started'; date: string }
  | { type: 'phone-changed'; phone: PhoneChoice; session: string }
  | { type: 'phone-lost'; unregistered: boolean }
  | { type: 'phone-back' }
  | { type: 'skills-chosen'; skillIds: string[] }
  | { type: 'offer-held'; offer: Offer }
  | { type: 'offer-let-go'; offerId: string }
  | { type: 'paused'; until: number; because: Pause['because'] }
  | { type: 'pause-ended' }
  | { type: 'wrap-up-extended'; until: number }
  | { type: 'disposition-owed'; owes: Owed }
  /** break asked for, not reported until it has lasted the minimum busy time */
  | { type: 'break-tried'; reason: string; working?: true }
  | { type: 'break-undone'; reason: string; spentMs: number }
  | { type: 'leg-made'; call: VoiceCall }
  | { type: 'leg-up'; callId: string; legId: string }
  | { type: 'ring-withdrawn'; callId: string; reason: string }
  | { type: 'call-held'; callId: string; held: boolean }
  | { type: 'barred'; on: boolean }
  | ({ type: 'told' } & Omit<Told, 'at'>)
  | { type: 'watch-told'; callId: string; as: WatchAs }
  | { type: 'recording-told'; callId: string; recording?: Recording }
  | { type: 'check-told'; callId: string; check?: IdentityCheck }
  | { type: 'talk-told'; callId: string; parties: PartySeen[] }
  | { type: 'line-told'; callId: string; line: LineQuality }
  | { type: 'keys-typed'; callId: string; keys: string }
  | { type: 'hang-up-asked'; callId: string }
  | { type: 'after-set'; after?: After }
  /** `callId`: of several calls the one meant */
  | { type: 'reattach-begun'; callId?: string; legId: string; until: number }
  | { type: 'reattach-alone'; callId?: string }
  | { type: 'reattach-ended'; callId?: string; reason: string }
  /** of its calls the agent is at this one now */
  | { type: 'turned-to'; callId: string }
  /** one of its calls is over, and it has others */
  | { type: 'contact-closed'; callId: string }
  /** whom it talks with went with it into another call */
  | { type: 'contact-moved'; callId: string; toCallId: string }
  | { type: 'leg-moved'; callId: string; legId: string }
  | { type: 'leg-let-go'; callId: string; legId: string; until: number }
  | { type: 'leg-cleared'; legId: string }
  | ({ type: 'act-failed' } & Omit<FailedAct, 'at'>)
  | TimeSet

export type AgentFact = AgentReportFact | AgentOwnFact

/** Offers remembered; an agent takes one at a time, so this covers every message that may still be under way. */
export const PAST_OFFERS = 8
/** A call that took our leg must connect within this, or the leg is hung up: nobody would hear the agent. */
export const CONNECT_WITHIN_MS = 20_000
/** An outbound call may ring this long before the agent's leg is let go. */
export const DIAL_WITHIN_MS = 180_000
/** Who a dialled number is must be known within this. */
export const LOOK_UP_WITHIN_MS = 2_000
/** Ring time of the agent's own phone when it dials out; it answers by itself. */
export const OWN_LEG_RING_MS = 20_000
/** The call carries a hang-up out; past this the agent's own leg is hung up without it. */
export const HANG_UP_WITHIN_MS = 3_000
/** What one press for more time adds to the wrap-up, and the most that may be ahead. */
export const MORE_TIME_MS = 30_000
export const LONGEST_WRAP_UP_MS = 15 * 60_000
/** A leg told to hang up whose end nobody tells is taken for gone after this, so that no agent waits for it for ever. */
export const CLEAR_WITHIN_MS = 3_000

export const noCounts = (date: string): AgentView['today'] => ({
  date,
  answered: 0,
  missed: 0,
  outbound: 0,
  talkMs: 0,
  wrapUpMs: 0,
  holdMs: 0,
})

export const initialAgent = (id: string): AgentState => ({
  id,
  mode: 'signed-out',
  zoneMs: DEFAULT_ZONE_MS,
  today: noCounts(''),
  since: 0,
  past: [],
})

export const hasCall = (state: AgentState): state is CallState =>
  state.mode === 'ringing' || state.mode === 'dialling' || state.mode === 'talking'

/** The one it is at, then the others. */
export const contactsOf = ({ contact, beside = [] }: CallState): Contact[] => [contact, ...beside]

export const queueOf = (call: VoiceCall): { queueId?: string } =>
  call.why.type === 'offer' ? { queueId: call.why.queueId } : {}

/** SIP user of the agent's phone; undefined when it monitors only. */
export function phoneUser(state: { config: AgentConfig; me: Session }): string | undefined {
  if (state.me.phone.type === 'browser') return browserUser(state.config.number)
  return state.me.phone.type === 'extension' ? state.me.phone.user : undefined
}

function unreachable(state: AgentState): Pick<AgentStanding, 'unreachable'> {
  if (state.mode === 'signed-out' || hasCall(state)) return {}
  if (phoneUser(state) === undefined) return { unreachable: 'no-phone' }
  return state.me.lost ? { unreachable: 'phone-lost' } : {}
}

/** Nothing keeps it from being offered calls but an offer it weighs. */
export const isOpen = (state: AgentState): boolean =>
  state.mode === 'ready' &&
  !state.barred &&
  state.clearing === undefined &&
  state.me.pause === undefined &&
  phoneUser(state) !== undefined

const weighs = (state: AgentState): boolean => state.mode === 'ready' && state.held !== undefined

export function standingOf(state: AgentState): AgentStanding | undefined {
  const { config } = state
  if (!config) return undefined
  const me = state.mode === 'signed-out' ? undefined : state.me
  return {
    agentId: state.id,
    number: config.number,
    name: config.name,
    region: config.region,
    level: config.level,
    ...skillsOf(config, me?.skillIds),
    mode: state.mode,
    // its other queues need not offer what it would refuse: who holds one is told of as taken, and again when it lets go
    available: isOpen(state) && !weighs(state),
    signedIn: me !== undefined,
    ...(state.mode === 'ready' && (state.me.pause || state.barred) ? { paused: true as const } : {}),
    ...(weighs(state) ? { weighs: true as const } : {}),
    ...unreachable(state),
    signedInAt: me?.signedInAt ?? 0,
    idleSince: me?.idleSince ?? 0,
    answered: me?.answered ?? 0,
  }
}
