// What a call knows: the journey of the party it serves, and one shape per mode of what is going on right now.

import type { CallerCard, TransferTarget } from '#engine/protocol/agent.ts'
import type { CallOutcome, CallSummary, HungUpBy, LineSpan } from '#engine/protocol/call.ts'
import type { CallerInfo, Flow, Lang, SkillLevel } from '#engine/protocol/company.ts'
import type { ActFailure } from '#engine/protocol/failures.ts'
import type { DialledCode, Instead } from '#engine/protocol/lookups.ts'
import type { MediaOrder } from '#engine/protocol/media.ts'
import type { LineQuality, PartyRole } from '#engine/protocol/party.ts'
import type { StayNumber } from '#engine/protocol/queue.ts'
import type { Run } from '#engine/routing/core/ivr/run.ts'
import type { Announcing, Checked, Checking, Park, ToCall, Voicemail } from './asks.ts'

/** One leg of the call. A party with an `agentId` has its leg, and that leg's news, with the agent actor. */
export interface Party {
  legId: string
  role: PartyRole
  number: string
  agentId?: string
  agentNumber?: string
  /** the line at a carrier that its leg goes over */
  trunkId?: string
  /** audio can flow: answered by us, or by them */
  up: boolean
  /** out of the talk until whoever put it there takes it back; with music, unless it stepped out by itself */
  hold?: Hold
  /** leg of the agent who brought it in */
  by?: string
}

export interface Hold {
  /** leg of the agent who holds */
  by: string
  since: number
}

/**
 * Everybody in the call. The first is the party that the call is for: the caller; of an outbound call the agent, then who
 * it reached; when that one has left, whoever came next.
 */
export type Parties = readonly [Party, ...Party[]]

export type QueueStay = CallSummary['queues'][number]
export type AgentStay = CallSummary['agents'][number]
export type WatchUse = NonNullable<CallSummary['watches']>[number] & { legId: string; open: boolean }
export type LineUse = NonNullable<CallSummary['trunks']>[number] & { legId: string; open: boolean }

/** The open stay in a queue: what its notices told us. */
export interface Stay extends StayNumber {
  queueId: string
  joinedAt: number
  missed: string[]
  /** '' until the queue has said that the caller waits */
  music: string
  record: boolean
  sayAgentNumber: boolean
  /** name of the queue, where the agent is told who it is before they talk */
  whisper?: string
  /** the flow for when the agent has hung up */
  afterTalk?: string
  /** spoken before the music: the caller comes back from a failed transfer */
  words?: string
  /** when the music went on after words; absent before any */
  musicSince?: number
  /** goes ahead like a call an agent failed to answer */
  front?: boolean
  /** the caller has left the queue, and what comes next is under way */
  over?: true
  /** the offer that rings now */
  offer?: { offerId: string; agentId: string; since: number }
}

export interface Journey {
  callId: string
  node: string
  direction: CallSummary['direction']
  from: string
  to: string
  accessNumber: string
  lang: Lang
  vip: boolean
  /** what its number asks of an agent, and what its flow did; absent as nothing */
  needs?: { number?: SkillLevel[]; flow?: SkillLevel[] }
  caller: CallerInfo
  card: CallerCard
  parties: Parties
  /** a span ends where the next begins */
  line: Omit<LineSpan, 'to'>[]
  /** carriers' lines that its legs took; absent as none */
  lineUses?: LineUse[]
  /** supervisors who were in it; absent as none */
  watches?: WatchUse[]
  arrivedAt: number
  answeredAt?: number
  talkStartedAt?: number
  stageSince: number
  /** values a flow set, without the built-in and the secret ones */
  collected: Record<string, string>
  path: CallSummary['path']
  /** stays begun; absent as none */
  stays?: number
  /** closed stays */
  queues: QueueStay[]
  agents: AgentStay[]
  placedBy?: NonNullable<CallSummary['placedBy']>
  /** agents rung in vain outside any queue */
  missed?: string[]
  /** the last queue's words, for a caller who comes back to it */
  lastQueueId?: string
  afterTalk?: string
  record: boolean
  recordingId?: string
  /** recordings that have begun and whose files have not come */
  recordings: string[]
  recordingPaused?: true
  /** marked by their agents, to come back to */
  flags?: { at: number; agentId: string }[]
  /** the worst of each agent's sound */
  lines?: ({ agentId: string } & LineQuality)[]
  checked?: Checked
  /** ended by hand before the call */
  recordingStopped?: true
  message?: string
  /** of one agent alone: in no call's record */
  messageIsPrivate?: true
  /** it calls a customer back for this queue, which is told how that went */
  callbackOf?: string
  /** where a media node's leg says this caller was, when the ledger had never heard of it */
  found?: Found
  /** times the caller was sent on to a queue or a flow: a ring of ways out must end */
  jumps: number
}

/** What a caller's legs tell of a life whose facts are lost. */
export interface Found {
  place?: Place
  talk?: Party
  recordingId?: string
}

/** A stay in a queue as the leg's tags keep it. */
export interface Place extends StayNumber {
  queueId: string
  joinedAt: number
  front: boolean
}

/** Whom we try to reach, and for what. */
export type Purpose =
  /** an agent or a phone called out; the served party waits for it */
  | { for: 'outbound'; inside?: true }
  /** an agent passed the caller on; where it goes when that fails */
  | { for: 'transfer'; byAgentId: string; queueId?: string; secondTry?: boolean }
  | { for: 'way-out'; queueId: string }
  /** a parked caller is fetched, or rings at whoever parked him; he waits on where that fails */
  | { for: 'parked'; park: Park; recall?: true }
  | Joining

/** An agent of the talk brings somebody in: to ask in private, or for all to hear. */
export interface Joining {
  for: 'join'
  byAgentId: string
  byLegId: string
  as: 'consulted' | 'party'
}

