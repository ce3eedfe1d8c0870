// Cells for callers: joining, leaving, and what is due while they wait.

import type { WayOut } from '#engine/protocol/company.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { Effect } from '#engine/protocol/machine.ts'
import type { QueueCommand, QueueNotice, WaitingCall } from '#engine/protocol/queue.ts'
import { allNeeds } from '#engine/routing/core/acd/skills.ts'
import { decided, nothing } from '#engine/routing/core/machine/decided.ts'
import { calledAgain, instead, isCallback, told } from './callbacks.ts'
import { easedBy } from './easing.ts'
import { leftFor, overflowed } from './leaving.ts'
import { compareWaiting, positionOf } from './order.ts'
import { waitAt } from './pace.ts'
import { inKeptPlace } from './places.ts'
import {
  findCall,
  MOST_WAITING,
  type OpenQueue,
  type QueueFact,
  type RunningQueue,
  type UnknownQueue,
  type Waiting,
} from './state.ts'
import { type Stayed, tell } from './tell.ts'
import { offerEnded, type QueueMade, withdraw } from './telling.ts'
import { promisedTo } from './told.ts'

type Command<Type extends QueueCommand['type']> = Extract<QueueCommand, { type: Type }>

export function join(state: OpenQueue, { call }: Command<'join'>, given: Given): QueueMade {
  const known = findCall(state, call.callId)
  if (known) return joinAgain(state, known, call)
  const sentOn = state.sentOn?.find((one) => one.callId === call.callId && one.joinedAt === call.joinedAt)
  if (sentOn) return decided<QueueFact>([], [tell(call, leftFor(state, sentOn.reason))])
  if (isFull(state)) return turnAway(state, call, 'full', state.config.onFull)
  const needs = allNeeds(call.needs, state.config.needs)
  const joining = { ...call, joinedAt: Math.min(call.joinedAt, given.at), ...(needs.length > 0 ? { needs } : {}) }
  const {
    call: joins,
    facts,
    effects,
  } = calledAgain(state, inKeptPlace(state, fromFirstJoin(joining, state.config), given.at))
  return decided<QueueFact>([...facts, callQueued(joins)], [...effects, queued(state, joins)])
}

const fromFirstJoin = (call: WaitingCall, { countFirstJoin = true }: RunningQueue['config']): WaitingCall =>
  call.firstJoinedAt !== undefined && countFirstJoin && call.firstJoinedAt < call.joinedAt
    ? { ...call, placeAt: call.firstJoinedAt }
    : call

/** Asked for twice, or its word that it had left was lost: it has its place, and hears of the stay it is in now. */
function joinAgain(state: RunningQueue, { call }: Waiting, { stay = 0, ...again }: WaitingCall): QueueMade {
  const { stay: known = 0, callId } = call
  if (stay < known) return nothing()
  return decided<QueueFact>(stay > known ? [{ type: 'stay-renewed', callId, stay }] : [], [
    queued(state, stay > 0 ? { ...again, stay } : again),
  ])
}

export function joinClosed(state: RunningQueue, { call }: Command<'join'>): QueueMade {
  const known = findCall(state, call.callId)
  return known ? joinAgain(state, known, call) : turnAway(state, call, 'closed', state.config.onNobody)
}

export function joinUnknown(state: UnknownQueue, { call }: Command<'join'>): QueueMade {
  const notice = { type: 'queue-refused', queueId: state.id, reason: 'unknown', wayOut: { type: 'hang-up' } } as const
  return decided<QueueFact>([], [tell(call, notice)])
}

/** Callers for whom an agent is free, or rings already, do not count as waiting; nor does who will be called back. */
function isFull({ waiting, team, config }: RunningQueue): boolean {
  const without = waiting.reduce((sum, one) => sum + (one.offer || isCallback(one) ? 0 : 1), 0)
  return without - team.free.size >= config.maxWaiting || waiting.length >= MOST_WAITING
}

function turnAway(state: RunningQueue, call: WaitingCall, reason: 'full' | 'closed', wayOut: WayOut): QueueMade {
  const notice = { type: 'queue-refused', queueId: state.id, reason, wayOut } as const
  return decided([overflowed(call.callId, reason, 0, wayOut)], [tell(call, notice)])
}

const callQueued = (call: WaitingCall): QueueFact => ({
  type: 'call-queued',
  callId: call.callId,
  number: call.card.number,
  vip: call.vip,
  joinedAt: call.joinedAt,
  call,
})

function queued(state: RunningQueue, call: WaitingCall): Effect {
  const { config, waiting } = state
  const known = positionOf(waiting, call.callId)
  const newcomer: Waiting = { call, n: state.arrivals, missed: 0, missedBy: [] }
  const ahead = waiting.filter((one) => compareWaiting(one, newcomer, config) < 0).length
  return tell(call, {
    type: 'queued',
    queueId: state.id,
    position: known > 0 ? known : ahead + 1,
    queueName: config.name,
    music: config.music,
    record: config.record,
    sayAgentNumber: config.sayAgentNumber,
    ...(config.whisper ? { whisper: true as const } : {}),
    ...(config.afterTalkFlowId ? { afterTalkFlowId: config.afterTalkFlowId } : {}),
  })
}

