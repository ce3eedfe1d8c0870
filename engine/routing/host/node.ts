// One engine node: the parts that were handed in, wired together. The same for one node and for many.

import { BusFault, type Subscription } from '#engine/ports/bus.ts'
import { type ActorRef, type Answer, shardOf, subjects } from '#engine/protocol/actors.ts'
import type { Actor, AnyEnvelope } from '#engine/routing/actors/actor.ts'
import { Addresses } from '#engine/routing/actors/addresses.ts'
import { Effects } from '#engine/routing/actors/effects.ts'
import { type Live, newLive } from '#engine/routing/actors/live-views.ts'
import { type Metrics, newMetrics } from '#engine/routing/actors/metrics.ts'
import { openHouse } from '#engine/routing/actors/nact.ts'
import { Placement } from '#engine/routing/actors/placement.ts'
import { Secrets } from '#engine/routing/actors/secrets.ts'
import { Shell } from '#engine/routing/actors/shell.ts'
import { Checkpoints } from '#engine/routing/ledger/checkpoint.ts'
import { Outbox } from '#engine/routing/ledger/outbox.ts'
import { Configurer } from './configurer.ts'
import { Keeper } from './keeper.ts'
import { type NodeParts, type NodeSettings, nodeDefaults } from './parts.ts'
import { newSeeds } from './seeds.ts'
import { Tenure } from './tenure.ts'
import { TruthKeeper } from './truth.ts'
import { effectWatch, shellWatch } from './watches.ts'

const REMOTE_MS = 2_000

export class EngineNode {
  readonly #parts: NodeParts
  readonly #shell: Shell
  readonly #outbox: Outbox
  readonly #effects: Effects
  readonly #placement: Placement
  readonly #keeper: Keeper
  readonly #truth: TruthKeeper
  readonly #live: Live
  readonly #addresses: Addresses
  readonly #configurer: Configurer
  readonly #tenure: Tenure
  readonly #metrics: Metrics
  readonly #house: { stop(): void }
  readonly #seeds: () => string
  readonly #subscriptions: Subscription[] = []
  #stopped = false

