// The time this node's actors live by: the clock on the wall, carried on by the steady one. When somebody sets the wall
// clock, actors are moved along with it before their next decision, so that no span of theirs is longer or shorter for it.
import type { Clock } from '#engine/ports/clock.ts'

/** less than this is the ordinary trimming of a clock, and is waited out */
const SET_MS = 1_000

export class ActorTime {
  readonly #clock: Clock
  #offset: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#offset = clock.now() - clock.steady()
  }

  /** absolute ms; goes on steadily but for the moments when the clock was set */
  now(): number {
    return Math.round(this.#clock.steady() + this.offset())
  }

  /** By so much at least was the clock set back since this moment of an earlier owner; its actors' times are still of before. */
  setBackSince(at: number | undefined): number {
    const ahead = (at ?? 0) - this.now()
    return ahead > SET_MS ? ahead : 0
  }

  steady(): number {
    return this.#clock.steady()
  }

  /** what this time is ahead of the steady clock */
  offset(): number {
    const off = this.#clock.now() - this.#clock.steady()
    if (Math.abs(off - this.#offset) > SET_MS) this.#offset = off
    return this.#offset
  }
}
