// What a queue actor knows: its waiting list in order, its agents as it last heard of them, and the day's counters.

import type { AgentMode, AgentStanding } from '#engine/protocol/agent.ts'
import type { QueueConfig, SkillLevel } from '#engine/protocol/company.ts'
import type { QueueReportFact } from '#engine/protocol/facts.ts'
import type { QueueDayCounters, RejectedBecause, WaitingCall } from '#engine/protocol/queue.ts'
import { notFreeBecause } from '#engine/routing/core/acd/explain.ts'
import { DEFAULT_ZONE_MS, dayOf } from '#engine/routing/core/machine/day.ts'
import type { TimeSet } from '#engine/routing/core/machine/time-set.ts'
import { type FreeAgents, nobodyFree } from './free.ts'
import type { Pace, Told } from './told.ts'

/** A reservation that is out: at most one for a call and one for an agent. */
export interface OpenOffer {
  offerId: string
  agentId: string
  accepted: boolean
  /** how often it was asked again what became of it */
  asked: number
  /** past this the agent is asked again, and then given up */
  dueAt: number
}

export interface Waiting {
  call: WaitingCall
  /** place of arrival in this queue's life: the tie-break */
  n: number
  missed: number
  /** who came later and was answered before; counted where the queue has a bound to it */
  overtaken?: number
  /** who let it ring in vain, newest last, bounded */
  missedBy: string[]
  /** steps taken in what it asks of an agent; absent as none */
  relaxed?: number
  /** until then those in `missedBy` are not tried again */
  retryAt?: number
  /** until then no agent is tried: the queue's sound runs first */
  notBefore?: number
  nextAnnounceAt?: number
  /** this agent is on the line, and he is called back */
  calling?: { agentId: string; until: number }
  /** how long it would wait, as reckoned when it came */
  told?: Told
  offer?: OpenOffer
}

/** One agent of the queue; `standing` is absent until it was heard of. */
export interface Member {
  standing?: AgentStanding
  offerId?: string
}

/**
 * Agents by bucket (FNV of the id), so that a change copies one bucket and not 10,000 agents. `free` is kept sorted by
 * the queue's strategies, so that the next agent is found without a search. Both are shared between states: `evolve`
 * copies what it changes and nothing else.
 */
export interface Team {
  buckets: Record<string, Member>[]
  size: number
  free: FreeAgents
  /** all agents by why they are not free */
  tally: Partial<Record<RejectedBecause | 'free', number>>
  byMode: Partial<Record<AgentMode, number>>
  /** absent while somebody is signed in */
  nobodySince?: number
}

/** Of a caller whose audio was lost; absolute ms. */
interface KeptPlace {
  number: string
  placeAt: number
  front?: true
  until: number
}

interface Basis {
  id: string
  zoneMs: number
}

interface Running extends Basis {
  config: QueueConfig
  team: Team
  waiting: Waiting[]
  /** calls that ever joined: the next place of arrival */
  arrivals: number
  /** offers ever made: the reservation epoch */
  offers: number
  /** the last offers that were answered, so that a doubled answer is not taken for a stale one */
  answeredOffers: string[]
  /** the last offers given up for want of an answer: one may still come */
  givenUp: { offerId: string; callId: string }[]
  /** the last callers sent on: one who has not heard of it joins again, and is told again */
  sentOn?: { callId: string; joinedAt: number; reason: 'max-wait' | 'nobody' }[]
  /** for callers whose audio was lost */
  places?: KeptPlace[]
  /** agents found ringing for callers whom this queue does not know yet */
  found?: { offerId: string; callId: string; agentId: string }[]
  today: QueueDayCounters
  /** media node of the last caller: one to be called back is called there */
  node?: string
  /** its recent service, for what callers are told of their wait */
  pace?: Pace
  /** set while there is more to match than one decision does */
  pausedAt?: number
}

