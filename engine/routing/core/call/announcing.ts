// Words over the music, after which a key may mean something; then the music goes on.
import { say } from '#engine/routing/core/speech/sentences.ts'
import type { Asks } from './asks.ts'
import { playMusic } from './audio.ts'
import type { Draft } from './draft.ts'
import { servedOf } from './parties.ts'
import { LIMITS, type QueueState } from './state.ts'

/** How long a caller may think after the words before the music goes on. */
const CHOICE_MS = 4_000
/** A telephone number takes longer to key. */
const NUMBER = { maxDigits: 20, terminators: '#', firstDigitMs: 8_000, interDigitMs: 4_000 }
const ONE_KEY = { maxDigits: 1, terminators: '', firstDigitMs: CHOICE_MS, interDigitMs: CHOICE_MS }

export const longest = ({ stay }: QueueState): number => stay.joinedAt + LIMITS.stayMs

export function announce(draft: Draft, texts: string[], asks?: Asks): undefined {
  const { legId } = draft.served
  const { lang } = draft.journey
  const playId = draft.id()
  const musicId = draft.state.mode === 'queue' ? draft.state.stay.music : 'default'
  const next = { playId: musicAfter(playId), musicId }
  draft.order({ type: 'play', legId, playId, sounds: texts.map((text) => say(lang, text)), repeat: 1, next })
  const until = draft.at + LIMITS.announceMs
  if (!asks) return draft.happen({ type: 'announcement-started', playId, until })
  const collectId = draft.id()
  const keys = asks.type === 'number' ? NUMBER : ONE_KEY
  draft.order({ type: 'collect', legId, collectId, ...keys, bargeIn: true, secret: false })
  draft.happen({ type: 'announcement-started', playId, collectId, asks, until })
}

/** The media node goes on with it by itself, so that it is heard at once; told again under the same id it just goes on. */
const musicAfter = (playId: string): string => `${playId}-music`

export function backToMusic(draft: Draft, state: QueueState): undefined {
  draft.happen({ type: 'announcement-ended', until: longest(state) })
  const playId = state.announcing ? musicAfter(state.announcing.playId) : draft.id()
  playMusic(draft, servedOf(state).legId, state.stay.music, playId)
}

export function stopChoice(draft: Draft, { announcing, journey }: QueueState): undefined {
  if (announcing?.collectId !== undefined) draft.order({ type: 'stop-collect', legId: journey.parties[0].legId })
}
