// Words of the call actor: one journey of a caller from arrival to the last goodbye, and outbound calls likewise.
import type { AgentMode, CallerCard, RecordAct, TransferTarget } from './agent.ts'
import type { Lang } from './company.ts'
import type { ActFailure } from './failures.ts'
import type { LookupAnswer } from './lookups.ts'
import type { LegTruth, MediaNews } from './media.ts'
import type { LineQuality, PartySeen } from './party.ts'
import type { QueueNotice, WaitingCall } from './queue.ts'
import type { WatchAs } from './supervised.ts'

export type CallCommand =
  /** includes `call-arrived`, the first command of an inbound call */
  | { type: 'news'; news: MediaNews }
  | { type: 'looked-up'; requestId: string; answer: LookupAnswer }
  | { type: 'queue'; notice: QueueNotice }
  /** from an agent actor: its leg is up and wants this caller */
  | { type: 'agent-joined'; agentId: string; agentNumber: string; legId: string; offerId?: string; requestId?: string }
  /** `forward`: the agent wants such calls there */
  | { type: 'agent-missed'; agentId: string; requestId: string; reason: string; forward?: string }
  /** whether the agent asked by `may-ring` can be rung; `reason`: why not */
  | { type: 'may-ring-told'; agentId: string; requestId: string; reason?: string }
  /** `upMs`: so long its phone was answered, by the media node */
  | { type: 'agent-left'; agentId: string; legId: string; by: 'agent' | 'system'; upMs?: number }
  /** the agent talks on another leg now; the old one goes */
  | { type: 'agent-moved'; agentId: string; fromLegId: string; toLegId: string }
  /** an agent calls out from the page: agent leg `legId` is up on `node` */
  | {
      type: 'begin-outbound'
      agentId: string
      agentNumber: string
      legId: string
      node: string
      number: string
      user: string
      /** record the talk; absent = yes */
      record?: boolean
    }
  /** an agent's call out that never got as far as `begin-outbound`: only its record is to be written */
  | {
      type: 'outbound-failed'
      agentId: string
      agentNumber: string
      legId: string
      node: string
      number: string
      reason: ActFailure
    }
  /** from a queue: when its agent joins, this customer is called */
  | { type: 'call-back'; queueId: string; call: WaitingCall; record: boolean }
  /** asked by the agent actor for its agent */
  | { type: 'hold'; agentId: string }
  | { type: 'resume'; agentId: string }
  | { type: 'record'; agentId: string; act: RecordAct }
  | { type: 'transfer'; agentId: string; target: TransferTarget }
  | { type: 'consult'; agentId: string; target: TransferTarget }
  | { type: 'invite'; agentId: string; target: TransferTarget }
  | { type: 'swap'; agentId: string }
  | { type: 'merge'; agentId: string }
  | { type: 'take-back'; agentId: string }
  | { type: 'hand-over'; agentId: string }
  /** two calls of one agent become one: whom it talks with here goes to that call; with `hand-over` the agent leaves both */
  | { type: 'move-to-call'; agentId: string; toCallId: string; act: 'merge' | 'hand-over' }
  /** from the agent's other call: this party comes from there, with its leg */
  | {
      type: 'moved-here'
      agentId: string
      fromCallId: string
      node: string
      act: 'merge' | 'hand-over'
      party: MovedParty
    }
  | { type: 'drop'; agentId: string; legId: string }
  /** the caller keys something into this flow that the agent neither hears nor sees, and comes back */
  | { type: 'verify'; agentId: string; flowId: string }
  | { type: 'send-digits'; agentId: string; digits: string }
  | { type: 'flag'; agentId: string }
  /** how its agent's sound comes */
  | { type: 'line-told'; agentId: string; line: LineQuality }
  /** from the agent actor: what came of a code that its phone dialled */
  | { type: 'phone-told'; agentId: string; mode: AgentMode; breakReason?: string; refusal?: string }
  /** from a supervisor's agent actor: its leg is up in this call, or wants another part in it */
  | { type: 'watch'; agentId: string; agentNumber: string; legId: string; as: WatchAs }
  /** a phone of the house takes what rings at `number` */
  | { type: 'pick-up'; user: string }
  /** an agent, or else a phone of the house, wants the parked caller */
  | { type: 'retrieve'; agentId?: string; user?: string }
  | { type: 'hang-up'; by: 'agent' | 'supervisor' | 'system'; who: string }
  /** a supervisor sends a waiting caller elsewhere */
  | { type: 'redirect'; number: string }
  /** legs of this call that the media node really has, after a restart or a lost media node, with what they carry */
  | { type: 'reconcile'; legIds: string[]; legs?: LegTruth[] }
  /** a caller whom a media node has and the ledger never heard of: its owner died before it could write */
  | { type: 'found'; legs: LegTruth[] }
  | { type: 'wake' }

