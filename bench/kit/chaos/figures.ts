// What one fault did to the callers: who was cut, who was refused, who waited long, how long it was silent.
import type { ChaosCaller } from './caller.ts'

const LATE_MS = 3_000
/** what was heard last was heard up to so long before */
const NOTICED_MS = 300
const LONG_SILENCE_MS = 3_000

export interface Span {
  fault: string
  /** who was up may be cut by it */
  cuts?: boolean
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
  // a silence is that fault's in which it began
  const silences = callers.flatMap((caller) => caller.silences).filter((silence) => within(silence.from + NOTICED_MS))
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

/** A sentence on everybody who was cut or sat in silence for long. */
export function suffered(callers: readonly ChaosCaller[], spans: readonly Span[]): string[] {
  const during = (at: number): string => {
    const span = spans.findLast(({ from }) => at >= from)
    return span ? `${Math.round((at - span.from) / 100) / 10} s after ${span.fault}` : 'before any fault'
  }
  const asked = (at: number): number => spans.findLast(({ from }) => at >= from)?.asked ?? 0
  return callers.flatMap(({ plan, silences, end, endedAt = 0, why }) => [
    ...silences
      .filter((silence) => silence.to - Math.max(silence.from, asked(silence.from + NOTICED_MS)) > LONG_SILENCE_MS)
      .map(
        ({ from, to }) =>
          `${plan.from} heard nothing for ${Math.round(to - from)} ms, from ${during(from + NOTICED_MS)}`,
      ),
    ...(end === 'cut' || end === 'lost' || end === 'refused' ? [`${plan.from} ${end} ${during(endedAt)}: ${why}`] : []),
  ])
}
