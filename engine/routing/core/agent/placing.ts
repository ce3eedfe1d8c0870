// Cells for calling out: the own leg, the question who the number is, and what becomes of a call that cannot be placed.

import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { ActFailure } from '#engine/protocol/failures.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { LookupAnswer } from '#engine/protocol/lookups.ts'
import { type Effect, idFrom } from '#engine/protocol/machine.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { decided, nothing, refuse, toCall, toLookup, toMedia } from '#engine/routing/core/machine/decided.ts'
import { cardOf, hangUpLeg, type Made, modeChanged, settleBreak } from './changes.ts'
import { letGo } from './clearing.ts'
import {
  type AgentFact,
  type AgentState,
  contactsOf,
  type DiallingState,
  type FreeState,
  hasCall,
  LOOK_UP_WITHIN_MS,
  OWN_LEG_RING_MS,
  phoneUser,
  type TalkingState,
  type VoiceCall,
} from './state.ts'
import { callWake, legGone, notPlaced } from './talks.ts'
import { watchAsked } from './watching.ts'

type Command<Type extends AgentCommand['type']> = Extract<AgentCommand, { type: Type }>
type News<Type extends MediaNews['type']> = Extract<MediaNews, { type: Type }>

/**
 * The page dials: own leg first, answering by itself; the call begins when it is up. Whether the number leads anywhere is
 * asked meanwhile, so that a wrong one is told at once.
 */
export function dial(state: FreeState | TalkingState, { number, node }: Command<'dial'>, given: Given): Made {
  const user = phoneUser(state)
  if (user === undefined) return refuse('no-phone')
  const callId = idFrom(given.seed, 0)
  const legId = idFrom(given.seed, 1)
  if (node === '') {
    const { fact, effect } = notPlaced(state, { callId, legId, node, number }, 'no-media-node')
    return decided<AgentFact>([fact], [effect])
  }
  const requestId = idFrom(given.seed, 2)
  const why = { type: 'dial' as const, number, requestId }
  const call = ownCall({ callId, legId, node, number, why, ringMs: OWN_LEG_RING_MS }, given)
  return decided<AgentFact>(startDialling(state, call, given), [
    toMedia(node, {
      type: 'dial',
      callId,
      legId,
      owner: { kind: 'agent', id: state.id },
      target: { type: 'user', user },
      from: { number, name: '' },
      ringMs: OWN_LEG_RING_MS,
      autoAnswer: true,
      ...(hasCall(state) ? { beside: true as const } : {}),
      tags: { agent: state.id, number: state.config.number, dial: number },
    }),
    toLookup(requestId, { type: 'dialled', number, user, at: given.at }, LOOK_UP_WITHIN_MS),
  ])
}

/** The agent's phone dialled by itself: its leg is up already and becomes this agent's. */
export function adoptLeg(state: FreeState | TalkingState, command: Command<'adopt-leg'>, given: Given): Made {
  const { callId, legId, node, toNumber } = command
  const made = ownCall({ callId, legId, node, number: toNumber, why: { type: 'adopted' }, ringMs: 0 }, given)
  const call = { ...made, answeredAt: given.at }
  return decided<AgentFact>(startDialling(state, call, given), [
    toMedia(node, { type: 'own', callId, legId, owner: { kind: 'agent', id: state.id } }),
  ])
}

type NewCall = Pick<VoiceCall, 'callId' | 'legId' | 'node' | 'why' | 'ringMs'> & { number: string }

const ownCall = ({ number, ...call }: NewCall, given: Given): VoiceCall => ({
  ...call,
  direction: 'out',
  card: cardOf(number),
  ringingSince: given.at,
  holdMs: 0,
})

const startDialling = (state: FreeState | TalkingState, call: VoiceCall, given: Given): AgentFact[] => {
  const settled = settleBreak(state)
  // the queue of a call set aside is not this one's
  const { queueId: _, ...change } = modeChanged(state, 'dialling', given.at, { callId: call.callId })
  return [...settled, { type: 'leg-made', call }, settled.length > 0 ? { ...change, from: 'break' } : change]
}

