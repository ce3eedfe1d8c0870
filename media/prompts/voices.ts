// Voices in order: the first that can speaks, and one that could not is left alone for a while, so that not every caller waits
// for it. What each has spoken is kept under its own name: when the first is back, it speaks again.
import type { SipClock } from '#media/sip/api.ts'
import type { TextToSpeech } from './speech.ts'

const PAUSE_MS = 30_000

export interface Voices {
  /** `by`: those to try, the best first */
  by(): readonly TextToSpeech[]
  failed(voice: TextToSpeech, fault: unknown): void
}

export function voicesOf(
  voices: readonly TextToSpeech[],
  clock: Pick<SipClock, 'now'>,
  warn: (fault: unknown, text: string) => void,
): Voices {
  const pausedUntil = new Map<TextToSpeech, number>()
  return {
    by() {
      const able = voices.filter((voice) => (pausedUntil.get(voice) ?? 0) <= clock.now())
      return able.length > 0 ? able : voices
    },
    failed(voice, fault) {
      if (voices.indexOf(voice) === voices.length - 1) return
      pausedUntil.set(voice, clock.now() + PAUSE_MS)
      warn(fault, 'the speech service does not speak: the next voice does')
    },
  }
}