export type Goal =
  | { type: 'agent'; agentId: string; requestId: string }
  /** `dial`: to be given again should it have been lost; the media node knows it by its leg */
  | ({ type: 'leg'; legId: string; number: string; role: PartyRole; since: number; dial?: Dial } & Instead)

/** Who is being brought into a talk that goes on meanwhile. */
export interface Reach extends Waits {
  purpose: Joining
  goal:
    | Goal
    | { type: 'finding'; requestId: string; number: string }
    | ({ type: 'queue'; queueId: string; joinedAt: number } & StayNumber)
  ringing: boolean
  /** its network's own words are heard before it answers */
  early?: true
}

/** Somebody of whom it is asked whether a caller can be passed on to them. */
export interface Passing extends Waits {
  requestId: string
  byAgentId: string
  target: Extract<TransferTarget, { type: 'agent' | 'outside' | 'park' }>
}

export type Dial = Omit<Extract<MediaOrder, { type: 'dial' }>, 'callId'>

interface With {
  callId: string
  journey: Journey
}

export interface Waits {
  /** absolute ms: past it the step has failed */
  until: number
}

/** `callback`: whom this call is for, told by his queue; `until`: forgotten then */
export type NewState = { mode: 'new'; callId: string; callback?: ToCall; until?: number }
export type ArrivingState = With & Waits & { mode: 'arriving'; requestId: string }
/** a dialled number asked for */
export type FindingState = With &
  Waits & { mode: 'finding'; requestId: string; purpose: Exclude<Purpose, Joining>; number: string; user?: string }
export type FetchingState = With & Waits & { mode: 'fetching'; requestId: string; flowId?: string }
/** `waitId`: the play, collect or question whose news go on; others are late */
export type FlowState = With &
  Waits & { mode: 'flow'; flow: Flow; run: Run; waitFor: 'play' | 'collect' | 'ask'; waitId: string }
export type InFlow = Pick<FlowState, 'flow' | 'run' | 'waitFor' | 'waitId'>
/** an agent has sent its caller into a flow and waits outside; without `runs` the flow is asked for */
export type CheckingState = With & Waits & { mode: 'checking'; check: Checking; runs?: InFlow }
/** `announcing`: words are spoken over the music */
export type QueueState = With & Waits & { mode: 'queue'; stay: Stay; announcing?: Announcing }
export type RingingState = With &
  Waits & { mode: 'ringing'; purpose: Exclude<Purpose, Joining>; goal: Goal; ringing: boolean; early?: true }
/**
 * The agent is in the set and hears nobody yet: it is told who calls, then its number is spoken to the caller. `numberNext`:
 * the words are for the agent; true: the number comes after them.
 */
export type ConnectingState = With &
  Waits & { mode: 'connecting'; playId: string; ringMs: number; numberNext?: boolean }
/** two parties or more; who of them hears whom follows from their roles and holds alone */
export type TalkingState = With & { mode: 'talking'; reach?: Reach; passing?: Passing }
export type ParkedState = With & Waits & { mode: 'parked'; park: Park }
export type VoicemailState = With &
  Waits & { mode: 'voicemail'; mail: Voicemail; playId?: string; recordingId?: string; collectId?: string }
/** a phone dialled what an agent without a page does; `waitId`: what the step waits for */
export type CodeState = With &
  Waits & { mode: 'code'; code: DialledCode; step: CodeStep; waitId: string; tries: number; number: string }
export type CodeStep = 'number' | 'pin' | 'reason' | 'checking' | 'telling'
export type FarewellState = With & Waits & { mode: 'farewell'; playId: string; ending: Ending }
export type EndedState = With & Waits & { mode: 'ended'; awaited?: true }
export type OverState = { mode: 'over'; callId: string }

export interface Ending {
  outcome: CallOutcome
  hungUpBy: HungUpBy
  failure?: ActFailure
}

export type LiveState =
  | ArrivingState
  | FindingState
  | FetchingState
  | FlowState
  | QueueState
  | RingingState
  | ConnectingState
  | TalkingState
  | CheckingState
  | ParkedState
  | VoicemailState
  | CodeState
  | FarewellState
export type CallState = NewState | LiveState | EndedState | OverState

/** How long each step may take. Past it the call goes on without: nobody waits for ever. */
export const LIMITS = {
  lookupMs: 2_000,
  /** a lookup's own deadline says timeout; this is for an answer that got lost */
  graceMs: 3_000,
  /** a prompt whose end was never reported */
  playMs: 300_000,
  /** the queue has not said that the caller waits */
  joinMs: 5_000,
  /** a queue that is on its way to another node is asked again for so long */
  joinWithinMs: 60_000,
  /** longest stay in one queue, whatever the queue thinks */
  stayMs: 4 * 3_600_000,
  /** an agent who waits in a queue to ask somebody */
  reachQueueMs: 300_000,
  /** in one conference */
  parties: 50,
  announceMs: 60_000,
  agentNumberMs: 10_000,
  ringMs: 30_000,
  outsideRingMs: 60_000,
  /** words to an agent's leg: its news go to the agent actor, so their end is not heard here */
  wordsMs: 8_000,
  farewellMs: 30_000,
  lingerMs: 5_000,
  /** files that have not come by then are awaited: a media node that died makes them when it is back */
  recordingMs: 60_000,
  awaitedMs: 7 * 86_400_000,
  jumps: 10,
  /** rings in vain at whoever parked a caller */
  recalls: 3,
} as const

export const initialCall = (id: string): CallState => ({ mode: 'new', callId: id })

export const isLive = (state: CallState): state is LiveState =>
  state.mode !== 'new' && state.mode !== 'ended' && state.mode !== 'over'
