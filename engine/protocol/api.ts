// Shapes of the HTTP API shared by the gateway and the web. Routes are in engine/gateway/routes; OpenAPI at /api/openapi.json.
import type { AgentView, PhoneChoice, RecordAct, TransferTarget } from './agent.ts'
import type { BusinessRight } from './business.ts'
import type { CallSummary, LineSpan } from './call.ts'
import type { ActFailure } from './failures.ts'
import type { Field, Label } from './fields.ts'
import type { FlowProblem, NodeType } from './flow.ts'
import type { Look } from './look.ts'
import type { RecordingGap } from './media.ts'
import type { LineQuality } from './party.ts'
import type { Colour } from './words/agents.ts'

export type Right =
  | 'desk'
  | 'monitor'
  /** acts on agents and their calls */
  | 'supervise'
  | 'calls-own'
  | 'calls-all'
  | 'recordings'
  | 'reports'
  /** take calls, recordings and reports out as files; without it pages cannot be copied or printed either */
  | 'export'
  /** announcements, and messages to everybody */
  | 'announce'
  | 'configure'
  | 'accounts'
  | 'sign-in-log'
  | 'plan'
  | 'plan-view'
  | 'demo'
  | BusinessRight

export interface SessionInfo {
  accountId: string
  account: string
  name: string
  /** id of the role */
  role: string
  rights: Right[]
  /** of these, what reaches everybody's and not the own or a part only */
  overAll: Right[]
  /** the password must be changed before anything else */
  newPasswordNeeded?: true
  /** somebody else chose it, and the owner may still change it */
  passwordAdvice?: true
  /** set when the account belongs to an agent */
  agentId?: string
  lang: 'zh' | 'en'
  version: string
  companyName: string
  look: Look
  /** the centre's own (IANA name) */
  timeZone: string
  demo: boolean
  /** states an agent may be in, for every page that shows one */
  agentStates: AgentStateInfo[]
  dispositions: DispositionInfo[]
  /** others reach this centre, and published sample passwords open it */
  exposed?: true
}

/** Every error answer. `fields` names wrong inputs by path. */
export interface ApiError {
  refusal: string
  message: Label
  /** for programs and logs; people are told `say` */
  detail?: string
  say?: Label
  fields?: { path: string; message: string }[]
  problems?: FlowProblem[]
}

/** A file being made in the background. Only the account that asked for it sees and fetches it. */
export interface ExportJob {
  id: string
  title: Label
  format: 'csv' | 'xlsx' | 'pdf' | 'zip'
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'
  /** written so far, of about */
  rows: number
  total: number
  startedAt: number
  endedAt?: number
  fileName: string
  bytes?: number
  /** the file is deleted then */
  until?: number
}

export interface Page<Row> {
  rows: Row[]
  total: number
  page: number
  pageSize: number
}

/** Configuration kinds: GET /api/config/<kind>, POST, PUT /:id, DELETE /:id; GET /api/config-kinds describes them. */
export interface KindInfo {
  kind: string
  label: Label
  fields: Field[]
  /** field shown as the record's name */
  title: string
  /** create, change and delete */
  mayWrite: boolean
}

/** GET /api/find: people by name, pinyin or number. */
export interface Found {
  agents: { id: string; number: string; name: string }[]
  customers: { id: string; number: string; name: string }[]
}

/** GET /api/flow-nodes: what each node type has, for forms and the editor. */
export interface NodeInfo {
  type: NodeType
  label: Label
  help: Label
  fields: Field[]
  /** of a menu also key-0 … key-9, key-star, key-hash, of which an editor shows those in use */
  outlets: { name: string; label: Label; required: boolean }[]
}

/** POST /api/desk/<action>; answers AgentView. Hold, resume, hang-up, merge and hand-over may name another call: { callId }.
 * Without body: ready, end-wrap-up, decline, sign-out, reattach (after a reload in mid-call: its legs are dialled anew). */
export interface DeskBodies {
  'sign-in': { phone: PhoneChoice }
  break: { reason: string }
  /** of the own skills, those to be called for */
  'use-skills': { skillIds: string[] }
  dial: { number: string }
  /** what to become when the present call is over */
  'after-call': { mode: 'usual' | 'ready' | 'signed-out' } | { mode: 'break'; reason: string }
  record: { act: RecordAct }
  dispose: { callId: string; dispositionId: string; note: string }
  transfer: { target: TransferTarget }
  consult: { target: TransferTarget }
  invite: { target: TransferTarget }
  /** one of the talk who was invited, by its leg */
  drop: { legId: string }
  verify: { flowId: string }
  'send-digits': { digits: string }
  'switch-call': { callId: string }
  line: LineQuality
}

