// Whether we have just come back to hear: our process stood still, or the cable to the edge was out.
import type { SipClock } from './api.ts'

/** the edge asks us every two seconds whether we live */
const QUIET_MS = 2_500
/** all that waited has come by then */
const BURST_MS = 3_000

export class Ear {
  readonly #clock: Pick<SipClock, 'now'>
  #heardAt: number
  #backAt = Number.NEGATIVE_INFINITY

  constructor(clock: Pick<SipClock, 'now'>) {
    this.#clock = clock
    this.#heardAt = clock.now()
  }

  heard(): void {
    const now = this.#clock.now()
    if (now - this.#heardAt > QUIET_MS) this.#backAt = now
    this.#heardAt = now
  }

  get late(): boolean {
    return this.#clock.now() - this.#backAt < BURST_MS
  }
}
