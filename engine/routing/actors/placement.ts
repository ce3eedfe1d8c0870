// Which of the 256 shards this node runs. Ownership stands in a bucket and changes by compare-and-set only; the higher
// epoch wins. No lease has to be renewed, so a NATS that is away takes nothing from anybody.
import type { Bus, KeyValue, Subscription } from '#engine/ports/bus.ts'
import type { Clock, Timer } from '#engine/ports/clock.ts'
import { SHARDS } from '#engine/protocol/actors.ts'
import { Peers } from './peers.ts'
import { type Known, type Ownership, preferred } from './placement-words.ts'

export interface PlacementSettings {
  beatMs: number
  /** beats a node may miss */
  missed: number
  /** shards handed over in one beat when a node joins */
  movesPerBeat: number
}

export const placementDefaults: PlacementSettings = { beatMs: 500, missed: 6, movesPerBeat: 32 }

export interface PlacementHears {
  /** rebuild these shards' actors; resolves when they can take commands */
  acquired(shards: readonly number[]): Promise<void>
  /** stop taking commands, let the ledger catch up, keep a checkpoint; false when it could not */
  leave(shards: readonly number[]): Promise<boolean>
  /** somebody else owns it: forget it at once */
  lost(shard: number, why: string): void
  /** the set of running shards changed */
  running(): void
  fault(what: string, error: unknown): void
}

type Phase = 'loading' | 'running' | 'leaving'
interface Held {
  epoch: number
  phase: Phase
}

const SHARD_LIST = Array.from({ length: SHARDS }, (_, shard) => shard)

export class Placement {
  readonly #node: string
  readonly #bus: Bus
  readonly #clock: Clock
  readonly #bucket: KeyValue
  readonly #hears: PlacementHears
  readonly #settings: PlacementSettings
  readonly #peers: Peers
  readonly #known: (Known | undefined)[] = []
  readonly #held = new Map<number, Held>()
  /** shards with a compare-and-set of ours under way: its echo is no gift */
  readonly #claiming = new Set<number>()
  #given: number[] = []
  #watching: Subscription | undefined
  #timer: Timer | undefined
  #beating: Timer | undefined
  #lastTick = 0
  #busy = false
  #leaving = false
  #stopped = false

  constructor(
    node: string,
    parts: { bus: Bus; clock: Clock; bucket: KeyValue },
    hears: PlacementHears,
    settings: PlacementSettings = placementDefaults,
  ) {
    this.#node = node
    this.#bus = parts.bus
    this.#clock = parts.clock
    this.#bucket = parts.bucket
    this.#hears = hears
    this.#settings = settings
    const hello = () => ({ node, at: this.#clock.now(), shards: this.#held.size, leaving: this.#leaving })
    this.#peers = new Peers(node, parts.bus, parts.clock, settings.beatMs * settings.missed, hello)
  }

  /** Resolves when this node runs the shards that are its own or nobody's. */
  async start(): Promise<void> {
    await this.#peers.start()
    this.#beat()
    await this.#readAll()
    this.#watching = await this.#bucket.watch((key, value, revision) => this.#changed(Number(key), value, revision))
    this.#bus.onConnection((connected) => {
      if (connected) void this.#back()
    })
    // an owner of this name was this node before it restarted: it is taken over at once
    await this.#claim(SHARD_LIST.filter((shard) => this.#mayClaim(shard) || this.#known[shard]?.owner === this.#node))
    this.#lastTick = this.#clock.now()
    this.#arm()
  }

  runs(shard: number): boolean {
    return this.#held.get(shard)?.phase === 'running'
  }

  /** every shard that runs here */
  running(): number[] {
    return SHARD_LIST.filter((shard) => this.runs(shard))
  }

  /** epoch of a shard's owner, as far as this node knows */
  epochOf(shard: number): number {
    return this.#held.get(shard)?.epoch ?? this.#known[shard]?.epoch ?? 0
  }

  /** Asks the bucket whether the shard is still ours, and lets it go if not. */
  async verify(shard: number): Promise<boolean> {
    const entry = await this.#bucket.get(String(shard))
    if (entry) this.#changed(shard, entry.value, entry.revision)
    return this.#held.has(shard)
  }

  /** Hands everything over to the peers, if there are any. */
  async stop(): Promise<void> {
    this.#leaving = true
    this.#timer?.cancel()
    this.#peers.beat()
    const takers = this.#bus.connected() ? this.#peers.takers() : []
    const moves = new Map(this.running().map((shard) => [shard, preferred(shard, takers)]))
    if (takers.length > 0) await this.#handOver(moves).catch((error) => this.#hears.fault('hand over', error))
    this.#stopped = true
    this.#beating?.cancel()
    await this.#watching?.stop()
    await this.#peers.stop()
  }

  /** For tests: as if the process had died. */
  kill(): void {
    this.#stopped = true
    this.#timer?.cancel()
    this.#beating?.cancel()
    void this.#watching?.stop()
    void this.#peers.stop()
  }

