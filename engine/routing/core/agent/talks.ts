// Cells for a call the agent is in: outbound set-up, buttons passed to the call, and its end from either side.

import type { AgentCommand, CallerCard } from '#engine/protocol/agent.ts'
import type { CallCommand } from '#engine/protocol/call.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import { idFrom } from '#engine/protocol/machine.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { decided, nothing, refuse, toCall, toMedia } from '#engine/routing/core/machine/decided.ts'
import { callEnded, hangUpLeg, hangUpSpare, type Made, modeChanged, ringWithdrawn, settleBreak } from './changes.ts'
import { letGo } from './clearing.ts'
import {
  type AgentFact,
  type AgentState,
  type CallState,
  CONNECT_WITHIN_MS,
  DIAL_WITHIN_MS,
  type DiallingState,
  type FreeState,
  HANG_UP_WITHIN_MS,
  hasCall,
  OWN_LEG_RING_MS,
  type OwnCall,
  phoneUser,
  type TalkingState,
} from './state.ts'

type Command<Type extends AgentCommand['type']> = Extract<AgentCommand, { type: Type }>
type News<Type extends MediaNews['type']> = Extract<MediaNews, { type: Type }>

const cardOf = (number: string): CallerCard => ({
  number,
  name: '',
  region: '',
  vip: false,
  accessNumber: '',
  queueName: '',
  collected: {},
  recent: [],
})

/** The page dials: own leg first, answering by itself; the call begins when it is up. */
export function dial(state: FreeState, { number, node }: Command<'dial'>, given: Given): Made {
  const user = phoneUser(state)
  if (user === undefined) return refuse('no-phone')
  const callId = idFrom(given.seed, 0)
  const legId = idFrom(given.seed, 1)
  const why = { type: 'dial' as const, number }
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
      tags: { agent: state.id, dial: number },
    }),
  ])
}

/** The agent's phone dialled by itself: its leg is up already and becomes this agent's. */
export function adoptLeg(state: FreeState, command: Command<'adopt-leg'>, given: Given): Made {
  const { callId, legId, node, toNumber } = command
  const made = ownCall({ callId, legId, node, number: toNumber, why: { type: 'adopted' }, ringMs: 0 }, given)
  const call = { ...made, answeredAt: given.at }
  return decided<AgentFact>(startDialling(state, call, given), [
    toMedia(node, { type: 'own', callId, legId, owner: { kind: 'agent', id: state.id } }),
  ])
}

type NewCall = Pick<OwnCall, 'callId' | 'legId' | 'node' | 'why' | 'ringMs'> & { number: string }

const ownCall = ({ number, ...call }: NewCall, given: Given): OwnCall => ({
  ...call,
  direction: 'out',
  card: cardOf(number),
  ringingSince: given.at,
  holdMs: 0,
})

const startDialling = (state: FreeState, call: OwnCall, given: Given): AgentFact[] => {
  const settled = settleBreak(state)
  const change = modeChanged(state, 'dialling', given.at, { callId: call.callId })
  return [...settled, { type: 'leg-made', call }, settled.length > 0 ? { ...change, from: 'break' } : change]
}

/** Busy with another call, or signed out: the call hears that this leg has no agent. */
export function refuseLeg(state: AgentState, { callId, legId }: Command<'adopt-leg'>): Made {
  if (hasCall(state) && state.call.legId === legId) return nothing()
  return decided<AgentFact>([], [toCall(callId, { type: 'agent-left', agentId: state.id, legId, by: 'system' })])
}

export function ownLegUp(state: DiallingState, news: News<'leg-answered'>): Made {
  return news.legId === state.call.legId && state.call.answeredAt === undefined ? beginOutbound(state) : nothing()
}

export function beginOutbound(state: DiallingState): Made {
  const { callId, legId, node, why } = state.call
  const user = phoneUser(state)
  if (why.type !== 'dial' || user === undefined) return nothing()
  const agent = { agentId: state.id, agentNumber: state.config.number, legId, node, number: why.number, user }
  return decided<AgentFact>([{ type: 'leg-up', callId, legId }], [toCall(callId, { type: 'begin-outbound', ...agent })])
}

export function connected(state: CallState, command: Command<'call-connected'>, given: Given): Made {
  const { call } = state
  if (command.callId !== call.callId || call.connectedAt !== undefined || call.answeredAt === undefined)
    return nothing()
  const queue = call.why.type === 'offer' ? { queueId: call.why.queueId } : {}
  const ringMs = call.answeredAt - call.ringingSince
  const started: AgentFact = { type: 'talk-started', callId: call.callId, legId: call.legId, ...queue, ringMs }
  return decided(state.mode === 'talking' ? [started] : [started, modeChanged(state, 'talking', given.at)])
}

