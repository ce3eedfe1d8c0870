// Into a queue. The queue's notices say what comes next; the call only waits for them.

import type { WaitingCall } from '#engine/protocol/queue.ts'
import { allNeeds } from '#engine/routing/core/acd/skills.ts'
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import { answer } from './audio.ts'
import type { Draft } from './draft.ts'
import { apologise, farewell } from './ending.ts'
import { LIMITS, type Place } from './state.ts'

/** A ring of queues and flows that send the caller to each other ends here. True when it did. */
export function sentRound(draft: Draft): boolean {
  if (draft.journey.jumps < LIMITS.jumps) return false
  apologise(draft, {
    outcome: draft.journey.talkStartedAt === undefined ? 'overflowed' : 'answered',
    hungUpBy: 'system',
  })
  return true
}

/** `words`: spoken first, and ahead of the others. `place`: where the caller was, told by its leg: it is kept. */
export function joinQueue(draft: Draft, queueId: string, how: { words?: string; place?: Place } = {}): undefined {
  if (sentRound(draft)) return
  answer(draft)
  const { words, place } = how
  const joinedAt = Math.min(place?.joinedAt ?? draft.at, draft.at)
  const front = words !== undefined || place?.front === true
  draft.happen({
    ...{ type: 'queue-joined', queueId, joinedAt, until: draft.at + LIMITS.joinMs },
    ...(words === undefined ? {} : { words }),
    ...(front ? { front } : {}),
    ...(place?.stay === undefined ? {} : { stay: place.stay }),
  })
  joinAgain(draft)
}

/** Says to the queue, and writes on the leg, that this caller waits: as often as is asked. */
export function joinAgain(draft: Draft): undefined {
  if (draft.state.mode !== 'queue') return
  const { served } = draft
  const { queueId, joinedAt, front, stay } = draft.state.stay
  const call = waiting(draft, queueId, joinedAt)
  const { vip } = call
  const priority = front ? 'front' : vip ? 'vip' : 'normal'
  const tags = { queue: queueId, joinedAt: String(joinedAt), priority, ...(stay ? { stay: String(stay) } : {}) }
  draft.order({ type: 'tag', legId: served.legId, tags })
  const here = { ...(front ? { front: true } : {}), ...firstJoin(draft), ...(stay ? { stay } : {}) }
  draft.queue(queueId, { type: 'join', call: { ...call, ...here } })
}

/** As a queue is told of him. */
function waiting({ journey, served }: Draft, queueId: string, joinedAt: number): WaitingCall {
  const { callId, node, card, lang, caller } = journey
  const vip = journey.vip || caller.vipQueueIds.includes(queueId)
  const needs = allNeeds(journey.needs?.number, journey.needs?.flow)
  return {
    ...{ callId, node, legId: served.legId, card: { ...card, vip }, lang, vip, region: caller.region, joinedAt },
    ...(caller.lastAgentId === undefined ? {} : { lastAgentId: caller.lastAgentId }),
    ...(caller.dedicatedAgentId === undefined ? {} : { dedicatedAgentId: caller.dedicatedAgentId }),
    ...(needs.length > 0 ? { needs } : {}),
  }
}

/** He hangs up and stands in line all the same, by the number at which he is called. */
export function callBackLater(draft: Draft, { queueId, number }: { queueId: string; number: string }): undefined {
  const call = waiting(draft, queueId, draft.at)
  const callback = { number, askedAt: draft.at, by: 'caller' as const, tries: 0 }
  const asked = { ...call, callId: `cb-${draft.id()}`, card: { ...call.card, number }, callback }
  draft.queue(queueId, { type: 'ask-callback', call: asked })
  farewell(draft, SENTENCES[draft.journey.lang].callbackKept(), { outcome: 'callback', hungUpBy: 'flow' })
}

/** Since nobody spoke with him: the queues that sent him on, and when he joined the first of them. */
function firstJoin({ journey }: Draft): { firstJoinedAt?: number } {
  const spokenWith = journey.queues.findLastIndex(({ left }) => left === 'answered')
  const first = journey.queues[spokenWith + 1]
  return first ? { firstJoinedAt: first.joinedAt } : {}
}