  constructor(parts: NodeParts, settings: NodeSettings = nodeDefaults) {
    const { clock, bus, log } = parts
    this.#parts = parts
    this.#seeds = parts.seeds ?? newSeeds()
    this.#metrics = newMetrics(
      parts.registry,
      {
        actors: () => this.#shell.size(),
        inbox: () => this.#shell.waiting(),
        outbox: () => this.#outbox.waiting(),
        toActors: () => this.#effects.waiting().actors,
        toMedia: () => this.#effects.waiting().media,
        shards: () => this.#placement.running().length,
      },
      () => performance.now(),
    )
    const checkpoints = new Checkpoints(parts.checkpoints)
    this.#live = newLive(parts.node, bus, clock)
    this.#outbox = new Outbox(parts.ledger, clock, this.#outboxHears(), settings.outbox)
    const house =
      parts.house ?? openHouse(`engine-${parts.node}`, (error) => log.error({ err: error }, 'a drain threw'))
    this.#house = house
    this.#placement = new Placement(
      parts.node,
      { bus, clock, bucket: parts.shards },
      this.#placementHears(),
      settings.placement,
    )
    const runs = (shard: number) => this.#placement.runs(shard)
    const epochOf = (shard: number) => this.#placement.epochOf(shard)
    const secrets = new Secrets()
    this.#shell = new Shell(
      {
        machines: parts.machines,
        clock,
        ...{ house, secrets },
        seeds: this.#seeds,
        epochOf,
        outbox: this.#outbox,
        effects: (actor, effects, id, cause) => this.#effects.carryOut(actor, effects, id, cause),
        changed: (actor) => this.#live.changed(actor),
        gone: (actor, over) => this.#gone(actor, over),
        watch: shellWatch(this.#metrics, log),
      },
      settings.shell,
    )
    const deliver = this.#shell.deliver.bind(this.#shell)
    this.#effects = new Effects({
      clock,
      media: parts.media,
      lookups: parts.lookups,
      ...{ secrets, runs },
      epochOf,
      deliver,
      askOwner: (ref, envelope) => this.#askOwner(ref, envelope),
      doubt: (shard) => void this.#placement.verify(shard).catch((error) => this.#fault('verify', error)),
      watch: effectWatch(this.#metrics, log),
    })
    this.#addresses = new Addresses(bus, runs, deliver)
    this.#keeper = new Keeper(
      {
        clock,
        checkpoints,
        shell: this.#shell,
        outbox: this.#outbox,
        running: () => this.#placement.running(),
        epochOf,
        fault: (what, error) => this.#fault(what, error),
      },
      settings.keeper,
    )
    this.#truth = new TruthKeeper(
      {
        clock,
        media: parts.media,
        shell: this.#shell,
        runs,
        seeds: this.#seeds,
        hangUp: ({ node, callId, legId }) =>
          this.#effects.order(undefined, this.#seeds(), 'reconcile', node, {
            type: 'hang-up',
            callId,
            legId,
            cause: 'fault',
          }),
        note: (what, fields) => log.warn(fields, what),
      },
      settings.truth,
    )
    this.#tenure = new Tenure({
      ...parts,
      shell: this.#shell,
      outbox: this.#outbox,
      checkpoints,
      keeper: this.#keeper,
      truth: this.#truth,
      fault: (what, error) => this.#fault(what, error),
    })
    this.#configurer = new Configurer({
      company: parts.company,
      clock,
      runs,
      shell: this.#shell,
      tell: (ref, command) => this.#tell(ref, command, 'config'),
      fault: (what, error) => this.#fault(what, error),
    })
  }

  /** Resolves when the shards this node owns take commands. */
  async start(): Promise<void> {
    const { bus } = this.#parts
    bus.onConnection((connected) => this.#connection(connected))
    const snapshot = (_: unknown, __: string, answer?: (value: unknown) => void) => {
      for (const part of this.#live.snapshot(this.#shell.actors())) answer?.(part)
    }
    this.#subscriptions.push(
      await bus.subscribe(subjects.liveSnapshot, snapshot),
      await bus.subscribe(subjects.configChanged, () => this.#configurer.reload()),
    )
    await this.#placement.start()
    await this.#addresses.set(this.#placement.running())
    await this.#configurer.start()
    this.#keeper.start()
    this.#truth.start()
  }

  /** A command for any actor, of this node or another. */
  async ask(ref: ActorRef, command: { type: string }, cause = 'local'): Promise<Answer> {
    const envelope = { id: this.#seeds(), cause, command }
    if (!this.#placement.runs(shardOf(ref.id))) {
      return (await this.#askOwner(ref, envelope)) ?? { ok: false, refusal: 'unavailable' }
    }
    return new Promise((resolve) => this.#shell.deliver(ref, envelope, resolve))
  }

  /** The state of an actor of this node, for tests and the bench. */
  stateOf(ref: ActorRef): unknown {
    return this.#shell.get(ref)?.state
  }

  actors(): ActorRef[] {
    return [...this.#shell.actors()].map((actor) => actor.ref)
  }

  running(): number[] {
    return this.#placement.running()
  }

  epochOf(shard: number): number {
    return this.#placement.epochOf(shard)
  }

  /** Nothing waits to be decided, sent or asked. */
  quiet(): boolean {
    return this.#shell.waiting() === 0 && this.#effects.quiet()
  }

  /** Records on their way to the ledger. */
  unkept(): number {
    return this.#outbox.waiting()
  }

  /** Hands the shards over, or leaves them checkpointed for the next start. */
  async stop(): Promise<void> {
    await this.#placement.stop()
    const left = this.#placement.running()
    if (left.length > 0 && !(await this.#tenure.leave(left))) {
      this.#parts.log.warn({ records: this.#outbox.waiting() }, 'stopping with records the ledger did not take')
    }
    this.kill()
  }

  /** Ends at once, as a crash would: nothing is handed over, nothing is said. */
  kill(): void {
    this.#stopped = true
    this.#placement.kill()
    this.#tenure.stop()
    this.#keeper.stop()
    this.#truth.stop()
    this.#configurer.stop()
    this.#outbox.stop()
    this.#effects.stop()
    this.#live.stop()
    this.#shell.stop()
    this.#house.stop()
    void this.#addresses.set([])
    for (const each of this.#subscriptions) void each.stop()
  }

  #outboxHears() {
    return {
      settled: (ref: ActorRef, state: unknown, seq: number, after: number) =>
        this.#keeper.settled(ref, state, seq, after),
      contested: async (ref: ActorRef) => {
        if (!(await this.#placement.verify(shardOf(ref.id)))) return undefined
        this.#parts.log.warn({ actor: ref }, 'a former owner wrote late')
        return this.#parts.ledger.lastSequence(ref)
      },
      lost: (ref: ActorRef, records: unknown[], why: string) => {
        this.#metrics.count('lostRecords')
        this.#parts.log.error({ actor: ref, records: records.length, why }, 'a record that the ledger cannot keep')
      },
    }
  }

  #placementHears() {
    return {
      acquired: (shards: readonly number[]) => this.#tenure.take(shards),
      leave: (shards: readonly number[]) => this.#tenure.leave(shards),
      lost: (shard: number, why: string) => {
        this.#metrics.count('shardsLost')
        this.#parts.log.info({ shard, why }, 'shard let go')
        this.#tenure.lose(shard)
      },
      running: () => {
        if (this.#stopped) return
        void this.#addresses.set(this.#placement.running()).catch((error) => this.#fault('subscribe', error))
        this.#configurer.apply()
      },
      fault: (what: string, error: unknown) => this.#fault(what, error),
    }
  }

  #gone(actor: Actor, over: boolean): void {
    this.#live.gone(actor, over)
    if (over) this.#keeper.over(actor)
  }

  #connection(connected: boolean): void {
    if (this.#stopped) return
    this.#parts.log.warn({ connected }, connected ? 'the bus is back' : 'the bus is away: routing goes on')
    if (!connected) return
    this.#outbox.nudge()
    // views published meanwhile were dropped
    for (const actor of this.#shell.actors()) this.#live.changed(actor)
  }

  #tell(ref: ActorRef, command: { type: string }, cause: string): void {
    this.#effects.send(undefined, ref, { id: `${cause}-${this.#seeds()}`, cause, command })
  }

  async #askOwner(ref: ActorRef, envelope: AnyEnvelope): Promise<Answer | undefined> {
    try {
      return (await this.#parts.bus.ask(subjects.actor(ref), envelope, REMOTE_MS)) as Answer
    } catch (error) {
      if (error instanceof BusFault) return undefined
      throw error
    }
  }

  #fault(what: string, error: unknown): void {
    this.#metrics.count('faults', { what })
    this.#parts.log.warn({ what, err: error }, 'fault')
  }
}