export function heldOrNot(state: TalkingState, { callId, held }: Command<'call-held'>): Made {
  if (callId !== state.call.callId || held === (state.call.heldSince !== undefined)) return nothing()
  return decided<AgentFact>([{ type: 'call-held', callId, held }])
}

/** Hold, resume, transfer, digits: the call does them, the agent only may ask while it talks. */
export const pass =
  <Asked>(make: (agentId: string, command: Asked) => CallCommand) =>
  (state: TalkingState, command: Asked): Made =>
    state.call.connectedAt === undefined
      ? refuse('no-call')
      : decided<AgentFact>([], [toCall(state.call.callId, make(state.id, command))])

/** News of the own phone that mean a wish: its hold key, its transfer key (REFER). */
export const passNews =
  <Told extends { legId: string }>(make: (agentId: string, news: Told) => CallCommand) =>
  (state: TalkingState, news: Told): Made =>
    news.legId !== state.call.legId || state.call.connectedAt === undefined
      ? nothing()
      : decided<AgentFact>([], [toCall(state.call.callId, make(state.id, news))])

/** The call ends all its legs; should it not answer, the wake ends ours. */
export function hangUp(state: TalkingState | DiallingState): Made {
  const { callId, answeredAt, hangUpAskedAt } = state.call
  if (hangUpAskedAt !== undefined) return nothing()
  const begun = answeredAt !== undefined
  return decided<AgentFact>(
    [{ type: 'hang-up-asked', callId }],
    begun ? [toCall(callId, { type: 'hang-up', by: 'agent', who: state.id })] : [hangUpLeg(state, 'cancelled')],
  )
}

export function callOver(state: CallState, { callId }: Command<'call-over'>, given: Given): Made {
  if (callId !== state.call.callId) return nothing()
  const facts = state.mode === 'ringing' ? ringWithdrawn(state, 'call-over', given.at) : callEnded(state, given.at)
  return decided(
    [...facts, letGo(state, given.at)],
    [...hangUpSpare(state), hangUpLeg(state, state.mode === 'ringing' ? 'cancelled' : 'normal')],
  )
}

export function legEnded(state: CallState, news: News<'leg-ended' | 'leg-failed'>, given: Given): Made {
  if (news.legId !== state.call.legId) return nothing()
  return legGone(state, news.type === 'leg-ended' && news.by !== 'peer' ? 'system' : 'agent', given)
}

export function orderFailed(state: DiallingState, news: News<'order-failed'>, given: Given): Made {
  const ours = news.legId === state.call.legId && news.order === 'dial'
  return ours ? legGone(state, 'system', given) : nothing()
}

/** The own leg is gone; the call hears it if it knows of the leg. */
export function legGone(state: CallState, by: 'agent' | 'system', given: Given): Made {
  const { callId, legId, answeredAt, spare } = state.call
  const clearing = spare ? [letGo(state, given.at, spare.legId)] : []
  const tell = answeredAt === undefined ? [] : [toCall(callId, { type: 'agent-left', agentId: state.id, legId, by })]
  return decided([...callEnded(state, given.at), ...clearing], [...hangUpSpare(state), ...tell])
}

/** Absolute ms by which something must have happened to this call, so that no agent is stuck in it. */
export function callDeadline({ call, mode }: TalkingState | DiallingState): number | undefined {
  if (call.hangUpAskedAt !== undefined) return call.hangUpAskedAt + HANG_UP_WITHIN_MS
  if (call.connectedAt !== undefined) return undefined
  if (mode === 'talking') return (call.answeredAt ?? call.ringingSince) + CONNECT_WITHIN_MS
  if (call.answeredAt !== undefined) return call.answeredAt + DIAL_WITHIN_MS
  return call.ringingSince + OWN_LEG_RING_MS
}

export function callWake(state: TalkingState | DiallingState, _command: unknown, given: Given): Made {
  const deadline = callDeadline(state)
  if (deadline === undefined || given.at < deadline) return nothing()
  const gone = legGone(state, state.call.hangUpAskedAt === undefined ? 'system' : 'agent', given)
  if ('refusal' in gone) return gone
  return {
    ...gone,
    facts: [...gone.facts, letGo(state, given.at)],
    effects: [hangUpLeg(state, 'normal'), ...gone.effects],
  }
}
