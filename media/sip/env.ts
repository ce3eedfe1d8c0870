// What the parts of one stack share: time, the wire, the tables, the counters. Built once, in stack.ts.
import type { SipClock, SipLimits, SipStatistics } from './api.ts'
import type { Body, HeaderLines } from './build.ts'
import type { SipRequest, SipResponse } from './message.ts'
import type { Peer } from './transport.ts'

export interface RequestSpec {
  method: string
  uri: string
  routes: readonly string[]
  from: string
  to: string
  callId: string
  cseq: number
  contact?: boolean
  headers?: HeaderLines
  body?: Body | undefined
}

/** A response, or what happened instead of one: 408 (nothing came) or 503 (could not be sent), with `local`. */
export type Outcome = { response: SipResponse; status: number } | { local: string; status: 408 | 503 }

export interface ClientHandle {
  /** CANCEL of an INVITE (RFC 3261 9.1): held back until the first provisional response. */
  cancel(reason?: string): void
  readonly branch: string
}

export interface ReplySpec {
  status: number
  reason?: string | undefined
  headers?: HeaderLines | undefined
  body?: Body | undefined
  contact?: boolean
}

export interface ServerHandle {
  readonly request: SipRequest
  readonly toTag: string
  readonly from: Peer
  /** Sends a response; after a final one nothing more goes out. */
  reply(spec: ReplySpec): void
  /** The last response once more (reliable provisionals and 2xx are repeated by the user of the transaction). */
  repeat(): void
  readonly decided: boolean
  /** Told when a CANCEL for this INVITE comes in time. */
  cancelled: (() => void) | undefined
}

/** The stack's table of dialogs knows them by this. */
export interface DialogEntry {
  request(transaction: ServerHandle): void
  ack(request: SipRequest): void
  /** A 2xx to our INVITE came again: the ACK was lost. */
  repeatAck(cseq: number): void
  /** Clears timers without telling anyone (the process stops). */
  forget(): void
}

export interface Counters
  extends Omit<SipStatistics, 'clientTransactions' | 'serverTransactions' | 'dialogs' | 'connections'> {}

export interface StackEnv {
  readonly clock: SipClock
  readonly limits: SipLimits
  readonly counters: Counters
  readonly dialogs: Map<string, DialogEntry>
  /** Route to the edge, as a Route header value. */
  readonly edge: string
  /** Said in every new call of ours. */
  readonly edgeKey: string | undefined
  token(): string
  contact(proto: 'TCP' | 'UDP'): string
  request(spec: RequestSpec, heard: (outcome: Outcome) => void): ClientHandle
  /** A request that a process sent which has died: what is answered to it is heard here. */
  takeUp(spec: RequestSpec, branch: string, heard: (outcome: Outcome) => void): ClientHandle
  /** ACK to a 2xx: no transaction. The answer sends it again. */
  ack(spec: RequestSpec): () => void
  /** Runs a handler of the user; what it throws is counted and told, never passed on. */
  guard(run: () => void): void
}

export function dialogKey(callId: string, localTag: string, remoteTag: string): string {
  return `${callId}\n${localTag}\n${remoteTag}`
}

/** What a transaction needs of the stack. */
export interface TransactionEnv {
  readonly clock: SipClock
  send(text: string, to: Peer, failed?: (why: string) => void): void
  retransmitted(): void
}

export const newCounters = (): Counters => ({
  ...{ in: 0, out: 0, retransmitted: 0, refused: 0, dropped: 0 },
  ...{ faults: 0, invitesIn: 0, invitesOut: 0 },
})
