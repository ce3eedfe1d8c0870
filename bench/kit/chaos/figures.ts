// What one fault did to the callers: who was cut, who was refused, who waited long, how long it was silent.
import type { ChaosCaller } from './caller.ts'

const LATE_MS = 3_000

export interface Span {
  fault: string
  /** by `performance.now()` */
  from: number
  /** silence until then is what was asked for: a part stood still on purpose */
  asked: number
  /** its effects are looked for until then */
  to: number
}

export interface Figures {
  up: number
  cut: number
  /** new calls from the fault on */
  fresh: number
  refused: number
  late: number
  silenceMs: number
  answersMs: number[]
}

export function figuresOf(callers: readonly ChaosCaller[], { from, asked, to }: Span, now: number): Figures {
  const within = (at: number | undefined) => at !== undefined && at >= from && at < to
  const fresh = callers.filter(({ dialledAt }) => within(dialledAt))
  const silences = callers
    .flatMap((caller) => caller.silences)
    .filter((silence) => silence.to > from && silence.from < to)
  return {
    up: callers.filter(({ upAt, endedAt = now }) => upAt !== undefined && upAt < from && endedAt > from).length,
    cut: callers.filter(({ end, endedAt }) => (end === 'cut' || end === 'lost') && within(endedAt)).length,
    fresh: fresh.length,
    refused: fresh.filter(({ end }) => end === 'refused').length,
    late: fresh.filter((caller) => caller.end !== 'refused' && caller.answerMs(now) > LATE_MS).length,
    silenceMs: Math.max(0, ...silences.map((silence) => silence.to - Math.max(silence.from, asked))),
    answersMs: fresh.map((caller) => caller.answerMs(now)),
  }
}
