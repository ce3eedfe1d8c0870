// Reaching somebody outside any queue: an agent rung directly, a phone or an outside number dialled.

import type { DialTarget, RejectCause } from '#engine/protocol/media.ts'
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import { answer, playMusic } from './audio.ts'
import type { Draft } from './draft.ts'
import { apologise, farewell } from './ending.ts'
import { joinQueue } from './join.ts'
import { type DialledTarget, LIMITS, type Purpose } from './state.ts'

/** Who is a dialled number? The answer goes on in `reachTarget`. */
export function find(draft: Draft, number: string, user: string, purpose: Purpose): undefined {
  const requestId = draft.id()
  const until = draft.at + LIMITS.lookupMs + LIMITS.graceMs
  draft.happen({ type: 'target-asked', requestId, purpose, number, until })
  draft.ask(requestId, { type: 'dialled', number, user }, LIMITS.lookupMs)
}

export function ringAgent(draft: Draft, agentId: string, purpose: Purpose): undefined {
  const requestId = draft.id()
  const { callId, node, card } = draft.journey
  const until = draft.at + LIMITS.ringMs + LIMITS.graceMs
  draft.happen({ type: 'ring-begun', purpose, goal: { type: 'agent', agentId, requestId }, until })
  draft.agent(agentId, { type: 'ring-direct', requestId, callId, node, caller: card, ringMs: LIMITS.ringMs })
  ringBack(draft, purpose)
}

export function dialTarget(
  draft: Draft,
  target: Extract<DialledTarget, { type: 'extension' | 'outside' }>,
  purpose: Purpose,
): undefined {
  const legId = draft.id()
  const { callId, from, card } = draft.journey
  const outside = target.type === 'outside'
  const number = outside ? target.number : target.user
  const until = draft.at + LIMITS.outsideRingMs + LIMITS.graceMs
  draft.happen({
    type: 'ring-begun',
    purpose,
    goal: { type: 'leg', legId, number, role: 'outside', since: draft.at },
    until,
  })
  draft.order({
    type: 'dial',
    legId,
    owner: { kind: 'call', id: callId },
    target: outside ? throughTrunk(target) : { type: 'user', user: target.user },
    from: outside ? { number: target.callerNumber, name: '' } : { number: from, name: card.name },
    ringMs: LIMITS.outsideRingMs,
    autoAnswer: false,
    tags: {},
  })
  if (purpose.for !== 'outbound') ringBack(draft, purpose)
}

const throughTrunk = ({ number, trunk }: Extract<DialledTarget, { type: 'outside' }>): DialTarget => ({
  ...{ type: 'trunk', trunkId: trunk.id, number },
  ...(trunk.learnt ? { learnt: true } : {}),
})

/** What the waiting party hears: ringing for one who dialled, music for one who was passed on. */
export function ringBack(draft: Draft, purpose: Purpose): undefined {
  const { served } = draft.journey
  if (purpose.for === 'outbound' && !served.up) draft.order({ type: 'ring-back', legId: served.legId })
  else if (purpose.for === 'outbound') playMusic(draft, served.legId, 'ring-back')
  else {
    answer(draft)
    playMusic(draft, served.legId)
  }
}

type Reason = 'no-answer' | 'busy' | 'declined' | 'not-found' | 'unreachable'

/** Causes of news, and reasons of agents, in the few words that callers are told. */
export function reasonOf(cause: string): Reason {
  if (cause === 'busy' || cause === 'declined' || cause === 'no-answer') return cause
  return cause === 'agent-busy' ? 'busy' : 'unreachable'
}

/**
 * Nobody was reached. A passed-on caller is never hung up for it: to the front of the last queue, or, from no queue,
 * back to the agent who passed it on, once; after that an apology.
 */
export function reachFailed(draft: Draft, purpose: Purpose, reason: Reason): undefined {
  draft.happen({ type: 'ring-failed', reason })
  if (purpose.for === 'outbound') return tellDialler(draft, reason)
  if (purpose.for === 'way-out') return apologise(draft, { outcome: 'overflowed', hungUpBy: 'queue' })
  const words = SENTENCES[draft.journey.lang].backInLine()
  if (purpose.queueId !== undefined) return joinQueue(draft, purpose.queueId, { words })
  if (!purpose.secondTry) return ringAgent(draft, purpose.byAgentId, { ...purpose, secondTry: true })
  apologise(draft, {
    outcome: draft.journey.talkStartedAt === undefined ? 'not-answered' : 'answered',
    hungUpBy: 'system',
  })
}

const REJECTS: Record<Reason, RejectCause> = {
  busy: 'busy',
  declined: 'declined',
  'no-answer': 'unavailable',
  'not-found': 'not-found',
  unreachable: 'unavailable',
}

function tellDialler(draft: Draft, reason: Reason): undefined {
  const words = SENTENCES[draft.journey.lang]
  const spoken: Record<Reason, string> = {
    busy: words.busy(),
    declined: words.busy(),
    'no-answer': words.notAnswered(),
    'not-found': words.noSuchNumber(),
    unreachable: words.notReachable(),
  }
  const tried = reason === 'busy' || reason === 'declined' || reason === 'no-answer'
  const ending = {
    outcome: tried ? ('not-answered' as const) : ('failed' as const),
    hungUpBy: tried ? ('outside' as const) : ('system' as const),
  }
  farewell(draft, spoken[reason], ending, REJECTS[reason])
}
