// One engine node: the parts that were handed in, wired together. The same for one node and for many.
import type { Subscription } from '#engine/ports/bus.ts'
import { type ActorRef, type Answer, shardOf, subjects } from '#engine/protocol/actors.ts'
import type { PhonesHeard } from '#engine/protocol/media.ts'
import type { RoleState } from '#engine/protocol/nodes.ts'
import { type NodeParts, type NodeSettings, nodeDefaults } from './parts.ts'
import { askOwner, type Wired, wire } from './wiring.ts'

export class EngineNode {
  readonly #all: Wired
  readonly #subscriptions: Subscription[] = []

  constructor(parts: NodeParts, settings: NodeSettings = nodeDefaults) {
    this.#all = wire(parts, settings)
  }

  /** Resolves when the shards this node owns take commands. */
  async start(): Promise<void> {
    const { parts, live, shell, placement, addresses, configurer, keeper, truth, phones } = this.#all
    parts.bus.onConnection((connected) => this.#connection(connected))
    const snapshot = (_: unknown, __: string, answer?: (value: unknown) => void) => {
      for (const part of live.snapshot(shell.actors())) answer?.(part)
    }
    this.#subscriptions.push(
      await parts.bus.subscribe(subjects.liveSnapshot, snapshot),
      await parts.bus.subscribe(subjects.configChanged, () => configurer.reload()),
      await parts.bus.subscribe(subjects.phonesAll, (heard) => phones.heard(heard as PhonesHeard)),
    )
    await placement.start()
    await addresses.set(placement.running())
    await configurer.start()
    keeper.start()
    truth.start()
    phones.start()
  }

  /** A command for any actor, of this node or another. */
  async ask(ref: ActorRef, command: { type: string }, cause = 'local'): Promise<Answer> {
    const { seeds, placement, shell } = this.#all
    const envelope = { id: seeds(), cause, command }
    if (!placement.runs(shardOf(ref.id))) {
      return (await askOwner(this.#all, ref, envelope)) ?? { ok: false, refusal: 'unavailable' }
    }
    return new Promise((resolve) => shell.deliver(ref, envelope, resolve))
  }

  /** The state of an actor of this node, for tests and the bench. */
  stateOf(ref: ActorRef): unknown {
    return this.#all.shell.get(ref)?.state
  }

  actors(): ActorRef[] {
    return [...this.#all.shell.actors()].map((actor) => actor.ref)
  }

  running(): number[] {
    return this.#all.placement.running()
  }

  epochOf(shard: number): number {
    return this.#all.placement.epochOf(shard)
  }

  /** Nothing waits to be decided, sent or asked. */
  quiet(): boolean {
    return this.#all.shell.waiting() === 0 && this.#all.effects.quiet()
  }

  /** Records on their way to the ledger. */
  unkept(): number {
    return this.#all.outbox.waiting()
  }

  /** For the list of nodes. */
  counts(): NonNullable<RoleState['engine']> {
    const running = this.running()
    const kinds = { agent: 0, queue: 0, call: 0 }
    for (const { ref } of this.#all.shell.actors()) kinds[ref.kind] += 1
    return {
      ...{ shards: running.length, epoch: running.reduce((most, shard) => Math.max(most, this.epochOf(shard)), 0) },
      ...{ unkept: this.unkept(), agents: kinds.agent, queues: kinds.queue, calls: kinds.call },
    }
  }

  /** Hands the shards over, or leaves them checkpointed for the next start. */
  async stop(): Promise<void> {
    const { placement, tenure, parts, outbox } = this.#all
    await placement.stop()
    const left = placement.running()
    if (left.length > 0 && !(await tenure.leave(left))) {
      parts.log.warn({ records: outbox.waiting() }, 'stopping with records the ledger did not take')
    }
    this.kill()
  }

  /** Ends at once, as a crash would: nothing is handed over, nothing is said. */
  kill(): void {
    const all = this.#all
    all.stopped = true
    all.placement.kill()
    all.keeper.stop()
    all.truth.stop()
    all.phones.stop()
    all.configurer.stop()
    all.outbox.stop()
    all.effects.stop()
    all.live.stop()
    all.shell.stop()
    all.house.stop()
    void all.addresses.set([])
    for (const each of this.#subscriptions) void each.stop()
  }

  #connection(connected: boolean): void {
    const { stopped, parts, outbox, shell, live, configurer } = this.#all
    if (stopped) return
    parts.log.warn({ connected }, connected ? 'the bus is back' : 'the bus is away: routing goes on')
    if (!connected) return
    outbox.nudge()
    // a change announced meanwhile was not heard
    configurer.check()
    // views published meanwhile were dropped
    for (const actor of shell.actors()) live.changed(actor)
  }
}
