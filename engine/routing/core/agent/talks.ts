// Cells for a call the agent is in: buttons passed to the call, and its end from either side.

import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { CallCommand } from '#engine/protocol/call.ts'
import type { ActFailure } from '#engine/protocol/failures.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { Effect } from '#engine/protocol/machine.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { decided, nothing, refuse, toCall } from '#engine/routing/core/machine/decided.ts'
import { callEnded, hangUpLeg, hangUpSpare, type Made, modeChanged, ringWithdrawn } from './changes.ts'
import { letGo } from './clearing.ts'
import { notThere } from './not-there.ts'
import {
  type AgentFact,
  type AgentState,
  type CallState,
  CONNECT_WITHIN_MS,
  type Contact,
  DIAL_WITHIN_MS,
  type DiallingState,
  HANG_UP_WITHIN_MS,
  OWN_LEG_RING_MS,
  type TalkingState,
} from './state.ts'
import { isWatching } from './watching.ts'

type Command<Type extends AgentCommand['type']> = Extract<AgentCommand, { type: Type }>
type News<Type extends MediaNews['type']> = Extract<MediaNews, { type: Type }>

const isOwn = ({ contact: call }: CallState, { callId, legId = call.legId }: Command<'call-connected'>): boolean =>
  callId === call.callId && [call.legId, call.spare?.legId].includes(legId)

export function connected(state: CallState, command: Command<'call-connected'>, given: Given): Made {
  if (!isOwn(state, command)) return notThere(state, command, given)
  const { contact: call } = state
  // what a supervisor is to it, the call says next
  if (isWatching(state)) return nothing()
  if (call.connectedAt !== undefined || call.answeredAt === undefined) return nothing()
  const queue = call.why.type === 'offer' ? { queueId: call.why.queueId } : {}
  const ringMs = call.answeredAt - call.ringingSince
  const started: AgentFact = { type: 'talk-started', callId: call.callId, legId: call.legId, ...queue, ringMs }
  const { callId, recording } = command
  const told: AgentFact[] = recording ? [{ type: 'recording-told', callId, recording }] : []
  return decided(
    state.mode === 'talking' ? [started, ...told] : [started, ...told, modeChanged(state, 'talking', given.at)],
  )
}

export function heldOrNot(state: TalkingState, { callId, held }: Command<'call-held'>): Made {
  if (callId !== state.contact.callId || held === (state.contact.heldSince !== undefined)) return nothing()
  return decided<AgentFact>([{ type: 'call-held', callId, held }])
}

export function recordingChanged(state: TalkingState, { callId, recording }: Command<'recording-changed'>): Made {
  if (callId !== state.contact.callId || recording === state.contact.recording) return nothing()
  return decided<AgentFact>([{ type: 'recording-told', callId, ...(recording ? { recording } : {}) }])
}

/** Hold, resume, transfer, digits: the call does them, from the moment its agent has answered. */
export const pass =
  <Asked>(make: (agentId: string, command: Asked) => CallCommand) =>
  (state: TalkingState, command: Asked): Made =>
    isWatching(state)
      ? refuse('command-not-possible', 'watching')
      : decided<AgentFact>([], [toCall(state.contact.callId, make(state.id, command))])

const asked =
  <Type extends 'swap' | 'take-back'>(type: Type) =>
  (state: TalkingState): Made =>
    decided<AgentFact>([], [toCall(state.contact.callId, { type, agentId: state.id })])

/** What an agent does with a third: the call does it. */
export const conversation = {
  consult: pass((agentId, { target }: Command<'consult'>) => ({ type: 'consult', agentId, target })),
  invite: pass((agentId, { target }: Command<'invite'>) => ({ type: 'invite', agentId, target })),
  swap: asked('swap'),
  'take-back': asked('take-back'),
  drop: pass((agentId, { legId }: Command<'drop'>) => ({ type: 'drop', agentId, legId })),
  verify: pass((agentId, { flowId }: Command<'verify'>) => ({ type: 'verify', agentId, flowId })),
}

const nobodyThere = () => refuse('no-call')

/** The same, pressed when the talk was over already. */
export const noThird = {
  consult: nobodyThere,
  invite: nobodyThere,
  swap: nobodyThere,
  merge: nobodyThere,
  'take-back': nobodyThere,
  'hand-over': nobodyThere,
  'switch-call': nobodyThere,
  drop: nobodyThere,
  verify: nobodyThere,
}

export const talkTold = (state: TalkingState, { callId, parties }: Command<'talk-told'>): Made =>
  callId === state.contact.callId ? decided<AgentFact>([{ type: 'talk-told', callId, parties }]) : nothing()

export const checkTold = (state: TalkingState, { type, callId, ...told }: Command<'check-told'>): Made =>
  callId === state.contact.callId ? decided<AgentFact>([{ type, callId, ...told }]) : nothing()

/** How its own sound comes, for whoever supervises and for the call's record. */
export function lineTold(state: TalkingState, { line }: Command<'line-told'>): Made {
  const { callId, connectedAt } = state.contact
  if (connectedAt === undefined || isWatching(state)) return nothing()
  return decided<AgentFact>(
    [{ type: 'line-told', callId, line }],
    [toCall(callId, { type: 'line-told', agentId: state.id, line })],
  )
}

