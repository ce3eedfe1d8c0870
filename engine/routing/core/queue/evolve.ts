// How a queue's facts change its state. Shared structure: a fact copies what it changes and nothing else.

import type { QueueConfig } from '#engine/protocol/company.ts'
import type { QueueDayCounters } from '#engine/protocol/queue.ts'
import type { Stack } from '#engine/routing/core/acd/stack.ts'
import { dayOf } from '#engine/routing/core/machine/day.ts'
import { type Changes, defineEvolve } from '#engine/routing/core/machine/evolve.ts'
import { callbackChanges } from './evolve-callbacks.ts'
import { changeWaiting, compareWaiting, insertWaiting, moveWaiting, passedBy, placeOf, removeWaiting } from './order.ts'
import { waitAt, withPace } from './pace.ts'
import { keepPlace, placeTaken } from './places.ts'
import {
  ACCEPT_WITHIN_MS,
  ANSWER_WITHIN_MS,
  dateOf,
  findCall,
  GIVEN_UP,
  type Member,
  MISSED_BY_KEPT,
  noQueueCounts,
  OFFERS_KEPT,
  type OpenOffer,
  type QueueFact,
  type QueueState,
  RETRY_MISSED_MS,
  type RunningQueue,
  type Team,
  type Waiting,
} from './state.ts'
import { teamOf, withMember } from './team.ts'
import { moveQueue } from './time-set.ts'

export type Evolve = (state: QueueState, fact: QueueFact, at: number) => QueueState

type FactOf<Type extends QueueFact['type']> = Extract<QueueFact, { type: Type }>

/** A fact of a queue that runs; before its first configuration there is nothing to change. */
const running =
  <Fact>(change: (state: RunningQueue, fact: Fact, at: number) => RunningQueue) =>
  (state: QueueState, fact: Fact, at: number): QueueState =>
    state.mode === 'unknown' ? state : change(state, fact, at)

type Facts = Changes<QueueState, QueueFact>

/** Who waits, and how long an offer may stay unanswered. */
const waits = {
  'day-started': running((state, fact) => ({ ...state, today: noQueueCounts(fact.date) })),
  'offer-accepted': running((state, { callId }, at) => ({
    ...state,
    waiting: changeOffer(state.waiting, callId, (offer) => ({
      ...offer,
      accepted: true,
      dueAt: at + state.config.ringMs + ANSWER_WITHIN_MS,
    })),
  })),
  'offer-repeated': running((state, { callId }, at) => ({
    ...state,
    waiting: changeOffer(state.waiting, callId, (offer) => ({
      ...offer,
      asked: offer.asked + 1,
      dueAt: at + ANSWER_WITHIN_MS,
    })),
  })),
  'call-returned': running((state, { callId, agentId }, at) => ({
    ...state,
    waiting: moveWaiting(
      state.waiting,
      callId,
      (one) => ({
        ...one,
        missed: one.missed + 1,
        missedBy: [...one.missedBy.slice(1 - MISSED_BY_KEPT), agentId],
        retryAt: at + RETRY_MISSED_MS,
      }),
      state.config,
    ),
  })),
  'retry-allowed': running((state, { callId }) => ({
    ...state,
    waiting: changeWaiting(state.waiting, callId, ({ retryAt: _over, ...one }) => ({ ...one, missedBy: [] })),
  })),
  'music-heard': running((state, { callId }) => ({
    ...state,
    waiting: changeWaiting(state.waiting, callId, ({ notBefore: _over, ...one }) => one),
  })),
  'stay-renewed': running((state, { callId, stay }) => ({
    ...state,
    waiting: changeWaiting(state.waiting, callId, (one) => ({ ...one, call: { ...one.call, stay } })),
  })),
  'needs-relaxed': running((state, { callId, steps }) => ({
    ...state,
    waiting: changeWaiting(state.waiting, callId, (one) => ({ ...one, relaxed: steps })),
  })),
  'position-announced': running((state, { callId }, at) => ({
    ...state,
    waiting: changeWaiting(state.waiting, callId, (one) => announcedAgain(one, state.config, at)),
  })),
  'time-set': running((state, { byMs }) => moveQueue(state, byMs)),
  'match-paused': running(({ pausedAt: _before, ...state }, fact, at) =>
    fact.more ? { ...state, pausedAt: at } : state,
  ),
} satisfies Facts