  /** Apart from everything else: a node that is busy rebuilding or handing over is not dead. */
  #beat(): void {
    if (this.#stopped) return
    if (this.#bus.connected()) this.#peers.beat()
    this.#beating = this.#clock.after(this.#settings.beatMs, () => this.#beat())
  }

  #arm(): void {
    this.#timer = this.#clock.after(this.#settings.beatMs, () => {
      void this.#tick().finally(() => {
        if (!this.#stopped && !this.#leaving) this.#arm()
      })
    })
  }

  async #tick(): Promise<void> {
    const slept = this.#clock.now() - this.#lastTick > this.#settings.beatMs * this.#settings.missed
    this.#lastTick = this.#clock.now()
    if (!this.#bus.connected()) return
    if (slept) await this.#back()
    if (this.#busy) return
    this.#busy = true
    try {
      await this.#claim(SHARD_LIST.filter((shard) => this.#mayClaim(shard)))
      await this.#balance()
    } catch (error) {
      this.#hears.fault('placement', error)
    } finally {
      this.#busy = false
    }
  }

  /** Nobody's, or a dead node's, and this node is the one that all reckon should have it. */
  #mayClaim(shard: number): boolean {
    const known = this.#known[shard]
    if (this.#held.has(shard) || (known && (known.owner === this.#node || this.#peers.alive(known.owner)))) return false
    return preferred(shard, [this.#node, ...this.#peers.takers()]) === this.#node
  }

  async #claim(shards: number[]): Promise<void> {
    const won = await inGroups(shards, 64, async (shard) => {
      const known = this.#known[shard]
      const mine: Ownership = { owner: this.#node, epoch: (known?.epoch ?? 0) + 1 }
      this.#claiming.add(shard)
      try {
        const revision = await this.#bucket.compareAndSet(String(shard), mine, known?.revision ?? 0)
        if (revision === undefined) return undefined
        this.#known[shard] = { ...mine, revision }
        this.#held.set(shard, { epoch: mine.epoch, phase: 'loading' })
        return shard
      } finally {
        this.#claiming.delete(shard)
      }
    })
    await this.#load(won.filter((shard) => shard !== undefined))
  }

  async #load(shards: number[]): Promise<void> {
    if (shards.length === 0) return
    await this.#hears.acquired(shards)
    for (const shard of shards) {
      const held = this.#held.get(shard)
      if (held?.phase === 'loading') held.phase = 'running'
    }
    this.#hears.running()
  }

  /** Shards that another, steady node should have go there, a few at a time. */
  async #balance(): Promise<void> {
    const nodes = [this.#node, ...this.#peers.takers(true)]
    if (nodes.length === 1) return
    const moves = this.running()
      .map((shard) => [shard, preferred(shard, nodes)] as const)
      .filter(([, to]) => to !== this.#node)
    await this.#handOver(new Map(moves.slice(0, this.#settings.movesPerBeat)))
  }

  async #handOver(moves: Map<number, string | undefined>): Promise<void> {
    const shards = [...moves.keys()]
    if (shards.length === 0) return
    for (const shard of shards) this.#setPhase(shard, 'leaving')
    if (!(await this.#hears.leave(shards))) {
      for (const shard of shards) this.#setPhase(shard, 'running')
      return
    }
    await inGroups(shards, 64, async (shard) => {
      const known = this.#known[shard]
      const held = this.#held.get(shard)
      const to = moves.get(shard)
      if (!known || !held || to === undefined) return
      await this.#bucket.compareAndSet(String(shard), { owner: to, epoch: held.epoch + 1 }, known.revision)
      this.#letGo(shard, `handed over to ${to}`)
    })
    this.#hears.running()
  }

  #setPhase(shard: number, phase: Phase): void {
    const held = this.#held.get(shard)
    if (held) held.phase = phase
  }

  #letGo(shard: number, why: string): void {
    if (this.#held.delete(shard)) this.#hears.lost(shard, why)
  }

  #changed(shard: number, value: unknown, revision: number): void {
    const now = value as Ownership | undefined
    const known = this.#known[shard]
    if (this.#stopped || !now || (known && revision <= known.revision)) return
    this.#known[shard] = { ...now, revision }
    const held = this.#held.get(shard)
    if (held && now.epoch > held.epoch) {
      this.#letGo(shard, `${now.owner} has epoch ${now.epoch}`)
      this.#hears.running()
    }
    if (now.owner !== this.#node || this.#held.has(shard) || this.#claiming.has(shard) || this.#leaving) return
    this.#held.set(shard, { epoch: now.epoch, phase: 'loading' })
    if (this.#given.push(shard) === 1) setImmediate(() => this.#takeGiven())
  }

  /** Shards that a peer handed over, together. */
  #takeGiven(): void {
    const shards = this.#given
    this.#given = []
    this.#load(shards).catch((error) => this.#hears.fault('load shards handed over', error))
  }

  /** The connection or the process was away: nobody is dead for not having been heard, and shards may have moved. */
  async #back(): Promise<void> {
    this.#peers.forgive()
    await this.#readAll().catch((error) => this.#hears.fault('read placement', error))
    for (const [shard, held] of this.#held) {
      const known = this.#known[shard]
      // a store that lost its last writes in a power cut: what runs here is the truth
      if (known && known.epoch >= held.epoch) continue
      const mine: Ownership = { owner: this.#node, epoch: held.epoch }
      const revision = await this.#bucket
        .compareAndSet(String(shard), mine, known?.revision ?? 0)
        .catch(() => undefined)
      if (revision !== undefined) this.#known[shard] = { ...mine, revision }
    }
  }

  async #readAll(): Promise<void> {
    await inGroups(SHARD_LIST, 64, async (shard) => {
      const entry = await this.#bucket.get(String(shard))
      const known = this.#known[shard]
      if (!entry) this.#known[shard] = undefined
      else if (this.#watching) this.#changed(shard, entry.value, entry.revision)
      else if (!known) this.#known[shard] = { ...(entry.value as Ownership), revision: entry.revision }
    })
  }
}

/** `work` on every item, at most `size` at once. */
async function inGroups<Item, Done>(items: Item[], size: number, work: (item: Item) => Promise<Done>): Promise<Done[]> {
  const done: Done[] = []
  for (let i = 0; i < items.length; i += size) done.push(...(await Promise.all(items.slice(i, i + size).map(work))))
  return done
}
