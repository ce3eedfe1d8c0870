// Why a call waited and who got it: read from what the queue decided then and kept.

import type { CallSummary } from './call.ts'
import type { Candidate, RejectedBecause } from './queue.ts'

/** By what right another was offered an agent while this one waited. */
export type Right =
  | 'came-earlier'
  | 'vip'
  /** an agent had let it ring, or a transfer of it came back */
  | 'came-back'
  /** its place was kept: cut off, or sent on from another queue */
  | 'kept-place'
  /** whom this call asks for were not free, the other asked for less */
  | 'skill'
  /** who was free then had just let this call ring, or the other waited at a place that only its queue's settings explain */
  | 'other'

export interface OfferWhy {
  at: number
  agentId: string
  waitedMs: number
  /** the chosen one first; bounded */
  candidates: Candidate[]
  /** every agent of the queue who was not chosen, by reason */
  rejected: Partial<Record<RejectedBecause, number>>
  /** what came of it */
  result: string
}

export interface BeforeWhy {
  callId: string
  /** when it joined the line, and when it was offered */
  joinedAt: number
  at: number
  agentId: string
  right: Right
}

export interface StayWhy {
  queueId: string
  joinedAt: number
  leftAt: number
  left: CallSummary['queues'][number]['left']
  vip: boolean
  /** asked of an agent */
  skills: boolean
  offers: OfferWhy[]
  /** offered an agent while this one waited, in that order; at most 200 */
  before: BeforeWhy[]
}

export interface CallWhy {
  stays: StayWhy[]
  /** names of agents and queues by id */
  names: Record<string, string>
  /** facts are known until then: of a call just over some may be missing */
  asOf: number
}

/** As analytics tells them. */
export interface QueueFactRow {
  queue: string
  at: number
  type: string
  body: Record<string, unknown>
}