/** Who is gone, and how that counts. */
const leaves = {
  'call-answered': running((state, fact, at) => {
    const waiting = passedBy(state.waiting, fact.callId, state.config)
    return gone({ ...state, waiting }, fact, at, 'answered')
  }),
  'call-left': running((state, fact, at) => {
    const gaveUp = fact.reason === 'abandoned' || fact.reason === 'call-ended'
    const keeps = fact.lost || (fact.reason === 'abandoned' && state.config.keepPlaceAlways === true)
    const one = keeps ? findCall(state, fact.callId) : undefined
    const left = gone(state, fact, at, gaveUp ? 'abandoned' : 'overflowed')
    return one ? keepPlace(left, one, at) : left
  }),
  'call-overflowed': running((state, fact, at) => {
    if (fact.reason === 'max-wait' || fact.reason === 'nobody') {
      return gone(withSentOn(state, fact.callId, fact.reason), fact, at, 'overflowed')
    }
    const { offered, overflowed } = state.today
    return { ...state, today: { ...state.today, offered: offered + 1, overflowed: overflowed + 1 } }
  }),
} satisfies Facts

/** What changes the team, which is kept in the order of the queue's strategies. */
function teamChanges(stackFor: (config: QueueConfig) => Stack) {
  const member = (state: RunningQueue, agentId: string, change: (old: Member) => Member, at: number) =>
    withMember(state.team, agentId, change, stackFor(state.config), at)
  return {
    'queue-configured': (state, fact, at) => configured(state, fact, at, stackFor(fact.config)),
    'agent-noted': running((state, { agent }, at) => ({
      ...state,
      team: member(state, agent.agentId, (old) => ({ ...old, standing: agent }), at),
    })),
    'call-queued': running((state, { call }, at) => {
      const ring = state.found?.find(({ callId }) => callId === call.callId)
      const joined = {
        ...placeTaken(state, call, at),
        waiting: insertWaiting(state.waiting, newcomer(state, call), state.config),
        arrivals: state.arrivals + 1,
        node: call.node,
        today: { ...state.today, offered: state.today.offered + 1 },
      }
      return ring ? ringsOn(joined, ring, at, member) : joined
    }),
    'offer-found': running((state, ring, at) => ringsOn(state, ring, at, member)),
    'offer-made': running((state, { callId, agentId, offerId }, at) => ({
      ...state,
      offers: state.offers + 1,
      waiting: changeWaiting(state.waiting, callId, (one) => ({
        ...one,
        offer: { offerId, agentId, accepted: false, asked: 0, dueAt: at + ACCEPT_WITHIN_MS },
      })),
      team: member(state, agentId, (old) => ({ ...old, offerId }), at),
    })),
    'offer-ended': running((state, fact, at) => ({
      ...state,
      waiting: changeWaiting(state.waiting, fact.callId, withoutOffer),
      answeredOffers:
        fact.result === 'answered'
          ? [...state.answeredOffers.slice(1 - OFFERS_KEPT), fact.offerId]
          : state.answeredOffers,
      givenUp:
        fact.result === GIVEN_UP
          ? [...state.givenUp.slice(1 - OFFERS_KEPT), { offerId: fact.offerId, callId: fact.callId }]
          : state.givenUp,
      team: member(state, fact.agentId, (old) => offerOver(old, fact), at),
    })),
  } satisfies Facts
}

export const evolveWith = (stackFor: (config: QueueConfig) => Stack): Evolve =>
  withPace(defineEvolve<QueueState, QueueFact>({ ...waits, ...leaves, ...callbackChanges, ...teamChanges(stackFor) }))

type ChangeMember = (state: RunningQueue, agentId: string, change: (old: Member) => Member, at: number) => Team

/** The agent is reserved for that caller as if the offer had been accepted just now; one not known yet may still join. */
function ringsOn(
  state: RunningQueue,
  { offerId, callId, agentId }: { offerId: string; callId: string; agentId: string },
  at: number,
  member: ChangeMember,
): RunningQueue {
  const others = (state.found ?? []).filter((ring) => ring.callId !== callId)
  const one = state.waiting.find(({ call }) => call.callId === callId)
  if (!one) return { ...state, found: [...others.slice(1 - OFFERS_KEPT), { offerId, callId, agentId }] }
  if (one.offer) return { ...state, found: others }
  const offer = { offerId, agentId, accepted: true, asked: 0, dueAt: at + state.config.ringMs + ANSWER_WITHIN_MS }
  return {
    ...state,
    found: others,
    offers: state.offers + 1,
    waiting: changeWaiting(state.waiting, callId, (waiting) => ({ ...waiting, offer })),
    team: member(state, agentId, (old) => ({ ...old, offerId }), at),
  }
}