/** Busy with another call, or signed out: the call hears that this leg has no agent. */
export function refuseLeg(state: AgentState, { callId, legId }: Command<'adopt-leg'>): Made {
  if (hasCall(state) && contactsOf(state).some((one) => one.legId === legId)) return nothing()
  return decided<AgentFact>([], [toCall(callId, { type: 'agent-left', agentId: state.id, legId, by: 'system' })])
}

/** What is known before the own phone is even up; once it is, the call asks for itself. */
export function targetKnown(state: DiallingState, { requestId, answer }: Command<'looked-up'>, given: Given): Made {
  const { why, answeredAt, hangUpAskedAt } = state.contact
  if (why.type !== 'dial' || why.requestId !== requestId) return nothing()
  const reason = leadsNowhere(state, answer)
  if (reason === undefined || answeredAt !== undefined || hangUpAskedAt !== undefined) return nothing()
  const made = legGone(state, 'system', given, reason)
  if ('refusal' in made) return made
  return { facts: [...made.facts, letGo(state, given.at)], effects: [hangUpLeg(state, 'cancelled'), ...made.effects] }
}

function leadsNowhere(state: DiallingState, answer: LookupAnswer): ActFailure | undefined {
  if (answer.type !== 'dialled') return undefined
  if (!answer.found) return answer.reason ?? 'unknown-number'
  // a desk fetches a parked caller without a call of its own
  if (answer.target.type === 'park') return 'nothing-parked'
  return answer.target.type === 'agent' && answer.target.agentId === state.id ? 'oneself' : undefined
}

const OWN_PHONE: Partial<Record<News<'leg-failed' | 'leg-ended'>['cause'], ActFailure>> = {
  'not-registered': 'own-phone-not-registered',
  'no-answer': 'own-phone-no-answer',
  declined: 'own-phone-declined',
  busy: 'own-phone-declined',
  normal: 'own-phone-declined',
}

/** The own leg is gone: before it was up nothing was placed, after it the call hears of it. */
export function ownLegGone(state: DiallingState, news: News<'leg-failed' | 'leg-ended'>, given: Given): Made {
  if (news.legId !== state.contact.legId) return nothing()
  const by = news.type === 'leg-ended' && news.by !== 'peer' ? 'system' : 'agent'
  return legGone(state, by, given, OWN_PHONE[news.cause])
}

export function dialNotCarriedOut(state: DiallingState, news: News<'order-failed'>, given: Given): Made {
  const ours = news.legId === state.contact.legId && news.order === 'dial'
  return ours ? legGone(state, 'system', given) : nothing()
}

export function dialWake(state: DiallingState, command: unknown, given: Given): Made {
  const unanswered = state.contact.answeredAt === undefined && state.contact.hangUpAskedAt === undefined
  return callWake(state, command, given, unanswered ? 'own-phone-no-answer' : undefined)
}

export function ownLegUp(state: DiallingState, news: News<'leg-answered'>): Made {
  return news.legId === state.contact.legId && state.contact.answeredAt === undefined ? beginOutbound(state) : nothing()
}

export function beginOutbound(state: DiallingState): Made {
  const { callId, legId } = state.contact
  const begun = outboundBegun(state)
  return begun.length === 0 ? nothing() : decided<AgentFact>([{ type: 'leg-up', callId, legId }], begun)
}

/** What the call begins with; one that has begun knows this leg. */
export function outboundBegun(state: DiallingState): Effect[] {
  const { callId, legId, node, why } = state.contact
  if (why.type === 'watch') return watchAsked(state)
  const user = phoneUser(state)
  if (why.type !== 'dial' || user === undefined) return []
  const agent = { agentId: state.id, agentNumber: state.config.number, legId, node, number: why.number, user }
  return [toCall(callId, { type: 'begin-outbound', ...agent })]
}
