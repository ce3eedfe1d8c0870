// Whether this node acts: it pauses when its permit ends, and goes on with what is still its own when it has one again.
import type { Permit } from './permit.ts'

export interface ActingHears {
  pauses(): void
  /** looks who owns what: what others took meanwhile is let go before anything is decided again */
  verify(): Promise<void>
  goesOn(): void
  fault(error: unknown): void
}

export class Acting {
  readonly #permit: Permit
  readonly #hears: ActingHears
  #paused = false
  #verifying = false

  constructor(permit: Permit, hears: ActingHears) {
    this.#permit = permit
    this.#hears = hears
  }

  /** Looked at before every decision: a process may have stood still. */
  acts(): boolean {
    return !this.#paused && this.#permit.holds()
  }

  /** With every beat. */
  look(): void {
    this.#permit.renew()
    const may = this.#permit.holds()
    if (may && this.#paused) void this.#goOn()
    if (may || this.#paused) return
    this.#paused = true
    this.#hears.pauses()
  }

  async #goOn(): Promise<void> {
    if (this.#verifying) return
    this.#verifying = true
    try {
      await this.#hears.verify()
      if (!this.#permit.holds()) return
      this.#paused = false
      this.#hears.goesOn()
    } catch (error) {
      this.#hears.fault(error)
    } finally {
      this.#verifying = false
    }
  }
}
