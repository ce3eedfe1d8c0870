// The company as configured: agents, queues, numbers, flows, trunks. Ids are stable; names and numbers may change.
import type { FlowNode } from './flow.ts'

export type Lang = 'zh' | 'en'

/** What an agent can, or a call asks for: 1 (a little) to 9 (expert). */
export interface SkillLevel {
  skillId: string
  level: number
}

/** When a caller has waited so long, each level asked for is lowered by so much; at 0 the skill is not asked for. */
export interface RelaxStep {
  afterMs: number
  by: number
}

export interface AgentConfig {
  id: string
  /** 工号, what the caller hears and colleagues dial */
  number: string
  name: string
  /** 归属地, area code or city such as '010' or '北京' */
  region: string
  /** 0 (low) to 9 (high) */
  level: number
  groupId: string
  /** queues served, with an own level for each where it differs */
  queueIds: string[]
  /** absent as none */
  skills?: SkillLevel[]
  /** 话后处理: ms after a call, 0 = ready at once */
  wrapUpMs: number
  autoAnswer: boolean
  /** minimum busy time in ms: a shorter toggle counts as not done (decisions.md no. 5); 0 = off */
  minimumBusyMs: number
  /** shown to those outside whom it calls; absent = the route's or trunk's */
  callerNumber?: string
  /** where calls to this agent's own number go instead; absent = nowhere */
  forward?: Forward
  enabled: boolean
}

/** 转移: of calls to the agent's own number, not of a queue's. '' = not forwarded. */
export interface Forward {
  always: string
  noAnswer: string
  /** on a call, wrapping up or on a break */
  busy: string
  /** hh:mm of the centre; both '' = at any hour; past midnight when it ends before it begins */
  from: string
  to: string
  /** an extension's: by the company's calendar instead, while that time group is open or while it is not */
  byTimeGroup?: { timeGroupId: string; while: 'open' | 'not-open' }
}

export type BaseStrategy = 'longest-idle' | 'fewest-answered' | 'sign-in-order' | 'random'
export type Preference = 'dedicated-agent' | 'last-served' | 'same-region' | 'most-skilled' | 'higher-level'
/** decisions.md no. 3 */
export const PREFERENCE_ORDER: readonly Preference[] = ['dedicated-agent', 'last-served', 'same-region', 'higher-level']

/** What a queue aims at until somebody says otherwise: so many in a hundred answered within so long. */
export const USUAL_SERVICE_TARGET = { percent: 80, withinMs: 20_000 } as const

/** The five ways out of a queue. */
export type WayOut =
  | { type: 'voicemail' }
  | { type: 'flow'; flowId: string }
  | { type: 'queue'; queueId: string }
  /** nothing is said unless a sound is named */
  | { type: 'hang-up'; promptId?: string }
  | { type: 'outside'; number: string }

export interface QueueConfig {
  id: string
  name: string
  lang: Lang
  /** exactly one */
  strategy: BaseStrategy
  /** in force, in order of weight */
  preferences: Preference[]
  /** agent's ring time */
  ringMs: number
  /** after a missed ring: straight to another agent, or back to the front of the queue and wait */
  /** what an agent becomes who let it ring out */
  missedAgent: 'stays-ready' | 'takes-break'
  /** so many in a row before the break; default 1 */
  breakAfterMissed?: number
  /** who let a ring come to nothing is offered nothing for so long; default 0 */
  pauseNoAnswerMs?: number
  pauseDeclinedMs?: number
  pauseBusyMs?: number
  pauseUnreachableMs?: number
  /** the agent says what the call was about before it is ready again; default no */
  dispositionNeeded?: boolean
  /** what its callers ask of an agent, besides what their number and flow ask; absent as nothing */
  needs?: SkillLevel[]
  /** in order of time; absent: what is asked for is never lowered */
  relax?: RelaxStep[]
  /** where the caller goes when the agent has hung up: a rating, say; absent = nowhere */
  afterTalkFlowId?: string
  /** its callers count as having waited so much longer, also against those of other queues; absent as 0 */
  bonusMs?: number
  /** VIPs count as having waited so much longer; absent or 0: they are always ahead */
  vipBonusMs?: number
  /** who was passed by so many who came later goes ahead of VIPs too; absent or 0: no bound */
  mostOvertaken?: number
  /** so many idle agents are kept back for those who call in: campaigns get the rest; absent as 0 */
  reserveIdle?: number
  /** a caller sent on from another queue counts from there (decisions.md no. 17); absent as true */
  countFirstJoin?: boolean
  maxWaitMs: number
  onMaxWait: WayOut
  /** applies while nobody of this queue is signed in */
  nobodyWaitMs: number
  onNobody: WayOut
  /** a caller whose audio we lost finds his place again when he calls within so long; default 5 min, 0 = never */
  keepPlaceMs?: number
  /** and so does one who hung up himself, or whose network cut him off: nobody can tell the two apart; absent as false */
  keepPlaceAlways?: boolean
  maxWaiting: number
  onFull: WayOut
  /** music id or 'default' */
  music: string
  /** sound must have run this long before agents are tried */
  musicFirstMs: number
  announcePosition: boolean
  announceEveryMs: number
  /** speak how long the wait will be; absent as false */
  announceWait?: boolean
  /** the first announcement as soon as the caller waits, not after `announceEveryMs`; absent as false */
  announceAtEntry?: boolean
  /** with the announcement the caller may press 1 to go on waiting, 2 to leave a message */
  offerVoicemail: boolean
  /** with the announcement the caller may press 3 to be called back in turn; absent as false */
  offerCallback?: boolean
  /** hh:mm of the centre between which customers are called; absent or both '' = at any hour */
  callbackFrom?: string
  callbackTo?: string
  /** calls made before it is given up, default 3, and how long after one in vain, default 10 min */
  callbackTries?: number
  callbackRetryMs?: number
  /** read the agent's number to the caller before they are connected */
  sayAgentNumber: boolean
  /** before the talk the agent is told who it is: VIP, queue, how long he waited; absent as false */
  whisper?: boolean
  /** service level: answered within this counts as in time */
  serviceLevelMs: number
  /** and so many in a hundred are to be: what pages and reports judge by */
  serviceLevelPercent: number
  record: boolean
  enabled: boolean
}