/** What the call could not do for its agent, whatever the agent is at by now. */
export const actFailed = (_state: AgentState, { type: _, ...failed }: Command<'act-failed'>): Made =>
  decided<AgentFact>([{ type: 'act-failed', ...failed }])

/** The call ends all its legs; should it not answer, the wake ends ours. */
export function hangUp(state: TalkingState | DiallingState): Made {
  const { callId, answeredAt, hangUpAskedAt } = state.contact
  if (hangUpAskedAt !== undefined) return nothing()
  const begun = answeredAt !== undefined
  return decided<AgentFact>(
    [{ type: 'hang-up-asked', callId }],
    begun ? [toCall(callId, { type: 'hang-up', by: 'agent', who: state.id })] : [hangUpLeg(state, 'cancelled')],
  )
}

export function callOver(state: CallState, { callId }: Command<'call-over'>, given: Given): Made {
  if (callId !== state.contact.callId) return nothing()
  const facts = state.mode === 'ringing' ? ringWithdrawn(state, 'call-over', given.at) : callEnded(state, given.at)
  return decided(
    [...facts, letGo(state, given.at)],
    [...hangUpSpare(state), hangUpLeg(state, state.mode === 'ringing' ? 'cancelled' : 'normal')],
  )
}

export function legEnded(state: CallState, news: News<'leg-ended' | 'leg-failed'>, given: Given): Made {
  if (news.legId !== state.contact.legId) return nothing()
  if (news.type === 'leg-failed') return legGone(state, 'agent', given)
  const upMs = news.legs?.find((leg) => leg.legId === news.legId)?.upMs
  const how = { phoneBroke: news.by === 'fault', ...(upMs === undefined ? {} : { upMs }) }
  return legGone(state, news.by === 'peer' ? 'agent' : 'system', given, undefined, how)
}

/** The own leg is gone; the call hears it if it knows of the leg, else only the record of a call out is left to write. */
export function legGone(
  state: CallState,
  by: 'agent' | 'system',
  given: Given,
  reason: ActFailure = 'own-phone-unreachable',
  { phoneBroke = false, upMs }: { phoneBroke?: boolean; upMs?: number } = {},
): Made {
  const { callId, legId, answeredAt, spare, why } = state.contact
  if (answeredAt === undefined && why.type === 'dial') return nothingPlaced(state, why.number, reason, given)
  const clearing = spare ? [letGo(state, given.at, spare.legId)] : []
  const left = { type: 'agent-left', agentId: state.id, legId, by, ...(upMs === undefined ? {} : { upMs }) } as const
  const tell = answeredAt === undefined ? [] : [toCall(callId, left)]
  return decided([...callEnded(state, given.at, phoneBroke), ...clearing], [...hangUpSpare(state), ...tell])
}

function nothingPlaced(state: CallState, number: string, reason: ActFailure, given: Given): Made {
  const { contact: call } = state
  const cancelled = call.hangUpAskedAt !== undefined
  const { fact, effect } = notPlaced(state, { ...call, number }, cancelled ? 'cancelled' : reason)
  return decided([...(cancelled ? [] : [fact]), ...callEnded(state, given.at)], [effect])
}

type Placed = Pick<Contact, 'callId' | 'legId' | 'node'> & { number: string }

/** A call out that came to nothing is told to its agent, and stays in its calls with the reason. */
export function notPlaced(
  { id, config }: Pick<CallState, 'id' | 'config'>,
  { callId, legId, node, number }: Placed,
  reason: ActFailure,
): { fact: AgentFact; effect: Effect } {
  const agent = { agentId: id, agentNumber: config.number }
  return {
    fact: { type: 'act-failed', act: 'dial', reason, callId, number },
    effect: toCall(callId, { type: 'outbound-failed', ...agent, legId, node, number, reason }),
  }
}

/** Absolute ms by which something must have happened to this call, so that no agent is stuck in it. */
export function callDeadline({ contact: call, mode }: TalkingState | DiallingState): number | undefined {
  if (call.hangUpAskedAt !== undefined) return call.hangUpAskedAt + HANG_UP_WITHIN_MS
  if (call.connectedAt !== undefined) return undefined
  if (mode === 'talking') return (call.answeredAt ?? call.ringingSince) + CONNECT_WITHIN_MS
  if (call.answeredAt !== undefined) return call.answeredAt + DIAL_WITHIN_MS
  return call.ringingSince + OWN_LEG_RING_MS
}

export function callWake(
  state: TalkingState | DiallingState,
  _command: unknown,
  given: Given,
  reason?: ActFailure,
): Made {
  const deadline = callDeadline(state)
  if (deadline === undefined || given.at < deadline) return nothing()
  const gone = legGone(state, state.contact.hangUpAskedAt === undefined ? 'system' : 'agent', given, reason)
  if ('refusal' in gone) return gone
  return {
    ...gone,
    facts: [...gone.facts, letGo(state, given.at)],
    effects: [hangUpLeg(state, 'normal'), ...gone.effects],
  }
}

/** Words for this agent before the talk are over, or could not be said: whoever ordered them goes on. */
export const wordsHeard = ({ contact }: TalkingState, news: News<'play-ended' | 'order-failed'>): Made =>
  contact.connectedAt === undefined && news.legId === contact.legId
    ? decided<AgentFact>([], [toCall(contact.callId, { type: 'news', news })])
    : nothing()
