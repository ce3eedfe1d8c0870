// The facts and effects that more than one cell of the agent's table needs: changing mode, ending a ring, ending a call.

import type { AgentMode, CallerCard, RingEnd } from '#engine/protocol/agent.ts'
import type { Owed } from '#engine/protocol/agent-owes.ts'
import type { Decision, Effect } from '#engine/protocol/machine.ts'
import type { HangUpCause } from '#engine/protocol/media.ts'
import { decided, toCall, toMedia, toQueue } from '#engine/routing/core/machine/decided.ts'
import { fold } from '#engine/routing/core/machine/evolve.ts'
import { letGo } from './clearing.ts'
import { evolveAgent } from './evolve.ts'
import { forwardOf } from './forwarding.ts'
import {
  type After,
  type AgentFact,
  type AgentState,
  type CallState,
  type FreeState,
  hasCall,
  queueOf,
  type RingingState,
  type VoiceCall,
} from './state.ts'

export type Made = Decision<AgentFact>
type ModeChanged = Extract<AgentFact, { type: 'mode-changed' }>

export function modeChanged(
  state: AgentState,
  to: AgentMode,
  at: number,
  more: Partial<Pick<ModeChanged, 'breakReason' | 'working' | 'callId' | 'queueId' | 'idleSince'>> = {},
): ModeChanged {
  const call = hasCall(state) ? { callId: state.contact.callId, ...queueOf(state.contact) } : {}
  // who cannot be rung is not ready, whatever led here; becomes so by itself when the phone is back
  const lost = to === 'ready' && state.mode !== 'signed-out' && state.me.lost !== undefined
  const then = lost ? { to: 'break' as const, why: { breakReason: PHONE_LOST } } : { to, why: more }
  const spentMs = Math.max(0, at - state.since)
  // in this order: a journal of earlier calls is compared as it was written
  return { type: 'mode-changed', from: state.mode, to: then.to, spentMs, ...call, ...then.why }
}

/** The break of who cannot be rung: it ends by itself when the phone is back. */
export const PHONE_LOST = 'phone-unreachable'

/** A break not yet reported because it is younger than the minimum busy time is reported before anything else. */
export function settleBreak(state: AgentState): AgentFact[] {
  if (state.mode !== 'break' || !state.tried) return []
  return [
    {
      type: 'mode-changed',
      from: 'ready',
      to: 'break',
      spentMs: Math.max(0, state.since - state.tried.readySince),
      breakReason: state.reason,
      ...(state.working ? { working: true } : {}),
      startedAt: state.since,
    },
  ]
}

export const signOut = (state: AgentState, by: 'agent' | 'supervisor', at: number): AgentFact[] => [
  ...settleBreak(state),
  modeChanged(state, 'signed-out', at),
  { type: 'signed-out', by },
]

/** From a call, into the mode that was asked for meanwhile. */
export function goTo(state: CallState, after: After, at: number): AgentFact[] {
  if (after.mode === 'signed-out') return signOut(state, 'agent', at)
  if (after.mode === 'ready') return [modeChanged(state, 'ready', at)]
  return [modeChanged(state, 'break', at, breakBy(after))]
}

/** A break as its fact tells it. */
export const breakBy = ({ reason, working }: { reason: string; working?: true | undefined }) => ({
  breakReason: reason,
  ...(working ? { working } : {}),
})

/** The ring is over without an answer: the queue or the call hears it, and the agent goes where its policy sends it. */
export function miss(
  state: RingingState,
  reason: RingEnd,
  at: number,
  how: { hangUp?: HangUpCause; phoneGone?: boolean },
): Made {
  const { contact: call } = state
  const offer = call.why.type === 'offer' ? { offerId: call.why.offerId, queueId: call.why.queueId } : {}
  const missed: AgentFact = {
    type: 'ring-missed',
    callId: call.callId,
    ...offer,
    ringMs: at - call.ringingSince,
    reason,
  }
  const effects: Effect[] = how.hangUp ? [hangUpLeg(state, how.hangUp)] : []
  const clearing = how.hangUp ? [letGo(state, at)] : []
  return decided<AgentFact>(
    [missed, ...afterMiss(state, reason, at, how.phoneGone === true), ...clearing],
    [...effects, tellMissed(state, reason, at)],
  )
}

function afterMiss(state: RingingState, reason: RingEnd, at: number, phoneGone: boolean): AgentFact[] {
  if (state.after?.mode === 'signed-out') return goTo(state, state.after, at)
  const { why } = state.contact
  const pauseMs = (why.type === 'offer' && why.pauseMs?.[reason]) || 0
  // Why: a phone that is gone fails at once, so a ready agent would be offered call after call.
  if (phoneGone && pauseMs === 0)
    return [...phoneLost(state), modeChanged(state, 'break', at, { breakReason: PHONE_LOST })]
  if (state.after) return goTo(state, state.after, at)
  if (why.type === 'offer' && why.missedAgent === 'takes-break' && isOneTooMany(state, why.breakAfterMissed)) {
    return [modeChanged(state, 'break', at, { breakReason: 'missed-call' })]
  }
  const ready = modeChanged(state, 'ready', at)
  return pauseMs > 0 && ready.to === 'ready'
    ? [ready, { type: 'paused', until: at + pauseMs, because: reason }]
    : [ready]
}