function withSentOn(state: RunningQueue, callId: string, reason: 'max-wait' | 'nobody'): RunningQueue {
  const joinedAt = state.waiting.find(({ call }) => call.callId === callId)?.call.joinedAt
  if (joinedAt === undefined) return state
  return { ...state, sentOn: [...(state.sentOn ?? []).slice(1 - OFFERS_KEPT), { callId, joinedAt, reason }] }
}

function configured(state: QueueState, fact: FactOf<'queue-configured'>, at: number, stack: Stack): QueueState {
  const { config, zoneMs } = fact
  const mode = config.enabled ? 'open' : 'closed'
  const before = state.mode === 'unknown' ? undefined : state
  const team = teamOf(fact.agentIds, before?.team, stack, at)
  if (!before) {
    const fresh = { id: state.id, waiting: [], arrivals: 0, offers: 0, answeredOffers: [], givenUp: [] }
    const today = noQueueCounts('')
    const first = { ...fresh, mode, config, zoneMs, team, today } as RunningQueue
    return { ...first, today: noQueueCounts(dateOf(first, at)) }
  }
  const waiting = before.waiting.map(({ nextAnnounceAt, ...one }) =>
    announces(config) ? { ...one, nextAnnounceAt: nextAnnounceAt ?? at + config.announceEveryMs } : one,
  )
  waiting.sort((a, b) => compareWaiting(a, b, config))
  return { ...before, mode, config, zoneMs, team, waiting }
}

const announces = (config: QueueConfig): boolean =>
  (config.announcePosition || config.announceWait === true) && config.announceEveryMs > 0

function newcomer(state: RunningQueue, call: Waiting['call']): Waiting {
  const { config, arrivals } = state
  const one: Waiting = { call, n: arrivals, missed: 0, missedBy: [] }
  const told = waitAt(state, placeOf(state.waiting, one, config))
  const first = config.announceAtEntry ? 0 : config.announceEveryMs
  return {
    ...one,
    ...(told ? { told } : {}),
    ...(config.musicFirstMs > 0 ? { notBefore: call.joinedAt + config.musicFirstMs } : {}),
    ...(announces(config) ? { nextAnnounceAt: call.joinedAt + first } : {}),
  }
}

/** The rhythm is kept; announcements that were due while nobody was awake are not made up for. */
function announcedAgain(one: Waiting, { announceEveryMs }: QueueConfig, at: number): Waiting {
  const next = (one.nextAnnounceAt ?? at) + announceEveryMs
  return { ...one, nextAnnounceAt: next > at ? next : at + announceEveryMs }
}

const changeOffer = (waiting: Waiting[], callId: string, change: (offer: OpenOffer) => OpenOffer): Waiting[] =>
  changeWaiting(waiting, callId, (one) => (one.offer ? { ...one, offer: change(one.offer) } : one))

const withoutOffer = ({ offer: _over, ...one }: Waiting): Waiting => one

/**
 * The agent is no longer reserved here. One that answered, refused or fell silent is not free until it says so itself:
 * what this queue last heard of it is older than that.
 */
function offerOver({ offerId, ...old }: Member, fact: FactOf<'offer-ended'>): Member {
  if (offerId !== undefined && offerId !== fact.offerId) return { ...old, offerId }
  const believe = fact.result === 'withdrawn' || fact.result.startsWith('missed')
  if (believe || !old.standing) return old
  return { ...old, standing: { ...old.standing, available: false } }
}

// Why (2026-11-29): a call counts on the day it arrived at the queue and on no other, as in the reports' intervals. Who waits
// over midnight was offered yesterday, and so is what becomes of him: offered = answered + abandoned + overflowed on both.
function gone(
  state: RunningQueue,
  { callId, waitedMs }: { callId: string; waitedMs: number },
  at: number,
  how: 'answered' | 'abandoned' | 'overflowed',
): RunningQueue {
  const { today, config } = state
  const waiting = removeWaiting(state.waiting, callId)
  if (dayOf(at - waitedMs, state.zoneMs) !== today.date) return { ...state, waiting }
  const counted: QueueDayCounters = {
    ...today,
    [how]: today[how] + 1,
    waitMsSum: today.waitMsSum + waitedMs,
    longestWaitMs: Math.max(today.longestWaitMs, waitedMs),
  }
  if (how === 'answered' && waitedMs <= config.serviceLevelMs) counted.answeredInTarget++
  return { ...state, waiting, today: counted }
}
