// The beginning: who called what, and where that leads.
import type { DialledCode, DialledTarget } from '#engine/protocol/lookups.ts'
import type { Origin } from '#engine/protocol/media.ts'
import { agentParty, connect, turnAway } from './connect.ts'
import { dialTarget, leaveMessageFor } from './dial-out.ts'
import type { Draft } from './draft.ts'
import { end } from './ending.ts'
import { startFlow } from './flow.ts'
import { joinQueue } from './join.ts'
import { fetchFrom } from './parking.ts'
import { startCode } from './phone-code.ts'
import { find, reachFailed, ringAgent } from './reach.ts'
import { type ArrivingState, type FindingState, LIMITS, type NewState } from './state.ts'
import { foundIn } from './truth.ts'
import type { Command, News } from './words.ts'

const OUTBOUND = { for: 'outbound' } as const
/** the house answers as for its own people, and lets nobody out */
const FROM_SITE = { for: 'outbound', inside: true } as const

export function callArrived(draft: Draft, _state: NewState, news: News<'call-arrived'>): undefined {
  const { node, legId, origin, from, to } = news
  draft.happen({ type: 'arrived', node, legId, origin, from, to })
  if (origin.type === 'user') find(draft, to, userOf(origin), OUTBOUND)
  else if (origin.type === 'trunk' && origin.site) find(draft, to, '', FROM_SITE)
  else askNumber(draft)
}

/** The engine that took this caller died before it could write: its legs tell how far the call had come. */
export function callFound(draft: Draft, _state: NewState, { legs }: Command<'found'>): undefined {
  const own = legs.find((leg) => leg.direction === 'in' && leg.origin !== undefined)
  if (!own?.origin) return
  const { node, legId, origin, from, to, ageMs } = own
  draft.happen({ type: 'arrived', node, legId, origin, from, to, found: foundIn(legs, own), agoMs: ageMs })
  if (own.state === 'up') draft.happen({ type: 'answered' })
  if (origin.type === 'user') find(draft, to, userOf(origin), OUTBOUND)
  else if (origin.type === 'trunk' && origin.site) find(draft, to, '', FROM_SITE)
  else askNumber(draft)
}

/** The agent of a caller who was found is back before the number is known: they talk on. */
export function joinsFound(draft: Draft, state: ArrivingState, command: Command<'agent-joined'>): undefined {
  const { found } = state.journey
  if (!found) return turnAway(draft, state, command)
  if (found.recordingId) draft.happen({ type: 'recording-started', recordingId: found.recordingId })
  connect(draft, agentParty(command), 0)
}

const userOf = (origin: Origin): string => (origin.type === 'trunk' ? '' : origin.user)

export function beginOutbound(draft: Draft, _state: NewState, command: Command<'begin-outbound'>): undefined {
  const { agentId, agentNumber, legId, node, number, user, record = true } = command
  draft.happen({ type: 'outbound-begun', agentId, agentNumber, legId, node, number, record })
  find(draft, number, user, OUTBOUND)
}

/** Its agent's own phone never came up, so there is nobody to serve: the call is no more than its record. */
export function outboundFailed(draft: Draft, _state: NewState, command: Command<'outbound-failed'>): undefined {
  const { agentId, agentNumber, legId, node, number, reason } = command
  draft.happen({ type: 'outbound-begun', agentId, agentNumber, legId, node, number, record: false })
  const cancelled = reason === 'cancelled'
  const ending = {
    outcome: cancelled ? 'not-answered' : 'failed',
    hungUpBy: cancelled ? 'agent' : 'system',
    failure: reason,
  } as const
  end(draft, ending, { gone: [legId] })
}

export function askNumber(draft: Draft): undefined {
  const requestId = draft.id()
  const { from, to } = draft.journey
  draft.happen({ type: 'number-asked', requestId, until: draft.at + LIMITS.lookupMs + LIMITS.graceMs })
  draft.ask(requestId, { type: 'access-number', to, from, at: draft.at }, LIMITS.lookupMs)
}

export function numberTold(draft: Draft, state: ArrivingState, { requestId, answer }: Command<'looked-up'>): undefined {
  if (requestId !== state.requestId) return
  if (answer.type !== 'access-number') return notTold(draft)
  if (!answer.found) return end(draft, { outcome: 'rejected', hungUpBy: 'system' }, { reject: 'not-found' })
  draft.happen({ type: 'caller-known', number: answer.number, caller: answer.caller })
  const { found } = draft.journey
  if (found?.recordingId) draft.happen({ type: 'recording-started', recordingId: found.recordingId })
  if (found?.talk) return connect(draft, found.talk, 0)
  if (found?.place) return joinQueue(draft, found.place.queueId, { place: found.place })
  startFlow(draft, answer.flow)
}

