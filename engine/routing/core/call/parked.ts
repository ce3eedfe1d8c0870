// A caller at a place: he hears music until somebody fetches him, and then and again rings at whoever parked him.
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import type { Park } from './asks.ts'
import { answer, playMusic } from './audio.ts'
import type { Draft } from './draft.ts'
import { apologise } from './ending.ts'
import { joinQueue } from './join.ts'
import { LIMITS, type Purpose } from './state.ts'

export function park(draft: Draft, where: Park): undefined {
  answer(draft)
  draft.happen({ type: 'parked', park: where, until: where.recallAt })
  playMusic(draft, draft.served.legId)
}

/** Nobody came of it: he waits on, but not for ever; then his last queue has him first in line. */
export function notFetched(draft: Draft, { park: where, recall }: Extract<Purpose, { for: 'parked' }>): undefined {
  const recalls = where.recalls + (recall ? 1 : 0)
  const recallAt = recall ? draft.at + where.recallMs : Math.max(where.recallAt, draft.at)
  if (recalls < LIMITS.recalls) return park(draft, { ...where, recalls, recallAt })
  const { lastQueueId, lang, talkStartedAt } = draft.journey
  if (lastQueueId !== undefined) return joinQueue(draft, lastQueueId, { words: SENTENCES[lang].backInLine() })
  apologise(draft, { outcome: talkStartedAt === undefined ? 'not-answered' : 'answered', hungUpBy: 'system' })
}