export type UnknownQueue = Basis & { mode: 'unknown' }
export type OpenQueue = Running & { mode: 'open' }
/** disabled: nobody gets in, and those who wait are served */
export type ClosedQueue = Running & { mode: 'closed' }
export type RunningQueue = OpenQueue | ClosedQueue
export type QueueState = UnknownQueue | RunningQueue

export type QueueOwnFact =
  | { type: 'queue-configured'; config: QueueConfig; agentIds: string[]; zoneMs: number }
  | { type: 'day-started'; date: string }
  | { type: 'agent-noted'; agent: AgentStanding }
  | { type: 'offer-accepted'; offerId: string; callId: string }
  /** no answer yet: the agent is asked again what became of the offer */
  | { type: 'offer-repeated'; offerId: string; callId: string }
  /** after a restart: an agent rings for an offer whose facts are lost */
  | { type: 'offer-found'; offerId: string; callId: string; agentId: string }
  | { type: 'call-returned'; callId: string; agentId: string; reason: string }
  | { type: 'retry-allowed'; callId: string }
  | { type: 'stay-renewed'; callId: string; stay: number }
  | { type: 'music-heard'; callId: string }
  /** it has waited long enough for so many steps: this is what it still asks for */
  | { type: 'needs-relaxed'; callId: string; steps: number; needs: SkillLevel[] }
  | { type: 'position-announced'; callId: string; position: number }
  /** there is more to match than one decision does: it goes on at once, until `more` is false */
  | { type: 'match-paused'; more: boolean }
  | TimeSet

export type QueueFact =
  | Exclude<QueueReportFact, { type: 'call-queued' }>
  /** the reported fact, with all that is needed to serve the call */
  | (Extract<QueueReportFact, { type: 'call-queued' }> & { call: WaitingCall })
  | QueueOwnFact

/** A refusing or silent agent actor: ask again after this, give up after as long again. */
export const ANSWER_WITHIN_MS = 5_000
/** An offer not even accepted is asked about sooner. */
export const ACCEPT_WITHIN_MS = 3_000
/** How long those who let a call ring are spared it. */
export const RETRY_MISSED_MS = 10_000
/** Before the agents of a new queue have been heard of, nobody counts as signed out. */
export const FIRST_HEARD_MS = 2_000
export const MISSED_BY_KEPT = 20
/** Offers remembered that were answered, and that were given up. */
export const OFFERS_KEPT = 64
/** What became of an offer that no agent actor answered. */
export const GIVEN_UP = 'no-answer-from-agent'
/** Hard bound, above any queue's own limit. */
export const MOST_WAITING = 10_000

export const BUCKETS = 256

export const initialQueue = (id: string): QueueState => ({ id, mode: 'unknown', zoneMs: DEFAULT_ZONE_MS })

export const emptyTeam = (nobodySince: number): Team => ({
  buckets: Array.from({ length: BUCKETS }, () => ({})),
  size: 0,
  free: nobodyFree(),
  tally: {},
  byMode: {},
  nobodySince,
})

export const noQueueCounts = (date: string): QueueDayCounters => ({
  date,
  offered: 0,
  answered: 0,
  answeredInTarget: 0,
  abandoned: 0,
  overflowed: 0,
  waitMsSum: 0,
  longestWaitMs: 0,
})

export const dateOf = (state: RunningQueue, at: number): string => dayOf(at, state.zoneMs)

export const findCall = (state: RunningQueue, callId: string): Waiting | undefined =>
  state.waiting.find((one) => one.call.callId === callId)

export const findOffer = (state: RunningQueue, offerId: string): (Waiting & { offer: OpenOffer }) | undefined =>
  state.waiting.find((one): one is Waiting & { offer: OpenOffer } => one.offer?.offerId === offerId)

export const isFree = (member: Member): boolean =>
  member.standing?.available === true && member.standing.signedIn && member.offerId === undefined

export const whyNot = (member: Member): RejectedBecause | 'free' =>
  isFree(member) ? 'free' : (notFreeBecause(member.standing) ?? 'offered-elsewhere')