/** The directory is away: the network tells the caller to try again. */
const notTold = (draft: Draft): undefined =>
  end(draft, { outcome: 'failed', hungUpBy: 'system' }, { reject: 'unavailable' })

export function arrivingWake(draft: Draft, state: ArrivingState): undefined {
  if (draft.at >= state.until) notTold(draft)
}

export function targetTold(draft: Draft, state: FindingState, { requestId, answer }: Command<'looked-up'>): undefined {
  if (requestId !== state.requestId) return
  const { purpose } = state
  if (answer.type !== 'dialled') return reachFailed(draft, purpose, 'directory-away')
  if (!answer.found) {
    if (purpose.for === 'outbound') dialledInVain(draft, answer.agentId)
    return reachFailed(draft, purpose, answer.reason ?? 'unknown-number')
  }
  const { target, agentId } = answer
  if (target.type === 'mailbox') return mailbox(draft, state, { toAgentId: target.agentId, agentId })
  if (target.type === 'code') return dialledCode(draft, state, target)
  if (target.type === 'pick-up') return pickUp(draft, state, target)
  if (target.type === 'park') return fetchFrom(draft, state, target, agentId)
  if (target.type === 'access-number') return dialledNumber(draft, state)
  if (target.type === 'queue') return joinQueue(draft, target.queueId)
  if (purpose.for === 'outbound') takeDialler(draft, target, agentId)
  if (target.type === 'agent') {
    const self = target.agentId === draft.served.agentId
    return self ? reachFailed(draft, purpose, 'oneself') : ringAgent(draft, target.agentId, purpose)
  }
  dialTarget(draft, target, purpose)
}

/** The agent whose phone this is takes its leg; who dials out of an inbound flow is none of this. */
function takeDialler(draft: Draft, target: DialledTarget, agentId: string | undefined): undefined {
  const { served } = draft
  const { callId, node, to, callbackOf } = draft.journey
  const out = target.type === 'outside' || callbackOf !== undefined
  draft.happen({ type: 'direction-known', direction: out ? 'out' : 'internal' })
  if (agentId === undefined || served.agentId !== undefined) return
  draft.happen({ type: 'leg-adopted', agentId })
  draft.agent(agentId, { type: 'adopt-leg', callId, legId: served.legId, node, toNumber: to })
}

/** It leads nowhere, but it was this agent who called out. */
function dialledInVain(draft: Draft, agentId: string | undefined): undefined {
  draft.happen({ type: 'direction-known', direction: 'out' })
  if (agentId !== undefined && draft.served.agentId === undefined) draft.happen({ type: 'leg-adopted', agentId })
}

/** Only a phone that dials; nobody is passed on to a code. */
const dialledCode = (draft: Draft, { purpose }: FindingState, code: DialledCode): undefined =>
  purpose.for === 'outbound' ? startCode(draft, code) : reachFailed(draft, purpose, 'unknown-number')

/** The other call rings this phone instead; this one has done its work. */
function pickUp(
  draft: Draft,
  { purpose }: FindingState,
  { callId, user }: Extract<DialledTarget, { type: 'pick-up' }>,
): undefined {
  if (purpose.for !== 'outbound') return reachFailed(draft, purpose, 'unknown-number')
  draft.happen({ type: 'direction-known', direction: 'internal' })
  draft.call(callId, { type: 'pick-up', user })
  end(draft, { outcome: 'self-served', hungUpBy: 'system' }, { reject: 'unavailable' })
}

/** A message for one agent alone, which a code asks for. */
function mailbox(
  draft: Draft,
  { purpose }: FindingState,
  { toAgentId, agentId }: { toAgentId: string; agentId: string | undefined },
): undefined {
  if (purpose.for !== 'outbound') return reachFailed(draft, purpose, 'unknown-number')
  draft.happen({ type: 'direction-known', direction: 'internal' })
  leaveMessageFor(draft, toAgentId, draft.served.agentId ?? agentId)
}

/** A phone may call our own access number like anybody; the leg of an agent's page cannot, its keys go elsewhere. */
function dialledNumber(draft: Draft, { purpose, journey }: FindingState): undefined {
  if (purpose.for !== 'outbound' || journey.parties[0].agentId !== undefined) {
    return reachFailed(draft, purpose, 'unknown-number')
  }
  askNumber(draft)
}

export function findingWake(draft: Draft, state: FindingState): undefined {
  if (draft.at >= state.until) reachFailed(draft, state.purpose, 'directory-away')
}