export type TimeRange = { days: number[]; from: string; to: string }

/** Of a line that is to register at a carrier; unknown: the edge does not say. */
export type TrunkState = 'registered' | 'not-registered' | 'unknown'

/** A date of the company's calendar, in the centre's time zone. A planner's mark stands over a holiday. */
export interface CalendarDay {
  /** yyyy-mm-dd */
  date: string
  /** closed: as outside working hours; as-weekday: a make-up workday or another weekday's hours */
  type: 'holiday' | 'closed' | 'as-weekday'
  /** as-weekday: 1 = Monday … 7 = Sunday */
  weekday?: number
}

/** Where the centre stands: telephone numbers without country or area are from here. */
export interface Home {
  /** ISO 3166: 'CN' */
  country: string
  /** area code of its landlines without the trunk 0, '10'; '' = local numbers stay local */
  areaCode: string
}

export interface AccessNumber {
  id: string
  number: string
  name: string
  lang: Lang
  /** 接入号 marked VIP: its callers have priority */
  vip: boolean
  /** absent where it rings a number of the house at once */
  flowId?: string
  /** an extension, ring group or agent that rings without a flow */
  directTo?: string
  /** what its callers ask of an agent; absent as nothing */
  needs?: SkillLevel[]
  /** rules instead of `hours` */
  timeGroupId?: string
  /** working hours in the centre's time zone, days 1 = Monday … 7 = Sunday; empty = always open */
  hours: TimeRange[]
  offHoursFlowId?: string
  holidayFlowId?: string
  enabled: boolean
}

export interface Flow {
  id: string
  /** grows with every save; a running call keeps the version it started with */
  version: number
  name: string
  lang: Lang
  startNodeId: string
  nodes: FlowNode[]
}

export interface Trunk {
  id: string
  name: string
  kind: 'registration' | 'address'
  /** host or host:port of the peer */
  host: string
  transport: 'udp' | 'tcp' | 'tls'
  username?: string
  /** number shown to those we call */
  callerNumber: string
  /** dialled prefixes that leave by this trunk; '' = any */
  prefixes: string[]
  /** sound is taken only from where its SDP says; off = from where it comes (behind NAT) */
  strictSource: boolean
  /** a number that it names with 302 is dialled, if it begins with one of the prefixes */
  followMoved: boolean
  /** so many calls at once, in and out; absent or 0 = no limit */
  channels?: number
  /** another site of the company: it reaches everybody inside, and is shown the extension that calls */
  site?: boolean
  /** its sound is encrypted, or there is none */
  srtp?: boolean
  enabled: boolean
}

export interface Extension {
  id: string
  /** SIP user and number, such as 8001 */
  number: string
  name: string
  /** in which the centre speaks to whoever dials a code there */
  lang: Lang
  /** shown to those outside whom it calls; absent = the route's or trunk's */
  callerNumber?: string
  /** where its calls go instead; absent = nowhere */
  forward?: Forward
  /** nobody's call rings it */
  doNotDisturb?: true
  /** how long it rings; absent = as long as any phone */
  ringMs?: number
  /** agent who gets the messages left for it; absent = none are taken */
  mailboxAgentId?: string
  /** who may take its rings by the code alone; absent = by its number only */
  pickupGroup?: string
  enabled: boolean
}

/** What a phone without a page dials (sign-in to ready) or keys during a talk (consult to flag). */
export type PhoneAct = 'sign-in' | 'ready' | 'break' | 'end-wrap-up' | 'sign-out' | NumberAct | TalkAct
/** A code that a number follows: a message for an agent, a phone that answers by itself, a ring taken from another phone. */
export type NumberAct = 'message' | 'intercom' | 'pick-up'
export type TalkAct = 'consult' | 'swap' | 'take-back' | 'merge' | 'flag'

export interface PhoneCode {
  act: PhoneAct
  /** such as *70 */
  code: string
}

/** A state that an agent may choose instead of ready; the order is the company's. */
export interface ChosenState {
  id: string
  name: string
  nameEn: string
  counts: 'break' | 'work'
}

/** What is known of a caller when the call arrives. */
export interface CallerInfo {
  number: string
  name: string
  region: string
  vip: boolean
  /** queues where this caller is VIP, when not everywhere */
  vipQueueIds: string[]
  customerId?: string
  /** stands in the blacklist: neither gets through nor is called */
  blocked?: true
  lastAgentId?: string
  dedicatedAgentId?: string
  /** earlier calls, newest first, at most 5 */
  recent: { at: number; queue: string; agent: string; outcome: string }[]
}

/** Name of the SIP user under which an agent's browser registers. */
export const browserUser = (agentNumber: string): string => `agent.${agentNumber}`
