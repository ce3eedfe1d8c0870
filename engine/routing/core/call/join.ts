// Into a queue. The queue's notices say what comes next; the call only waits for them.

import { allNeeds } from '#engine/routing/core/acd/skills.ts'
import { answer } from './audio.ts'
import type { Draft } from './draft.ts'
import { apologise } from './ending.ts'
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
  const { callId, node, card, lang, caller } = draft.journey
  const { queueId, joinedAt, front, stay } = draft.state.stay
  const vip = draft.journey.vip || caller.vipQueueIds.includes(queueId)
  const needs = allNeeds(draft.journey.needs?.number, draft.journey.needs?.flow)
  const priority = front ? 'front' : vip ? 'vip' : 'normal'
  const tags = { queue: queueId, joinedAt: String(joinedAt), priority, ...(stay ? { stay: String(stay) } : {}) }
  draft.order({ type: 'tag', legId: served.legId, tags })
  const call = {
    ...{ callId, node, legId: served.legId, card: { ...card, vip }, lang, vip, region: caller.region, joinedAt },
    ...(caller.lastAgentId === undefined ? {} : { lastAgentId: caller.lastAgentId }),
    ...(caller.dedicatedAgentId === undefined ? {} : { dedicatedAgentId: caller.dedicatedAgentId }),
    ...(front ? { front: true } : {}),
    ...(needs.length > 0 ? { needs } : {}),
    ...firstJoin(draft),
    ...(stay ? { stay } : {}),
  }
  draft.queue(queueId, { type: 'join', call })
}

/** Since nobody spoke with him: the queues that sent him on, and when he joined the first of them. */
function firstJoin({ journey }: Draft): { firstJoinedAt?: number } {
  const spokenWith = journey.queues.findLastIndex(({ left }) => left === 'answered')
  const first = journey.queues[spokenWith + 1]
  return first ? { firstJoinedAt: first.joinedAt } : {}
}
