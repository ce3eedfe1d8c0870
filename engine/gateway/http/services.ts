// What route handlers are given: everything is handed in by main.ts, nothing is reached for.

import type { BusinessKinds } from '../../business/record/kinds.ts'
import type { AskOutside } from '../../business/record/outside-customer.ts'
import type { Bus } from '../../ports/bus.ts'
import type { Ledger } from '../../ports/ledger.ts'
import type { Storage } from '../../ports/storage.ts'
import type { AgentView } from '../../protocol/agent.ts'
import type { Check, NodeInfo } from '../../protocol/api.ts'
import type { CallView } from '../../protocol/call.ts'
import type { CallerInfo, Home, TrunkState } from '../../protocol/company.ts'
import type { Label } from '../../protocol/fields.ts'
import type { TryAnswer, TryAsk } from '../../protocol/flow-try.ts'
import type { WordAbout } from '../../protocol/live.ts'
import type { RoleSeen } from '../../protocol/nodes.ts'
import type { NumberTried } from '../../protocol/outbound.ts'
import type { PlanJob } from '../../protocol/planning.ts'
import type { Accounts } from '../../records/accounts/accounts.ts'
import type { Kiosks } from '../../records/accounts/kiosks.ts'
import type { PhoneFiles } from '../../records/phones/files.ts'
import type { Records } from '../../records/record/configure.ts'
import type { FlowCheck } from '../../records/record/flow-check.ts'
import type { Kinds } from '../../records/record/kinds.ts'
import type { Outcome } from '../../records/record/outcome.ts'
import type { Sql } from '../../records/store/postgres.ts'
import type { Exports } from '../../records/table-files/exports.ts'

export interface ApiSettings {
  version: string
  companyName: string
  timeZone: string
  /** where browsers speak SIP: ws:// or wss:// */
  sipServer: string
  sipDomain: string
  /** shared with the edge, for short-lived credentials */
  sipSecret: string
  /** files made for people, deleted after an hour */
  exportsDir: string
  sessionMs: number
  /** the cookie goes over https only */
  secureCookie: boolean
  /** origins whose pages may hold the soft phone in a frame */
  embedIn: readonly string[]
  /** the simulated callers may be switched */
  demo: boolean
}

export interface Services {
  settings: ApiSettings
  sql: Sql
  kinds: Kinds
  records: Records
  /** kinds of business records: customers, orders, tickets … */
  business: BusinessKinds
  home: Home
  askOutside: AskOutside
  accounts: Accounts
  kiosks: Kiosks
  phones: PhoneFiles
  bus: Bus
  /** recordings and prompts */
  storage: Storage
  flowNodes: readonly NodeInfo[]
  checkFlow: FlowCheck
  tryFlow(ask: TryAsk): TryAnswer
  /** what would come of dialling a number */
  tryNumber(asked: { number: string; by: string; at: number }): Promise<NumberTried>
  /** live view of an agent, as far as known */
  agent(id: string): AgentView | undefined
  /** who is parked at a place, the longest of them */
  parkedAt(place: string): string | undefined
  /** calls that are up and rang at this agent in vain */
  missing(agentId: string): CallView[]
  /** a SIP user with a live registration at any edge */
  isRegistered(user: string): boolean
  /** what is known of who calls by this number */
  caller(number: string): Promise<CallerInfo>
  /** a media node that takes calls now */
  mediaNode(): string | undefined
  /** ends live sockets of a session */
  dropSession(tokenHash: string): void
  /** of lines at carriers, by trunk; undefined when the edge does not say */
  registrations(): Promise<Map<string, TrunkState> | undefined>
  /** whether a carrier's line answers; undefined: it is not asked, or not known */
  trunkLives(trunkId: string): boolean | undefined
  parts(): Promise<PartState[]>
  /** every process of every role */
  everybody(): Promise<RoleSeen[]>
  /** long work of planning */
  planJobs: PlanJobs
  exports: Exports
  /** reports sent by e-mail */
  schedules: { mailOn: boolean; wake(): void }
  /** tells people something wherever they are in the pages */
  word(word: { to: 'all' | readonly string[]; about: WordAbout; data: unknown }): void
  integrations: { changed(): Promise<void>; wake(): void }
  ledger: Ledger
  /** others reach this centre, and published sample passwords open it */
  isExposed(): boolean
  /** what to look at before strangers reach this centre */
  checklist(): Promise<Check[]>
  now(): number
  newId(): string
  /** told to the log: work in the background that did not succeed */
  failed(error: unknown): void
}

/** Long work of planning, followed in the background. */
export interface PlanJobs {
  /** there is something to follow */
  follow(): void
  /** those of rosters and whatever else analytics works on, newest first */
  list(): Promise<PlanJob[]>
  find(id: string): Promise<Outcome<PlanJob>>
  cancel(id: string): Promise<Outcome<PlanJob>>
  stop(): Promise<void>
}

/** One line of the system page. */
export interface PartState {
  name: Label
  up: boolean
  detail: Label
}
