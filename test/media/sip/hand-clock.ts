// A clock that the test moves: timers run in order of their time, none by itself.
import type { SipClock } from '#media/sip/api.ts'

interface Timer {
  at: number
  seq: number
  run: () => void
}

export class HandClock implements SipClock {
  #now = 1_000_000
  #seq = 0
  readonly #timers = new Set<Timer>()

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), seq: this.#seq++, run }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  get pending(): number {
    return this.#timers.size
  }

  /** Lets `ms` pass; timers that timers set run too when they fall into the span. */
  pass(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const next = [...this.#timers].filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at || a.seq - b.seq)[0]
      if (!next) break
      this.#timers.delete(next)
      this.#now = next.at
      next.run()
    }
    this.#now = end
  }
}
