// The shards in this node's hand, and what is being done with each.

export type Phase = 'loading' | 'running' | 'leaving'

export interface Held {
  readonly shard: number
  readonly epoch: number
  phase: Phase
}

export class Holdings {
  readonly #held = new Map<number, Held>()

  get size(): number {
    return this.#held.size
  }

  get(shard: number): Held | undefined {
    return this.#held.get(shard)
  }

  all(): Held[] {
    return [...this.#held.values()]
  }

  inPhase(phase: Phase): Held[] {
    return this.all().filter((held) => held.phase === phase)
  }

  take(shard: number, epoch: number): void {
    this.#held.set(shard, { shard, epoch, phase: 'loading' })
  }

  drop(shard: number): boolean {
    return this.#held.delete(shard)
  }

  /** Still the same holding, not one lost and won again meanwhile. */
  has(held: Held): boolean {
    return this.#held.get(held.shard) === held
  }
}
