// Whether this node may act for its shards. Another engine takes them over when it has not heard this one for a while, so this
// one stops before: it acts as long as every other engine has heard it a moment ago, or most of the bus's servers keep what
// it writes, for then nobody behind the other servers can claim anything. Spans are measured by the monotonic clock.
import type { Clock } from '#engine/ports/clock.ts'

export interface PermitParts {
  clock: Clock
  /** shorter than the silence after which a node is dead */
  leaseMs: number
  /** own steady time of the last beat that all others have heard; Infinity while there are none */
  heardByAll(): number
  /** writes where most servers must agree */
  prove(): Promise<unknown>
}

export class Permit {
  readonly #parts: PermitParts
  #provedAt = Number.NEGATIVE_INFINITY
  #provingSince: number | undefined

  constructor(parts: PermitParts) {
    this.#parts = parts
  }

  holds(): boolean {
    const { clock, leaseMs } = this.#parts
    return clock.steady() < this.#since() + leaseMs
  }

  /** With every beat: proves it where somebody has not said for half the time that it hears this node. */
  renew(): void {
    const { clock, leaseMs, prove } = this.#parts
    const now = clock.steady()
    const enough = now < this.#since() + leaseMs / 2
    // one that hangs says nothing any more when its answer comes
    const underWay = this.#provingSince !== undefined && now < this.#provingSince + leaseMs
    if (enough || underWay) return
    this.#provingSince = now
    prove()
      .then(() => {
        this.#provedAt = Math.max(this.#provedAt, now)
      })
      .catch(() => undefined)
      .finally(() => {
        if (this.#provingSince === now) this.#provingSince = undefined
      })
  }

  #since(): number {
    return Math.max(this.#parts.heardByAll(), this.#provedAt)
  }
}
