// Cells for being rung: a queue's offer or a direct ring, its acceptance, refusal, answer, miss and withdrawal.

import type { AgentCommand, CallerCard, Offer } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import { type Effect, idFrom } from '#engine/protocol/machine.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { decided, nothing, toCall, toMedia, toQueue } from '#engine/routing/core/machine/decided.ts'
import { hangUpLeg, hangUpSpare, type Made, miss, modeChanged, PHONE_LOST, ringWithdrawn } from './changes.ts'
import { letGo } from './clearing.ts'
import { forwardOf, forwardWhenAway } from './forwarding.ts'
import { notThere } from './not-there.ts'
import {
  type AgentFact,
  type AgentState,
  type CallState,
  hasCall,
  phoneUser,
  queueOf,
  type ReadyState,
  type RingingState,
  type VoiceCall,
  type WrapUpState,
} from './state.ts'
import { takesAt, weigh } from './weighing.ts'

type Command<Type extends AgentCommand['type']> = Extract<AgentCommand, { type: Type }>
type News<Type extends MediaNews['type']> = Extract<MediaNews, { type: Type }>

/** The one place where an agent is taken for a queue's caller. */
export function takeOffer(state: ReadyState, command: Command<'offer'>, given: Given): Made {
  const { offer } = command
  const known = answerAgain(state, offer)
  if (known) return decided<AgentFact>([], [known])
  if (state.clearing || state.me.pause || state.barred) return refuseOffer(state, command)
  return weigh(state, offer, given) ?? take(state, offer, given)
}

/** The weighing is over: the one that is left rings. */
export function heldWake(state: ReadyState, _command: unknown, given: Given): Made | undefined {
  const { held } = state
  if (!held || given.at < (takesAt(state) ?? 0)) return undefined
  const barred = state.clearing || state.me.pause || state.barred
  if (!barred) return take(state, held, given)
  const refused = refuseOffer(state, { type: 'offer', offer: held })
  const gone: AgentFact = { type: 'offer-let-go', offerId: held.offerId }
  return decided([gone], 'effects' in refused ? refused.effects : [])
}

function take(state: ReadyState, offer: Offer, given: Given): Made {
  const { offerId, queueId, caller } = offer
  const { breakAfterMissed, pauseMs, disposition, missedAgent = 'stays-ready' } = offer
  const policy = {
    ...(breakAfterMissed === undefined ? {} : { breakAfterMissed }),
    ...(pauseMs ? { pauseMs } : {}),
    ...(disposition ? { disposition } : {}),
  }
  const why = { type: 'offer' as const, offerId, queueId, missedAgent, ...policy }
  return ring(state, { ...offer, direction: 'in', card: caller, why }, given, [
    toQueue(queueId, { type: 'offer-accepted', offerId, agentId: state.id }),
  ])
}

/** What the agent itself had passed on comes back while it still wraps up. */
export const takeBack = (state: WrapUpState, command: Command<'ring-direct'>, given: Given): Made =>
  command.recall ? takeDirect(state, command, given) : refuseDirect(state, command, given)

export function takeDirect(state: ReadyState | WrapUpState, command: Command<'ring-direct'>, given: Given): Made {
  const { caller, requestId, pickedUp } = command
  const away = !pickedUp && forwardOf(state, 'always', given.at) !== undefined
  if (state.clearing || away) return refuseDirect(state, command, given)
  const direction = caller.accessNumber === '' ? 'internal' : 'in'
  const why = { type: 'direct' as const, requestId, ...(pickedUp ? { pickedUp } : {}) }
  return ring(state, { ...command, direction, card: caller, why }, given, [])
}

type Ring = Pick<VoiceCall, 'callId' | 'node' | 'ringMs' | 'direction' | 'why'> & { card: CallerCard }

function ring(
  state: ReadyState | WrapUpState,
  { callId, node, ringMs, direction, card, why }: Ring,
  given: Given,
  tell: Effect[],
): Made {
  const user = phoneUser(state)
  if (user === undefined) return nothing()
  const legId = idFrom(given.seed, 0)
  const call: VoiceCall = { callId, legId, node, direction, card, why, ringingSince: given.at, ringMs, holdMs: 0 }
  const ids = why.type === 'offer' ? { offerId: why.offerId, queueId: why.queueId } : {}
  return decided<AgentFact>(
    [
      { type: 'leg-made', call },
      { type: 'ring-started', callId, legId, ...ids },
      modeChanged(state, 'ringing', given.at, { callId, ...queueOf(call) }),
    ],
    [...tell, dialled(state, user, call)],
  )
}