/** This ring counted. */
const isOneTooMany = ({ me }: RingingState, limit = 1): boolean => (me.missedInRow ?? 0) + 1 >= limit

const phoneLost = ({ me }: CallState): AgentFact[] => (me.lost ? [] : [{ type: 'phone-lost', unregistered: false }])

function tellMissed(state: RingingState, reason: RingEnd, at: number): Effect {
  const { why, callId } = state.contact
  if (why.type === 'offer') {
    return toQueue(why.queueId, { type: 'offer-missed', offerId: why.offerId, agentId: state.id, reason })
  }
  const requestId = why.type === 'direct' ? why.requestId : ''
  const because = reason === 'busy' || reason === 'declined' ? 'busy' : 'noAnswer'
  const forward = why.type === 'direct' && !why.pickedUp ? forwardOf(state, because, at) : undefined
  return toCall(callId, { type: 'agent-missed', agentId: state.id, requestId, reason, ...(forward ? { forward } : {}) })
}

export const hangUpLeg = (state: CallState, cause: HangUpCause): Effect =>
  toMedia(state.contact.node, { type: 'hang-up', callId: state.contact.callId, legId: state.contact.legId, cause })

/** The leg of a re-attach that is under way goes with its call. */
export const hangUpSpare = ({ contact: call }: CallState): Effect[] =>
  call.spare === undefined
    ? []
    : [toMedia(call.node, { type: 'hang-up', callId: call.callId, legId: call.spare.legId, cause: 'cancelled' })]

/** Ringing stopped by the queue or the call: nobody's fault, so the idle time goes on as if it had not rung. */
export function ringWithdrawn(state: CallState, reason: string, at: number): AgentFact[] {
  const facts: AgentFact[] = [{ type: 'ring-withdrawn', callId: state.contact.callId, reason }]
  if (state.after) return [...facts, ...goTo(state, state.after, at)]
  return [...facts, modeChanged(state, 'ready', at, { idleSince: state.me.idleSince })]
}

/**
 * The call is over for this agent: the talk is counted, and the agent wraps up, gets ready or goes where it asked. Whose phone
 * broke is on break for that.
 */
export function callEnded(before: CallState, at: number, phoneBroke = false): AgentFact[] {
  const facts: AgentFact[] = phoneBroke ? phoneLost(before) : []
  const state = fold(evolveAgent, before as AgentState, facts, at) as CallState
  const { contact: call, config } = state
  const watched = call.why.type === 'watch' && call.why.as !== 'agent'
  if (call.connectedAt !== undefined && !watched) {
    const holdMs = call.holdMs + (call.heldSince === undefined ? 0 : at - call.heldSince)
    const talkMs = Math.max(0, at - call.connectedAt - holdMs)
    facts.push({ type: 'talk-ended', callId: call.callId, ...queueOf(call), talkMs, holdMs })
  } else if (wasRung(call)) facts.push({ type: 'ring-withdrawn', callId: call.callId, reason: 'not-connected' })
  const owes = owedBy(state)
  if (owes) facts.push({ type: 'disposition-owed', owes })
  const next = before.beside?.at(-1)
  if (next) return [...facts, ...goesOnWith(state, next, at)]
  // who owes a disposition is not ready before it, whatever was asked for
  if (state.after && !(owes && state.after.mode === 'ready')) return [...facts, ...goTo(state, state.after, at)]
  const wrapsUp =
    (call.connectedAt !== undefined || before.talked === true) &&
    !watched &&
    (config.wrapUpMs > 0 || owes !== undefined) &&
    !phoneBroke
  return [...facts, modeChanged(state, wrapsUp ? 'wrap-up' : 'ready', at)]
}

/** It has other calls: nothing is over for it yet. */
function goesOnWith(state: CallState, next: VoiceCall, at: number): AgentFact[] {
  const closed: AgentFact = { type: 'contact-closed', callId: state.contact.callId }
  if (state.mode === 'talking') return [closed]
  return [closed, modeChanged(state, 'talking', at, { callId: next.callId, ...queueOf(next) })]
}

/** An answer that nobody heard, because the caller left at that moment, ends the ring without a talk. */
const wasRung = ({ why }: VoiceCall): boolean => why.type === 'offer' || why.type === 'direct'

/** The talk's queue wants to know what it was about, and has not been told yet. */
function owedBy({ contact: call, me }: CallState): Owed | undefined {
  if (call.connectedAt === undefined || call.why.type !== 'offer' || !call.why.disposition || call.disposed)
    return me.owes
  return { callId: call.callId, queueId: call.why.queueId, number: call.card.number }
}

/** What a signed-in agent without a call goes back to work by. */
export const getReady = (state: FreeState, at: number): AgentFact[] => [
  ...settleBreak(state),
  state.mode === 'break' && state.tried
    ? { ...modeChanged(state, 'ready', at), from: 'break' }
    : modeChanged(state, 'ready', at),
]

/** Of somebody of whom nothing but the number is known. */
export const cardOf = (number: string, name = ''): CallerCard => ({
  ...{ number, name, region: '', vip: false, accessNumber: '', queueName: '', collected: {}, recent: [] },
})
