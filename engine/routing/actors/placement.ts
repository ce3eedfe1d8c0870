// Which of the 256 shards this node runs. Ownership stands in a bucket and changes by compare-and-set only; the higher
// epoch wins. One node alone needs nobody's leave, so a NATS that is away takes nothing from it; of several each acts only
// while no other may take its shards (`permit.ts`). Every step may fail: what is between two owners is looked at with every
// beat, and goes on or back.
import type { Bus, KeyValue } from '#engine/ports/bus.ts'
import type { Clock, Timer } from '#engine/ports/clock.ts'
import type { NodeHello, NodeState } from '#engine/protocol/nodes.ts'
import { Acting } from './acting.ts'
import { Between } from './between.ts'
import { type Held, Holdings, type Phase } from './holdings.ts'
import { Loading } from './loading.ts'
import { Owners } from './owners.ts'
import { Peers } from './peers.ts'
import { Permit } from './permit.ts'
import { leaseOf, type PlacementHears, type PlacementSettings, placementDefaults } from './placement-settings.ts'
import { inGroups, type Ownership, preferred, SHARD_LIST } from './placement-words.ts'

const AT_ONCE = 64
const GOODBYES = 3

export class Placement {
  readonly #node: string
  readonly #bus: Bus
  readonly #clock: Clock
  readonly #hears: PlacementHears
  readonly #settings: PlacementSettings
  readonly #peers: Peers
  readonly #owners: Owners
  readonly #acting: Acting
  readonly #loading: Loading
  readonly #held = new Holdings()
  readonly #between = new Between()
  #timer: Timer | undefined
  #beating: Timer | undefined
  #beatAt = 0
  #auditAt = 0
  #ticking: Promise<void> | undefined
  #leaving = false
  #stopped = false