function dialled(
  { id, config }: Pick<CallState, 'id' | 'config'>,
  user: string,
  { node, callId, legId, card, ringMs, why }: VoiceCall,
): Effect {
  const whose = why.type === 'offer' ? { queue: why.queueId, offer: why.offerId } : {}
  const asked = why.type === 'direct' ? { request: why.requestId } : {}
  return toMedia(node, {
    ...{ type: 'dial', callId, legId, ringMs },
    // who picks a call up has pressed for it already
    autoAnswer: config.autoAnswer || (why.type === 'direct' && why.pickedUp === true),
    owner: { kind: 'agent', id },
    target: { type: 'user', user },
    from: { number: card.number, name: card.name },
    tags: { agent: id, number: config.number, ...whose, ...asked },
  })
}

/** The order that rings this agent's phone for its call, once more. */
export function dialOrder(state: CallState): Effect | undefined {
  const user = phoneUser(state)
  return user === undefined ? undefined : dialled(state, user, state.contact)
}

const REFUSED_WHILE = {
  'signed-out': 'signed-out',
  break: 'on-break',
  ready: 'stale-offer',
  ringing: 'busy',
  dialling: 'busy',
  talking: 'busy',
  'wrap-up': 'wrap-up',
} as const

const whyRefused = (state: AgentState) =>
  state.mode === 'ready' && (state.clearing || state.me.pause || state.barred)
    ? REFUSED_WHILE.talking
    : REFUSED_WHILE[state.mode]

/** A second offer. The same one again is a question what became of it, and gets that answer instead. */
export function refuseOffer(state: AgentState, { offer }: Command<'offer'>): Made {
  const { offerId, queueId } = offer
  const reason = whyRefused(state)
  return decided<AgentFact>(
    [],
    [answerAgain(state, offer) ?? toQueue(queueId, { type: 'offer-refused', offerId, agentId: state.id, reason })],
  )
}

/** Whoever cannot be rung, and has its calls go nowhere else, says why. */
export function mayRing(state: AgentState, { requestId, callId }: Command<'may-ring'>, given: Given): Made {
  const takes = (state.mode === 'ready' && !state.clearing) || forwardWhenAway(state, given.at) !== undefined
  const told = { type: 'may-ring-told' as const, agentId: state.id, requestId }
  return decided<AgentFact>([], [toCall(callId, takes ? told : { ...told, reason: whyRefused(state) })])
}

export function refuseDirect(state: AgentState, command: Command<'ring-direct'>, given: Given): Made {
  const { requestId, callId, pickedUp } = command
  if (hasCall(state) && state.contact.why.type === 'direct' && state.contact.why.requestId === requestId)
    return nothing()
  const phoneLost = state.mode === 'break' && state.reason === PHONE_LOST
  const reason = phoneLost ? 'not-registered' : whyRefused(state)
  const forward = pickedUp ? undefined : forwardWhenAway(state, given.at)
  const missed = { type: 'agent-missed' as const, agentId: state.id, requestId, reason }
  return decided<AgentFact>([], [toCall(callId, { ...missed, ...(forward ? { forward } : {}) })])
}

/** What became of an offer seen before; undefined for one never seen. */
function answerAgain(
  state: AgentState,
  { offerId, queueId }: { offerId: string; queueId: string },
): Effect | undefined {
  const past = state.past.find((offer) => offer.offerId === offerId)
  if (!past) return undefined
  const agentId = state.id
  if (past.answered) return toQueue(queueId, { type: 'offer-answered', offerId, agentId })
  const rings = state.mode === 'ringing' && state.contact.why.type === 'offer' && state.contact.why.offerId === offerId
  if (rings) return toQueue(queueId, { type: 'offer-accepted', offerId, agentId })
  return toQueue(queueId, { type: 'offer-refused', offerId, agentId, reason: 'stale-offer' })
}

export function answered(state: RingingState, news: News<'leg-answered'>, given: Given): Made {
  if (news.legId !== state.contact.legId) return nothing()
  return answeredNow(state, given)
}