export function leave(state: RunningQueue, command: Command<'leave'>, given: Given): QueueMade {
  const { callId, reason, lost } = command
  const one = findCall(state, callId)
  if (!one || isLater(one.call, command)) return nothing()
  if (isCallback(one)) return told(state, one, command, given)
  if (command.callback !== undefined) return calledInstead(state, one, command.callback, given)
  return reason === 'answered'
    ? answeredElsewhere(state, one, command, given)
    : takeOut(one, { reason, ...(lost ? { lost } : {}) }, given)
}

/** It came back before its word of the last time was here. */
const isLater = ({ stay }: Stayed, command: Command<'leave'>): boolean =>
  stay !== undefined && command.stay !== undefined && stay > command.stay

/** His place is taken by the number at which he is called, before he is gone. */
function calledInstead(state: RunningQueue, one: Waiting, number: string, given: Given): QueueMade {
  const left = takeOut(one, { reason: 'callback' }, given)
  const asked = instead(state, one, number, given)
  return 'facts' in left ? decided([...asked, ...left.facts], left.effects) : left
}

/** The call has its agent, and the agent's own word about it was lost. */
function answeredElsewhere(
  state: RunningQueue,
  one: Waiting,
  { agentId = one.offer?.agentId ?? '' }: Command<'leave'>,
  given: Given,
): QueueMade {
  const { offer } = one
  const { callId, joinedAt } = one.call
  const waitedMs = Math.max(0, given.at - joinedAt)
  const inTarget = waitedMs <= state.config.serviceLevelMs
  const answered: QueueFact = { type: 'call-answered', callId, agentId, waitedMs, inTarget, ...promisedTo(one) }
  if (!offer) return decided<QueueFact>([answered])
  const theirs = offer.agentId === agentId
  const ended = offerEnded(callId, offer, theirs ? 'answered' : 'withdrawn')
  return decided<QueueFact>([ended, answered], theirs ? [] : [withdraw(offer, 'answered')])
}

function takeOut(one: Waiting, why: Pick<Command<'leave'>, 'reason' | 'lost'>, given: Given): QueueMade {
  const { callId, joinedAt } = one.call
  const waitedMs = Math.max(0, given.at - joinedAt)
  const left: QueueFact = { type: 'call-left', callId, ...why, waitedMs, ...promisedTo(one) }
  if (!one.offer) return decided([left])
  return decided<QueueFact>([offerEnded(callId, one.offer, 'withdrawn'), left], [withdraw(one.offer, why.reason)])
}

/**
 * After a restart the calls themselves are asked: those that wait here by this queue's facts, and those whose leg says so.
 * Agents who ring for one of them ring on.
 */
export function reconcileCalls(
  state: RunningQueue,
  { callIds, rings = [] }: Command<'reconcile'>,
): { facts: QueueFact[]; effects: Effect[] } {
  // who is to be called has no call yet that could be asked
  const waiting = state.waiting.filter((one) => !isCallback(one))
  const asked = new Set([...waiting.map((one) => one.call.callId), ...callIds])
  const facts: QueueFact[] = []
  const effects = [...asked].map((callId) => tell({ callId }, { type: 'asked', queueId: state.id }))
  for (const ring of rings) {
    const offer = findCall(state, ring.callId)?.offer
    if (offer?.offerId === ring.offerId) continue
    // what this queue remembers has been overtaken, unless that agent rings as well
    if (offer && rings.some(({ offerId }) => offerId === offer.offerId)) effects.push(withdraw(ring, 'answered'))
    else if (offer) facts.push(offerEnded(ring.callId, offer, 'withdrawn'), { type: 'offer-found', ...ring })
    else facts.push({ type: 'offer-found', ...ring })
  }
  return { facts, effects }
}

const AT_ENTRY_MS = 1_000

function announcement(state: RunningQueue, place: number): QueueNotice {
  const { offerVoicemail, announcePosition, announceWait } = state.config
  const wait = announceWait ? waitAt(state, place) : undefined
  return {
    ...{ type: 'announce', queueId: state.id, position: place + 1, offerVoicemail },
    ...(state.config.offerCallback ? { offerCallback: true as const } : {}),
    ...(announcePosition ? {} : { sayPosition: false }),
    ...(wait ? { wait: { halfMs: wait.halfMs, mostMs: wait.mostMs } } : {}),
  }
}

/** What the passing of time brings to those who wait. */
export function dueForCallers(state: RunningQueue, given: Given): { facts: QueueFact[]; effects: Effect[] } {
  const facts: QueueFact[] = []
  const effects: Effect[] = []
  const due = (deadline: number | undefined) => deadline !== undefined && deadline <= given.at
  state.waiting.forEach((one, n) => {
    const { callId } = one.call
    if (due(one.notBefore)) facts.push({ type: 'music-heard', callId })
    if (due(one.retryAt)) facts.push({ type: 'retry-allowed', callId })
    const eased = easedBy(one, state.config, given.at)
    if (eased) facts.push(eased)
    if (!due(one.nextAnnounceAt)) return
    if (isCallback(one)) return
    const position = n + 1
    facts.push({ type: 'position-announced', callId, position })
    // who came to a free agent is not told of a wait that is over
    const rings = one.offer !== undefined && given.at - one.call.joinedAt < AT_ENTRY_MS
    if (!rings) effects.push(tell(one.call, announcement(state, n)))
  })
  return { facts, effects }
}
