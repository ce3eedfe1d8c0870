// Into a queue. The queue's notices say what comes next; the call only waits for them.

import { answer } from './audio.ts'
import type { Draft } from './draft.ts'
import { apologise } from './ending.ts'
import { LIMITS } from './state.ts'

/** A ring of queues and flows that send the caller to each other ends here. True when it did. */
export function sentRound(draft: Draft): boolean {
  if (draft.journey.jumps < LIMITS.jumps) return false
  apologise(draft, {
    outcome: draft.journey.talkStartedAt === undefined ? 'overflowed' : 'answered',
    hungUpBy: 'system',
  })
  return true
}

export function joinQueue(draft: Draft, queueId: string, back?: { words: string }): undefined {
  if (sentRound(draft)) return
  answer(draft)
  const { callId, node, served, card, lang, caller } = draft.journey
  const vip = draft.journey.vip || caller.vipQueueIds.includes(queueId)
  const joinedAt = draft.at
  draft.happen({ type: 'queue-joined', queueId, joinedAt, until: draft.at + LIMITS.joinMs, ...back })
  draft.order({
    type: 'tag',
    legId: served.legId,
    tags: { queue: queueId, joinedAt: String(joinedAt), priority: back ? 'front' : vip ? 'vip' : 'normal' },
  })
  const call = {
    ...{ callId, node, legId: served.legId, card: { ...card, vip }, lang, vip, region: caller.region, joinedAt },
    ...(caller.lastAgentId === undefined ? {} : { lastAgentId: caller.lastAgentId }),
    ...(caller.dedicatedAgentId === undefined ? {} : { dedicatedAgentId: caller.dedicatedAgentId }),
    ...(back ? { front: true } : {}),
  }
  draft.queue(queueId, { type: 'join', call })
}