export interface MovedParty {
  legId: string
  number: string
  agentId?: string
  agentNumber?: string
  trunkId?: string
}

export type HungUpBy = 'caller' | 'agent' | 'flow' | 'queue' | 'supervisor' | 'system' | 'outside'

export type CallOutcome =
  /** an agent talked to the caller */
  | 'answered'
  | 'abandoned-in-flow'
  | 'abandoned-in-queue'
  | 'abandoned-ringing'
  /** the flow ended it, without wish for a person */
  | 'self-served'
  | 'voicemail'
  /** the caller will be called back */
  | 'callback'
  | 'overflowed'
  | 'rejected'
  | 'not-answered'
  | 'failed'

export interface CallView {
  callId: string
  node: string
  direction: 'in' | 'out' | 'internal'
  from: string
  to: string
  lang: Lang
  stage: 'arriving' | 'flow' | 'queue' | 'connecting' | 'talking' | 'held' | 'parked' | 'voicemail' | 'ending'
  arrivedAt: number
  stageSince: number
  queueId?: string
  agentId?: string
  /** phones of the house that are in it or ring for it, by number */
  phones?: { number: string; rings?: true }[]
  /** the line at a carrier of each leg that goes over one */
  trunks?: string[]
  /** where in a flow it is */
  at?: { flowId: string; flow: string; nodeId: string; node: string }
  /** the place where it is parked, by whom, and when it rings there again */
  parked?: { place: string; byAgentId: string; recallAt: number }
  /** agents who let it ring so far; absent as nobody */
  missedBy?: string[]
  /** of a talk of more than two, or on the way to it */
  parties?: PartySeen[]
  card: CallerCard
}

/** What the one whom a call is for was at, and with whom: agents by id, queues by id, others by number. */
export interface LineSpan {
  from: number
  to: number
  what:
    | 'arriving'
    | 'menu'
    | 'queue'
    | 'ring'
    | 'talk'
    | 'hold'
    | 'consult'
    | 'conference'
    | 'transfer'
    /** `who`: the place */
    | 'parked'
    | 'voicemail'
    | 'words'
  who: string[]
}

/** The call's last fact: everything a call record needs, so a call log row is made of one fact. */
export interface CallSummary {
  callId: string
  direction: 'in' | 'out' | 'internal'
  from: string
  to: string
  accessNumber: string
  arrivedAt: number
  answeredAt?: number
  /** first talk with an agent */
  talkStartedAt?: number
  endedAt: number
  /** queue journey, in order */
  queues: {
    queueId: string
    joinedAt: number
    leftAt: number
    left:
      | 'answered'
      | 'abandoned'
      | 'max-wait'
      | 'nobody'
      | 'full'
      | 'voicemail'
      | 'transferred'
      | 'closed'
      | 'callback'
    /** agents rung in vain */
    missed: string[]
  }[]
  agents: {
    agentId: string
    agentNumber: string
    legId: string
    ringMs: number
    from: number
    to: number
    holdMs: number
  }[]
  /** flow nodes passed, with the key or outlet taken */
  /** the agent who placed the call; absent: nobody of ours did, or before 2026-11-29 */
  placedBy?: { agentId: string; agentNumber: string }
  /** why a call that was placed reached nobody */
  failure?: ActFailure
  /** agents rung in vain outside any queue */
  missed?: string[]
  /** from arrival to end without a gap; absent before 2026-12 */
  line?: LineSpan[]
  /** carriers' lines it took, from seizure to release; absent: none, or before 2026-12 */
  trunks?: { trunkId: string; from: number; to: number; answeredAt?: number }[]
  /** supervisors who were in it, by their agent's id; an agent is not told. Absent: nobody, or before 2026-12 */
  watches?: { agentId: string; as: Exclude<WatchAs, 'agent'>; from: number; to: number }[]
  /** marked by their agents, to come back to */
  flags?: { at: number; agentId: string }[]
  /** the worst that each agent's page told of its sound; absent: nobody told anything */
  lines?: ({ agentId: string } & LineQuality)[]
  path: { at: number; flowId: string; nodeId: string; nodeName: string; outlet: string; business?: string }[]
  collected: Record<string, string>
  outcome: CallOutcome
  hungUpBy: HungUpBy
  recordingId?: string
  customerId?: string
  region: string
  vip: boolean
}
