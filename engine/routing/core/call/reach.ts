// Reaching somebody outside any queue: an agent rung directly, a phone or an outside number dialled.

import type { ActFailure } from '#engine/protocol/failures.ts'
import type { RejectCause } from '#engine/protocol/media.ts'
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import { answer, playMusic } from './audio.ts'
import type { Draft } from './draft.ts'
import { apologise, end, farewell, tellAgent } from './ending.ts'
import { joinQueue } from './join.ts'
import { notFetched } from './parked.ts'
import { tellTalk } from './settle.ts'
import { type Joining, LIMITS, type Purpose } from './state.ts'
import type { Command } from './words.ts'

/** The agent wants its calls elsewhere; a ring of forwards ends. Answers false where it does. */
export function forwarded(
  draft: Draft,
  purpose: Purpose,
  { agentId, reason, forward }: Command<'agent-missed'>,
): boolean {
  if (forward === undefined || draft.journey.jumps >= LIMITS.jumps) return false
  draft.happen({ type: 'forwarded', agentId, to: forward, ...(MISSES.has(reason) ? { rang: true as const } : {}) })
  find(draft, forward, '', purpose)
  return true
}

/** Who is a dialled number? The answer goes on in `reachTarget`. `forwards`: the extension whose forward it is. */
export function find(draft: Draft, number: string, user: string, purpose: Purpose, forwards?: string): undefined {
  const requestId = draft.id()
  const until = draft.at + LIMITS.lookupMs + LIMITS.graceMs
  draft.happen({ type: 'target-asked', requestId, purpose, number, ...(user === '' ? {} : { user }), until })
  const passedOnBy = forwards ?? ('byAgentId' in purpose ? purpose.byAgentId : undefined)
  const by = passedOnBy === undefined ? {} : { by: passedOnBy }
  const inside = purpose.for === 'outbound' && purpose.inside ? { inside: true as const } : {}
  draft.ask(
    requestId,
    { type: 'dialled', number, user, at: draft.at, callId: draft.state.callId, ...by, ...inside },
    LIMITS.lookupMs,
  )
}

export function ringAgent(draft: Draft, agentId: string, purpose: Purpose): undefined {
  const requestId = draft.id()
  const until = draft.at + LIMITS.ringMs + LIMITS.graceMs
  draft.happen({ type: 'ring-begun', purpose, goal: { type: 'agent', agentId, requestId }, until })
  askAgent(draft, agentId, requestId, purpose)
  ringBack(draft, purpose)
}

/** An agent that rings for this request already rings on. */
export function askAgent(draft: Draft, agentId: string, requestId: string, purpose: Purpose): undefined {
  const { callId, node, card } = draft.journey
  const how = howAsked(purpose)
  draft.agent(agentId, { type: 'ring-direct', requestId, callId, node, caller: card, ringMs: LIMITS.ringMs, ...how })
}

/** What comes back to an agent rings while it wraps up; what it fetches is answered at once too. */
function howAsked(purpose: Purpose): { recall?: true; pickedUp?: true } {
  if (purpose.for === 'transfer') return purpose.secondTry ? { recall: true } : {}
  if (purpose.for !== 'parked') return {}
  return purpose.recall ? { recall: true } : { recall: true, pickedUp: true }
}

/** What the waiting party hears: ringing for one who dialled, music for one who was passed on. */
export function ringBack(draft: Draft, purpose: Purpose): undefined {
  const { served } = draft
  if (purpose.for === 'join') {
    if (purpose.as === 'consulted') playMusic(draft, purpose.byLegId, 'ring-back')
  } else if (purpose.for === 'outbound' && !served.up) draft.order({ type: 'ring-back', legId: served.legId })
  else if (purpose.for === 'outbound') playMusic(draft, served.legId, 'ring-back')
  else {
    answer(draft)
    playMusic(draft, served.legId)
  }
}

/** What callers and agents are told, of causes of news, reasons of agents and refusals. */
export function reasonOf(cause: string): ActFailure {
  return REASONS[cause] ?? 'unreachable'
}