/** GET /api/desk: everything a reloaded page needs to re-attach. */
export interface DeskInfo {
  agent?: AgentView
  groupName?: string
  /** the edge the browser registers at, with short-lived credentials */
  sip?: SipCredentials
  /** states to choose from; all there are stand in the session */
  breakReasons: AgentStateInfo[]
  /** dialled with a colleague's number behind it, it takes a message for that one alone */
  messageCode?: string
  /** the agent's own; and flows that check who a caller is and lead back to the agent */
  checks: { id: string; name: string }[]
  skills: { id: string; name: string }[]
}

/** A number in an agent's address book, or one the company shares. */
export interface Contact {
  id: string
  name: string
  number: string
  favourite: boolean
  shared: boolean
}

/** A state that agents may choose, by the company's records. */
export interface AgentStateInfo {
  value: string
  label: Label
  colour: Colour
  /** no break */
  working: boolean
  enabled: boolean
}

/** What a call may have been about; with `parentId` it is a sub-type. */
export interface DispositionInfo {
  id: string
  label: Label
  parentId?: string
  /** empty: every queue */
  queueIds: string[]
}

/** GET /api/desk/today: the agent's calls of the centre's day that are over, and the counters over the same calls. */
export interface AgentDay {
  answered: number
  missed: number
  outbound: number
  talkMs: number
  averageTalkMs: number
  /** newest first, the last few */
  calls: AgentCall[]
}
export interface AgentCall {
  callId: string
  direction: CallSummary['direction']
  from: string
  to: string
  arrivedAt: number
  /** absent: it goes on elsewhere */
  outcome?: CallSummary['outcome']
  /** why a call that the agent placed reached nobody */
  failure?: ActFailure
  /** what the call was to this agent; each call counts as one of them */
  part: 'answered' | 'missed' | 'outbound'
  /** of the other party, where a customer, colleague or contact is known by the number */
  name?: string
  /** by the caller after the talk */
  rating?: string
  /** this agent's own talk without hold */
  talkMs: number
}

/** POST /api/desk/sip-credentials and POST /api/call-us (guest). */
export interface SipCredentials {
  /** ws:// or wss:// */
  server: string
  uri: string
  authorizationUser: string
  password: string
  /** absolute ms */
  expiresAt: number
}

/** GET /api/calls rows (one per call, from PostgreSQL). */
export interface CallRow extends Omit<CallSummary, 'path' | 'agents' | 'queues' | 'placedBy' | 'missed' | 'lines'> {
  agentIds: string[]
  agentNames: string[]
  queueIds: string[]
  queueNames: string[]
  waitMs: number
  talkMs: number
  holdMs: number
  /** without formats: nothing of it was found, or its queue keeps it no longer (`expiredAt`) */
  recording?: { id: string; durationMs: number; formats: ('wav' | 'mp3')[]; gaps: RecordingGap[]; expiredAt?: number }
  /** what its last agent said it was about */
  disposition?: Label & { id: string; note: string }
}

/** GET /api/calls/:id adds the journey. */
export interface CallDetail extends CallRow {
  path: CallSummary['path']
  agents: CallSummary['agents']
  queues: CallSummary['queues']
  /** empty for calls of before 2026-12 */
  line: LineSpan[]
  /** supervisors who were in it; only for who may supervise its agents */
  watches?: NonNullable<CallSummary['watches']>
  /** marked by their agents */
  flags: { at: number; agentId: string }[]
  /** the worst that each agent's page told of its sound */
  lines: ({ agentId: string } & LineQuality)[]
  /** rung in vain, in a queue or outside */
  missedAgentIds: string[]
  missedAgentNames: string[]
}

/** GET /api/desk/messages: left by colleagues for this agent alone. */
export interface PrivateMessage {
  recordingId: string
  at: number
  /** name of who left it, or the number */
  from: string
  /** 工号 of who left it; '' = no agent of ours */
  number: string
  durationMs: number
  formats: ('wav' | 'mp3')[]
  heardAt: number | null
}

/** GET /api/messages rows: what a caller said to the voicemail of a queue. */
export interface Message {
  recordingId: string
  callId: string
  /** absolute ms */
  at: number
  from: string
  queueId: string
  queueName: string
  durationMs: number
  formats: string[]
  heardBy: string
  /** absolute ms; null = nobody has heard it */
  heardAt: number | null
}

/** One line of what to look at before strangers reach a centre. */
export interface Check {
  name: Label
  /** bad: to be mended before others reach this; look: right or wrong by what is wanted */
  state: 'good' | 'look' | 'bad'
  detail: Label
}
