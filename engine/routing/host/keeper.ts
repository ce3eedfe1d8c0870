// Keeps checkpoints of the shards that changed, a few at a time, from what the ledger is known to hold.

import type { Clock, Timer } from '#engine/ports/clock.ts'
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { Actor } from '#engine/routing/actors/actor.ts'
import type { Shell } from '#engine/routing/actors/shell.ts'
import type { Checkpoints } from '#engine/routing/ledger/checkpoint.ts'
import type { Kept } from '#engine/routing/ledger/fold.ts'
import type { Outbox } from '#engine/routing/ledger/outbox.ts'

export interface KeeperParts {
  clock: Clock
  checkpoints: Checkpoints
  shell: Shell
  outbox: Outbox
  running(): readonly number[]
  epochOf(shard: number): number
  fault(what: string, error: unknown): void
}

export interface KeeperSettings {
  tickMs: number
  /** shortest time between two checkpoints of one shard */
  everyMs: number
  /** a shard where nothing changed still says how far the ledger is read, so that a restart reads little */
  touchMs: number
  /** shards in one tick */
  most: number
}

export const keeperDefaults: KeeperSettings = { tickMs: 250, everyMs: 5_000, touchMs: 60_000, most: 24 }

export class Keeper {
  readonly #parts: KeeperParts
  readonly #settings: KeeperSettings
  readonly #dirty = new Set<number>()
  readonly #savedAt = new Map<number, number>()
  /** actors whose life is over and whose last words are on their way to the ledger */
  readonly #ending = new Map<string, Actor>()
  /** the save under way: two of one shard side by side would mix their pieces */
  #saving: Promise<void> = Promise.resolve()
  #timer: Timer | undefined
  #stopped = false

  constructor(parts: KeeperParts, settings: KeeperSettings = keeperDefaults) {
    this.#parts = parts
    this.#settings = settings
  }

  start(): void {
    this.#timer = this.#parts.clock.after(this.#settings.tickMs, () => {
      void this.#tick().finally(() => {
        if (!this.#stopped) this.start()
      })
    })
  }

  settled(ref: ActorRef, state: unknown, seq: number, after: number, at: number): void {
    const key = `${ref.kind}.${ref.id}`
    const actor = this.#parts.shell.get(ref) ?? this.#ending.get(key)
    if (!actor) return
    actor.settled = { state, seq, after, at }
    this.#dirty.add(actor.shard)
    if (this.#ending.get(key) === actor && actor.seq === seq) this.#ending.delete(key)
  }

  over(actor: Actor): void {
    if (actor.settled?.seq !== actor.seq) this.#ending.set(actor.key, actor)
    this.#dirty.add(actor.shard)
  }

  /** What was read of them is in no checkpoint of this owner yet, though nothing changes from here on. */
  taken(shards: Iterable<number>): void {
    for (const shard of shards) this.#dirty.add(shard)
  }

  forgetShard(shard: number): void {
    this.#dirty.delete(shard)
    this.#savedAt.delete(shard)
    for (const [key, actor] of this.#ending) if (actor.shard === shard) this.#ending.delete(key)
  }

  /** At once, for a hand-over or a stop. */
  async save(shards: Iterable<number>): Promise<void> {
    for (const shard of shards) await this.#save(shard)
  }

  stop(): void {
    this.#stopped = true
    this.#timer?.cancel()
  }

  async #tick(): Promise<void> {
    const now = this.#parts.clock.steady()
    const age = (shard: number) => now - (this.#savedAt.get(shard) ?? 0)
    const due = this.#parts
      .running()
      .filter((shard) => age(shard) >= (this.#dirty.has(shard) ? this.#settings.everyMs : this.#settings.touchMs))
      .sort((a, b) => Number(this.#dirty.has(b)) - Number(this.#dirty.has(a)) || age(b) - age(a))
      .slice(0, this.#settings.most)
    try {
      for (const shard of due) {
        if (this.#stopped) return
        // the saves before it took their time: it may have been let go meanwhile
        if (this.#parts.running().includes(shard)) await this.#save(shard)
      }
    } catch (error) {
      this.#parts.fault('checkpoint', error)
    }
  }

  #save(shard: number): Promise<void> {
    const saved = this.#saving.then(() => this.#saveNow(shard))
    this.#saving = saved.catch(() => {})
    return saved
  }

  async #saveNow(shard: number): Promise<void> {
    const { checkpoints, outbox, clock } = this.#parts
    const epoch = this.#parts.epochOf(shard)
    const through = outbox.through(shard)
    if (!this.#dirty.has(shard)) await checkpoints.touch(shard, epoch, through)
    else {
      // states and `through` are read in the same turn: they belong together
      const kept = this.#kept(shard)
      this.#dirty.delete(shard)
      try {
        await checkpoints.save(shard, epoch, { through, kept })
      } catch (error) {
        this.#dirty.add(shard)
        throw error
      }
    }
    this.#savedAt.set(shard, clock.steady())
  }

  #kept(shard: number): Kept[] {
    const kept: Kept[] = []
    const keep = ({ ref, settled, configured }: Actor) => {
      if (settled) kept.push({ ref, ...settled, ...(configured ? { configured } : {}) })
    }
    for (const actor of this.#parts.shell.ofShard(shard)) keep(actor)
    for (const actor of this.#ending.values()) if (actor.shard === shard) keep(actor)
    return kept
  }
}
