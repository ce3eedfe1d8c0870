// A caller who rather hangs up and is called when it is his turn: his number is read back to him, and his place stays in the
// queue.
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import { announce, backToMusic } from './announcing.ts'
import type { Asks } from './asks.ts'
import type { Draft } from './draft.ts'
import { farewell } from './ending.ts'
import type { QueueState } from './state.ts'

/** Somebody can be called there. */
const NUMBER = /^\+?\d{3,20}$/

export function askToCallBack(draft: Draft, { journey }: QueueState): undefined {
  if (NUMBER.test(journey.from)) confirm(draft, journey.from)
  else announce(draft, [SENTENCES[journey.lang].keyNumber()], { type: 'number' })
}

function confirm(draft: Draft, number: string): undefined {
  announce(draft, [SENTENCES[draft.journey.lang].callbackAt(number)], { type: 'confirm', number })
}

export function numberChosen(
  draft: Draft,
  state: QueueState,
  asks: Exclude<Asks, { type: 'choice' }>,
  digits: string,
): undefined {
  if (asks.type === 'number') return NUMBER.test(digits) ? confirm(draft, digits) : backToMusic(draft, state)
  if (digits === '1') return book(draft, state, asks.number)
  if (digits === '2') return announce(draft, [SENTENCES[state.journey.lang].keyNumber()], { type: 'number' })
  backToMusic(draft, state)
}

function book(draft: Draft, { journey, stay }: QueueState, number: string): undefined {
  draft.leave(stay, { reason: 'callback', callback: number })
  draft.happen({ type: 'queue-left', left: 'callback' })
  farewell(draft, SENTENCES[journey.lang].callbackKept(), { outcome: 'callback', hungUpBy: 'queue' })
}