export function answeredNow(state: RingingState, given: Given): Made {
  const { callId, legId, why } = state.contact
  const joined = { type: 'agent-joined' as const, agentId: state.id, agentNumber: state.config.number, legId }
  const effects =
    why.type === 'offer'
      ? [
          toQueue(why.queueId, { type: 'offer-answered', offerId: why.offerId, agentId: state.id }),
          toCall(callId, { ...joined, offerId: why.offerId }),
        ]
      : [toCall(callId, why.type === 'direct' ? { ...joined, requestId: why.requestId } : joined)]
  return decided<AgentFact>([{ type: 'leg-up', callId, legId }, modeChanged(state, 'talking', given.at)], effects)
}

const MISSED_BY = {
  'no-answer': 'no-answer',
  cancelled: 'no-answer',
  normal: 'declined',
  declined: 'declined',
  busy: 'busy',
  fault: 'phone-unreachable',
  'not-registered': 'phone-unreachable',
  unreachable: 'phone-unreachable',
  'vacant-number': 'phone-unreachable',
  'switched-off': 'phone-unreachable',
  'line-full': 'phone-unreachable',
  'over-limit': 'phone-unreachable',
} as const

const PHONE_GONE: readonly News<'leg-failed'>['cause'][] = [
  'not-registered',
  'unreachable',
  'vacant-number',
  'switched-off',
]

/** The media node gave up first, or the phone said no. A fault of the node is not the phone's: no break for that. */
export function ringFailed(state: RingingState, news: News<'leg-failed'>, given: Given): Made {
  if (news.legId !== state.contact.legId) return nothing()
  const phoneGone = PHONE_GONE.includes(news.cause)
  return miss(state, MISSED_BY[news.cause], given.at, { phoneGone })
}

export function ringEnded(state: RingingState, news: News<'leg-ended'>, given: Given): Made {
  if (news.legId !== state.contact.legId) return nothing()
  return news.by === 'fault'
    ? miss(state, 'phone-unreachable', given.at, { phoneGone: true })
    : miss(state, 'declined', given.at, {})
}

export function dialNotCarriedOut(state: RingingState, news: News<'order-failed'>, given: Given): Made {
  if (news.legId !== state.contact.legId || news.order !== 'dial') return nothing()
  return miss(state, 'phone-unreachable', given.at, {})
}

export const decline = (state: RingingState, _command: unknown, given: Given): Made =>
  miss(state, 'declined', given.at, { hangUp: 'declined' })

export function ringWake(state: RingingState, _command: unknown, given: Given): Made {
  if (given.at < state.contact.ringingSince + state.contact.ringMs) return nothing()
  return miss(state, 'no-answer', given.at, { hangUp: 'no-answer' })
}

/** The call found this leg up before the news of the answer came here. */
export function connectedAlready(state: RingingState, command: Command<'call-connected'>, given: Given): Made {
  const { callId, legId } = state.contact
  const own = command.callId === callId && command.legId === legId
  return own ? answeredNow(state, given) : notThere(state, command, given)
}

/** The queue or the call stops the ring. Also after an answer, as long as nobody has heard the agent. */
export function withdrawOffer(state: CallState, command: Command<'withdraw-offer'>, given: Given): Made {
  const { contact: call } = state
  const waits = state.mode === 'ringing' || call.connectedAt === undefined
  if (call.why.type !== 'offer' || call.why.offerId !== command.offerId || !waits) return nothing()
  return stopRing(state, command.reason, given)
}

export function withdrawDirect(state: CallState, command: Command<'withdraw-direct'>, given: Given): Made {
  const { contact: call } = state
  const waits = state.mode === 'ringing' || call.connectedAt === undefined
  if (call.why.type !== 'direct' || call.why.requestId !== command.requestId || !waits) return nothing()
  return stopRing(state, command.reason, given)
}

/** A call that was told of this leg hears that it is gone again. */
function stopRing(state: CallState, reason: string, given: Given): Made {
  const { callId, legId, answeredAt } = state.contact
  const left = toCall(callId, { type: 'agent-left', agentId: state.id, legId, by: 'system' })
  const effects = [...hangUpSpare(state), hangUpLeg(state, 'cancelled'), ...(answeredAt === undefined ? [] : [left])]
  return decided([...ringWithdrawn(state, reason, given.at), letGo(state, given.at)], effects)
}