  constructor(
    node: string,
    parts: { bus: Bus; clock: Clock; bucket: KeyValue; unkept(): number },
    hears: PlacementHears,
    settings: PlacementSettings = placementDefaults,
  ) {
    this.#node = node
    this.#bus = parts.bus
    this.#clock = parts.clock
    this.#hears = hears
    this.#settings = settings
    this.#owners = new Owners(parts.bucket, {
      changed: (shard, now) => this.#changed(shard, now),
      fault: (what, error) => hears.fault(what, error),
    })
    this.#peers = new Peers({
      node,
      bus: parts.bus,
      clock: parts.clock,
      deadMs: settings.beatMs * settings.missed,
      hello: () => this.#hello(),
      state: () => this.#state(parts.unkept()),
    })
    this.#loading = new Loading(this.#held, parts.clock, settings, {
      acquired: (shards, here) => hears.acquired(shards, here),
      loaded: (batch) => this.#loaded(batch),
    })
    const leaseMs = leaseOf(settings)
    const prove = () => (parts.bus.connected() ? this.#owners.prove(node) : Promise.reject(new Error('no bus')))
    const permit = new Permit({ clock: parts.clock, leaseMs, heardByAll: () => this.#peers.heardByAll(), prove })
    this.#acting = new Acting(permit, {
      pauses: () => hears.pauses(this.#shardsIn('running')),
      verify: () => this.#owners.lookAt(this.#held.all().map(({ shard }) => shard)),
      goesOn: () => hears.goesOn(this.#shardsIn('running')),
      fault: (error) => hears.fault('read placement', error),
    })
  }

  /** Resolves when this node runs the shards that are its own or nobody's. */
  async start(): Promise<void> {
    this.#bus.onConnection((connected) => (connected ? void this.#back() : this.#peers.deaf()))
    await this.#peers.start()
    this.#beatAt = this.#clock.steady()
    this.#beat()
    await this.#owners.start()
    for (const owner of this.#owners.all()) this.#peers.expect(owner)
    // an owner of this name was this node before it restarted: it is taken over at once
    const mine = (shard: number) => !this.#held.get(shard) && this.#owners.of(shard)?.owner === this.#node
    await this.#claim(SHARD_LIST.filter((shard) => this.#mayClaim(shard) || mine(shard)))
    await this.#loading.load()
    this.#auditAt = this.#clock.steady()
    this.#arm()
  }

  runs(shard: number): boolean {
    return this.#held.get(shard)?.phase === 'running' && this.acts()
  }

  /** Nobody else may have taken what runs here. */
  acts(): boolean {
    return this.#acting.acts()
  }

  /** every shard that runs here */
  running(): number[] {
    return SHARD_LIST.filter((shard) => this.runs(shard))
  }

  /** epoch of a shard's owner, as far as this node knows */
  epochOf(shard: number): number {
    return this.#held.get(shard)?.epoch ?? this.#owners.of(shard)?.epoch ?? 0
  }

  /** shards that have run nowhere for long, as far as this node sees */
  between(): { shards: number[]; longestMs: number } {
    return this.#between.longer(this.#settings.betweenMs, this.#clock.steady())
  }

  /** Asks the bucket whether the shard is still ours, and lets it go if not. */
  async verify(shard: number): Promise<boolean> {
    await this.#owners.look(shard)
    return this.#held.get(shard) !== undefined
  }

  /** Hands everything over to the peers, if there are any. */
  async stop(): Promise<void> {
    this.#leaving = true
    this.#timer?.cancel()
    this.#peers.beat()
    await this.#ticking
    for (let left = GOODBYES; left > 0 && this.#bus.connected() && this.#held.size > 0; left--) {
      await this.#owners.lookAtDoubtful().catch((error) => this.#hears.fault('read placement', error))
      const takers = this.#peers.takers(0)
      if (takers.length === 0) break
      await this.#handOver(this.#held.all(), takers)
    }
    this.#stopped = true
    this.#loading.stop()
    this.#beating?.cancel()
    await this.#owners.stop()
    await this.#peers.stop()
  }

  /** For tests: as if the process had died. */
  kill(): void {
    this.#stopped = true
    this.#loading.stop()
    this.#timer?.cancel()
    this.#beating?.cancel()
    void this.#owners.stop()
    void this.#peers.kill()
  }

  #shardsIn(phase: Phase): number[] {
    return this.#held.inPhase(phase).map(({ shard }) => shard)
  }

  #hello(): NodeHello {
    const running = this.running().length
    return { node: this.#node, at: this.#clock.now(), shards: this.#held.size, running, leaving: this.#leaving }
  }

  #state(unkept: number): NodeState {
    return { ...this.#hello(), held: this.#held.all(), between: this.between(), unkept }
  }

  /**
   * Apart from everything else: a node that is busy rebuilding or handing over is not dead. It also tells when the process
   * stood still: nobody is dead for not having been heard meanwhile.
   */
  #beat(): void {
    if (this.#stopped) return
    const { beatMs } = this.#settings
    const late = this.#clock.steady() - this.#beatAt - beatMs
    if (late > beatMs) this.#peers.slept(late)
    this.#beatAt = this.#clock.steady()
    this.#peers.beat()
    this.#acting.look()
    this.#beating = this.#clock.after(beatMs, () => this.#beat())
  }

  #arm(): void {
    this.#timer = this.#clock.after(this.#settings.beatMs, () => {
      this.#ticking = this.#tick()
        .catch((error) => this.#hears.fault('placement', error))
        .finally(() => {
          if (!this.#stopped && !this.#leaving) this.#arm()
        })
    })
  }

  async #tick(): Promise<void> {
    const now = this.#clock.steady()
    this.#between.look(now, (shard) => this.#nowhere(shard))
    const told = this.#between.toTell(this.#settings.betweenMs, now)
    if (told) this.#hears.between(told.shards, told.longestMs)
    if (!this.#bus.connected()) return
    await this.#owners.lookAtDoubtful()
    if (now - this.#auditAt >= this.#settings.auditMs) await this.#audit()
    for (const shard of SHARD_LIST) this.#takeOwn(shard)
    await this.#claim(SHARD_LIST.filter((shard) => this.#mayClaim(shard)))
    void this.#loading.load()
    await this.#balance()
  }

  #nowhere(shard: number): boolean {
    const held = this.#held.get(shard)
    if (held) return held.phase !== 'running'
    const owner = this.#owners.of(shard)?.owner
    return owner === undefined || owner === this.#node || !this.#peers.alive(owner)
  }

  /** Nobody's, or a dead node's, and this node is the one that all reckon should have it. */
  #mayClaim(shard: number): boolean {
    const owner = this.#owners.of(shard)?.owner
    if (this.#held.get(shard) || (owner && (owner === this.#node || this.#peers.alive(owner)))) return false
    return preferred(shard, [this.#node, ...this.#peers.living()]) === this.#node
  }

  async #claim(shards: number[]): Promise<void> {
    await inGroups(shards, AT_ONCE, async (shard) => {
      const epoch = await this.#owners.claim(shard, this.#node)
      if (epoch !== undefined && !this.#held.get(shard)) this.#held.take(shard, epoch)
    })
  }

  /** By the bucket it is ours: given by a peer, or won by a claim whose answer was lost. */
  #takeOwn(shard: number): boolean {
    const known = this.#owners.of(shard)
    if (known?.owner !== this.#node || this.#held.get(shard) || this.#owners.writing(shard) || this.#leaving)
      return false
    this.#held.take(shard, known.epoch)
    return true
  }

  #loaded(batch: readonly Held[]): void {
    for (const held of batch) {
      if (this.#held.has(held)) held.phase = 'running'
      else this.#hears.lost(held.shard, 'it went elsewhere while it was loaded', false)
    }
    this.#hears.running()
  }

  /** Shards that another, steady node should have go there, a few at a time. */
  async #balance(): Promise<void> {
    const nodes = [this.#node, ...this.#peers.takers(this.#settings.beatMs * this.#settings.missed)]
    if (nodes.length === 1) return
    const moves = this.#held.inPhase('running').filter(({ shard }) => preferred(shard, nodes) !== this.#node)
    await this.#handOver(moves.slice(0, this.#settings.movesPerBeat), nodes)
  }

  async #handOver(moves: readonly Held[], nodes: readonly string[]): Promise<void> {
    if (moves.length === 0) return
    const live = moves.filter(({ phase }) => phase === 'running')
    for (const held of live) held.phase = 'leaving'
    const left = live.length === 0 || (await this.#hears.leave(live.map(({ shard }) => shard)))
    if (left) await inGroups(moves, AT_ONCE, (held) => this.#give(held, preferred(held.shard, nodes)))
    // also those whose hand-over failed: if it was done all the same, the higher epoch over there wins
    const staying = live.filter((held) => this.#held.has(held))
    for (const held of staying) held.phase = 'running'
    this.#hears.stay(staying.map(({ shard }) => shard))
    this.#hears.running()
  }

  async #give(held: Held, to: string | undefined): Promise<void> {
    if (to === undefined || to === this.#node || !this.#held.has(held)) return
    if (await this.#owners.give(held.shard, to, held.epoch + 1)) this.#letGo(held, `handed over to ${to}`)
  }

  #letGo(held: Held, why: string): void {
    if (this.#held.has(held) && this.#held.drop(held.shard)) this.#hears.lost(held.shard, why, held.phase !== 'running')
  }

  #changed(shard: number, now: Ownership): void {
    if (this.#stopped) return
    const held = this.#held.get(shard)
    if (held && now.epoch > held.epoch) {
      this.#letGo(held, `${now.owner} has epoch ${now.epoch}`)
      this.#hears.running()
    }
    // together with those that come in the same turn
    if (this.#takeOwn(shard)) this.#clock.after(0, () => void this.#loading.load())
  }

  /** The connection was away: shards may have moved meanwhile. */
  async #back(): Promise<void> {
    this.#peers.back()
    await this.#audit().catch((error) => this.#hears.fault('read placement', error))
  }

  async #audit(): Promise<void> {
    this.#auditAt = this.#clock.steady()
    await this.#owners.lookAt(SHARD_LIST)
    for (const { shard, epoch } of this.#held.all()) {
      // a store that lost its last writes in a power cut: what runs here is the truth
      if ((this.#owners.of(shard)?.epoch ?? 0) < epoch) await this.#owners.give(shard, this.#node, epoch)
    }
  }
}
