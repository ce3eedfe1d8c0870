// Rebuilds what is in hand and does not run yet, one batch after the other, until nothing is left.
import type { Clock } from '#engine/ports/clock.ts'
import { doneWithin } from './done-within.ts'
import type { Held, Holdings } from './holdings.ts'
import type { PlacementSettings } from './placement-settings.ts'

export interface LoadingHears {
  /** false when it failed; only those that are still `here` when it is done take up life */
  acquired(shards: readonly number[], here: (shard: number) => boolean): Promise<boolean>
  loaded(batch: readonly Held[]): void
}

export class Loading {
  readonly #held: Holdings
  readonly #clock: Clock
  readonly #settings: Pick<PlacementSettings, 'againMs' | 'loadMs'>
  readonly #hears: LoadingHears
  #underWay: Promise<void> | undefined
  #stopped = false

  constructor(
    held: Holdings,
    clock: Clock,
    settings: Pick<PlacementSettings, 'againMs' | 'loadMs'>,
    hears: LoadingHears,
  ) {
    this.#held = held
    this.#clock = clock
    this.#settings = settings
    this.#hears = hears
  }

  load(): Promise<void> {
    this.#underWay ??= this.#all().finally(() => {
      this.#underWay = undefined
    })
    return this.#underWay
  }

  stop(): void {
    this.#stopped = true
  }

  async #all(): Promise<void> {
    for (;;) {
      const batch = this.#held.inPhase('loading')
      if (batch.length === 0 || this.#stopped) return
      const wanted = new Map(batch.map((held) => [held.shard, held]))
      let given = false
      const here = (shard: number) => !given && !this.#stopped && wanted.get(shard) === this.#held.get(shard)
      const done = await doneWithin(this.#clock, this.#settings.loadMs, this.#hears.acquired([...wanted.keys()], here))
      given = true
      if (done) this.#hears.loaded(batch)
      else await new Promise<void>((resolve) => this.#clock.after(this.#settings.againMs, resolve))
    }
  }
}