const REASONS: Record<string, ActFailure> = {
  busy: 'busy',
  declined: 'declined',
  'no-answer': 'no-answer',
  'not-registered': 'not-registered',
  'vacant-number': 'vacant-number',
  'switched-off': 'switched-off',
  'line-full': 'line-full',
  'over-limit': 'over-limit',
  'phone-unreachable': 'not-registered',
  'signed-out': 'signed-out',
  'on-break': 'on-break',
  'wrap-up': 'busy',
  'stale-offer': 'busy',
  'agent-busy': 'busy',
}

/** The agent was rung; other reasons mean that it could not be. */
export const MISSES: ReadonlySet<string> = new Set(['no-answer', 'declined', 'phone-unreachable'])

/**
 * Nobody was reached. A passed-on caller is never hung up for it: back to the agent who passed it on, who is told why; when
 * that one cannot take it, to the front of the last queue, or, from no queue, an apology.
 */
export function reachFailed(draft: Draft, purpose: Purpose, reason: ActFailure, missedBy?: string): undefined {
  draft.happen({ type: 'ring-failed', reason, ...(missedBy === undefined ? {} : { missedBy }) })
  if (purpose.for === 'outbound') return tellDialler(draft, reason)
  if (purpose.for === 'way-out') return apologise(draft, lostOn(purpose))
  if (purpose.for === 'join') return notBroughtIn(draft, purpose, reason)
  if (purpose.for === 'parked') return notFetched(draft, purpose)
  if (!purpose.secondTry) tellAgent(draft, { agentId: purpose.byAgentId }, 'transfer', reason)
  if (!purpose.secondTry) return ringAgent(draft, purpose.byAgentId, { ...purpose, secondTry: true })
  const words = SENTENCES[draft.journey.lang].backInLine()
  if (purpose.queueId !== undefined) return joinQueue(draft, purpose.queueId, { words })
  apologise(draft, {
    outcome: draft.journey.talkStartedAt === undefined ? 'not-answered' : 'answered',
    hungUpBy: 'system',
  })
}

/** From a queue, or from a number that rang a phone of the house at once. */
const lostOn = ({ queueId }: { queueId: string }) =>
  queueId === ''
    ? ({ outcome: 'not-answered', hungUpBy: 'system' } as const)
    : ({ outcome: 'overflowed', hungUpBy: 'queue' } as const)

/** The talk stands as it did: whom the agent keeps waiting waits on until it is taken back. */
function notBroughtIn(draft: Draft, { as, byAgentId, byLegId }: Joining, reason: ActFailure): undefined {
  if (as === 'consulted') draft.order({ type: 'stop-play', legId: byLegId })
  tellAgent(draft, { agentId: byAgentId }, as === 'consulted' ? 'consult' : 'invite', reason)
  tellTalk(draft)
}

const REJECTS: Partial<Record<ActFailure, RejectCause>> = {
  busy: 'busy',
  oneself: 'busy',
  declined: 'declined',
  'unknown-number': 'not-found',
}

/** The far end was tried and did not want or could not. */
const TRIED: ReadonlySet<ActFailure> = new Set(['busy', 'declined', 'no-answer'])

/** Why our own house does not place the call: no tone of a phone says that. */
const OURS: Partial<Record<ActFailure, 'notAllowedOut' | 'linesFull'>> = {
  'blocked-number': 'notAllowedOut',
  'over-limit': 'notAllowedOut',
  'line-full': 'linesFull',
}

/** Told in words on its page and by its phone's own display: nobody is kept listening to a sentence, but of our own limits. */
function tellDialler(draft: Draft, reason: ActFailure): undefined {
  const tried = TRIED.has(reason)
  const ending = { outcome: tried ? 'not-answered' : 'failed', hungUpBy: tried ? 'outside' : 'system' } as const
  const words = draft.served.agentId === undefined ? OURS[reason] : undefined
  if (words) {
    answer(draft)
    return farewell(draft, SENTENCES[draft.journey.lang][words](), { ...ending, failure: reason })
  }
  tellAgent(draft, draft.served, 'dial', reason)
  end(draft, { ...ending, failure: reason }, { reject: REJECTS[reason] ?? 'unavailable', nobodyRings: true })
}
