// Runs machines as actors: bounded inbox, decide, next state, ledger, effects, wake, live view, answer — in this order.
import type { ActorRef, Answer } from '#engine/protocol/actors.ts'
import type { DecisionRecord, FactBody } from '#engine/protocol/ledger.ts'
import { RECORD_SHAPE } from '#engine/protocol/shapes.ts'
import { type Actor, type AnyEnvelope, type Item, keyOf, newActor, type Settled } from './actor.ts'
import { ActorTime } from './actor-time.ts'
import { type Decided, decideOnce } from './decide.ts'
import { newSeen } from './seen.ts'
import { BUG, type ShellParts, type ShellSettings, shellDefaults } from './shell-parts.ts'
import { newTimers, type Timers } from './timers.ts'

/** detail of the answer to news of old: the actor has decided since */
const OLD_NEWS: Answer = { ok: false, refusal: 'unavailable', detail: 'decided since' }
const NOBODY: ReadonlySet<Actor> = new Set()
const UNKNOWN = { agent: 'agent-unknown', queue: 'queue-unknown', call: 'unknown-call' } as const

export class Shell {
  readonly #parts: ShellParts
  readonly #settings: ShellSettings
  readonly #actors = new Map<string, Actor>()
  readonly #timers: Timers
  readonly #time: ActorTime
  readonly #seen = newSeen()
  readonly #byShard = new Map<number, Set<Actor>>()
  /** shards on their way to another node: nothing more is decided here */
  readonly #frozen = new Set<number>()
  #waiting = 0
  #stopped = false

  constructor(parts: ShellParts, settings: ShellSettings = shellDefaults) {
    this.#parts = parts
    this.#settings = settings
    this.#time = new ActorTime(parts.clock)
    this.#timers = newTimers(parts.clock, (key) => this.#wake(key))
  }

  /**
   * A command for an actor of this node. `answer` is called once, in this turn or a later one. `asOf`: it is refused by an
   * actor that decided since that moment of the steady clock, or came to be since.
   */
  deliver(ref: ActorRef, envelope: AnyEnvelope, answer?: (answer: Answer) => void, asOf?: number): void {
    if (this.#stopped) {
      answer?.({ ok: false, refusal: 'unavailable' })
      return
    }
    const actor = this.#actors.get(keyOf(ref)) ?? this.#born(ref, envelope.command)
    if (!actor) {
      answer?.({ ok: false, refusal: UNKNOWN[ref.kind] })
      return
    }
    if (actor.inbox.length >= this.#settings.inbox || this.#parts.outbox.full()) {
      this.#parts.watch.overloaded(actor)
      answer?.({ ok: false, refusal: 'overloaded' })
      return
    }
    this.#push(actor, { envelope, answer, asOf })
  }

  get(ref: ActorRef): Actor | undefined {
    return this.#actors.get(keyOf(ref))
  }

  actors(): IterableIterator<Actor> {
    return this.#actors.values()
  }

  ofShard(shard: number): ReadonlySet<Actor> {
    return this.#byShard.get(shard) ?? NOBODY
  }

  size(): number {
    return this.#actors.size
  }

  /** commands waiting in all inboxes */
  waiting(): number {
    return this.#waiting
  }

  /** An actor rebuilt from the ledger takes up its life. `obeyed`: envelopes it has obeyed before. */
  adopt(ref: ActorRef, from: Settled & Pick<Actor, 'configured'>, obeyed: Iterable<string>): Actor | undefined {
    const machine = this.#parts.machines.get(ref.kind)
    if (!machine) return undefined
    // the truth asked for its sake is older than its life here
    const actor = this.#open(ref, machine, Number.NEGATIVE_INFINITY)
    actor.state = from.state
    actor.seq = from.seq
    actor.configured = from.configured
    actor.settled = from
    actor.offset += this.#time.setBackSince(from.at)
    for (const id of obeyed) this.#seen.remember(actor.key, id, { ok: true })
    // what fell due while nobody was there to answer it is no reason to give up: the truth comes first
    this.#arm(actor, this.#settings.adoptedMs)
    this.#parts.changed(actor)
    return actor
  }

  /** The shard is not ours any more: its actors are forgotten here, not over. */
  dropShard(shard: number): void {
    for (const actor of [...this.ofShard(shard)]) this.#close(actor, false)
    this.#frozen.delete(shard)
  }

  /**
   * Commands wait until the shard is thawed, or are given back when it goes. Who takes it up lives by the clock as it is now:
   * actors that decided nothing since somebody set it are moved along before.
   */
  freeze(shards: Iterable<number>): void {
    const at = this.#time.now()
    for (const shard of shards) {
      for (const actor of this.ofShard(shard)) this.#moveAlong(actor, at)
      this.#frozen.add(shard)
    }
  }

  thaw(shards: Iterable<number>): void {
    for (const shard of shards) {
      this.#frozen.delete(shard)
      for (const actor of this.ofShard(shard)) if (actor.inbox.length > 0) this.#poke(actor)
    }
  }

  stop(): void {
    this.#stopped = true
    this.#timers.stop()
    for (const actor of this.#actors.values()) actor.cell.stop()
    this.#actors.clear()
    this.#byShard.clear()
  }

  /** Calls begin with their first command; agents and queues only by being configured. */
  #born(ref: ActorRef, command: { type: string }): Actor | undefined {
    const machine = this.#parts.machines.get(ref.kind)
    if (!machine || (ref.kind !== 'call' && command.type !== 'configure')) return undefined
    return this.#open(ref, machine, this.#parts.clock.steady())
  }

  #open(ref: ActorRef, machine: Actor['machine'], touchedAt: number): Actor {
    const actor = newActor(ref, machine, { touchedAt, offset: this.#time.offset() }, (whole) =>
      this.#parts.house.cell(() => this.#drain(whole)),
    )
    this.#actors.set(actor.key, actor)
    const shard = this.#byShard.get(actor.shard)
    if (shard) shard.add(actor)
    else this.#byShard.set(actor.shard, new Set([actor]))
    return actor
  }

  #push(actor: Actor, item: Item): void {
    actor.inbox.push(item)
    this.#waiting++
    this.#poke(actor)
  }

  #poke(actor: Actor): void {
    if (actor.poked || this.#frozen.has(actor.shard)) return
    actor.poked = true
    actor.cell.poke()
  }

  #drain(actor: Actor): void {
    actor.poked = false
    if (this.#frozen.has(actor.shard) || !this.#parts.acts()) return
    const batch = actor.inbox.splice(0, this.#settings.batch)
    this.#waiting -= batch.length
    const before = actor.state
    for (const item of batch) this.#obey(actor, item)
    if (this.#actors.get(actor.key) !== actor) return
    const changed = actor.state !== before
    // a call that refused its first command was never one
    const stillborn = actor.seq === 0 && actor.ref.kind === 'call' && actor.inbox.length === 0
    if (stillborn || (changed && actor.machine.over(actor.state))) {
      this.#close(actor, !stillborn)
      if (stillborn) this.#parts.stillborn(batch.map(({ envelope }) => envelope.command))
      return
    }
    const inVain = !changed && batch.some((item) => item.envelope.command.type === 'wake')
    this.#arm(actor, inVain ? this.#settings.stuckWakeMs : 0)
    if (changed) this.#parts.changed(actor)
    if (actor.inbox.length > 0) this.#poke(actor)
  }

  #obey(actor: Actor, { envelope, answer, asOf }: Item): void {
    if (asOf !== undefined && actor.touchedAt >= asOf) {
      answer?.(OLD_NEWS)
      return
    }
    const before = this.#seen.answerOf(actor.key, envelope.id)
    if (before) {
      this.#parts.watch.doubled()
      answer?.(before)
      return
    }
    const at = this.#time.now()
    this.#moveAlong(actor, at)
    const id = this.#parts.seeds()
    const hidden = this.#parts.secrets.hide(actor.key, envelope, id)
    const decided = decideOnce(actor.machine, actor.state, hidden.command, { at, seed: id })
    const said = this.#carryOut(actor, hidden, decided, id, at)
    // a bug is not remembered: the next try may find another state
    if (decided.type !== 'bug') this.#seen.remember(actor.key, envelope.id, said)
    answer?.(said)
  }

  /** Somebody set the clock since the actor's last decision: that is a decision of its own, so that a fold finds it. */
  #moveAlong(actor: Actor, at: number): void {
    const byMs = Math.round(this.#time.offset() - actor.offset)
    actor.offset = this.#time.offset()
    if (byMs === 0 || actor.seq === 0) return
    const id = this.#parts.seeds()
    const envelope = { id: `time-${id}`, cause: 'time', command: { type: 'time-set', byMs } }
    const decided = decideOnce(actor.machine, actor.state, envelope.command, { at, seed: id })
    this.#carryOut(actor, envelope, decided, id, at)
  }

  #carryOut(actor: Actor, envelope: AnyEnvelope, decided: Decided, id: string, at: number): Answer {
    const { watch, outbox } = this.#parts
    if (decided.type === 'bug') {
      watch.bug(actor, envelope.command.type, decided.error)
      return { ok: false, refusal: 'unavailable', detail: BUG }
    }
    if (decided.type === 'refused') {
      watch.refused(actor, envelope.command.type, decided.refusal)
      return {
        ok: false,
        refusal: decided.refusal,
        ...(decided.detail === undefined ? {} : { detail: decided.detail }),
      }
    }
    const { facts, effects, state } = decided
    actor.touchedAt = this.#parts.clock.steady()
    if (facts.length > 0) {
      const record = this.#recordOf(actor, envelope, facts, id, at)
      actor.state = state
      actor.seq += facts.length
      if (envelope.command.type === 'configure') actor.configured = envelope.command
      outbox.put(actor.ref, record, state, actor.seq)
    }
    watch.decided(actor, facts, at)
    if (effects.length > 0) this.#parts.effects(actor, effects, id, facts.length > 0 ? `${id}.0` : id)
    return decided.reply === undefined ? { ok: true } : { ok: true, value: decided.reply }
  }

  #recordOf(actor: Actor, envelope: AnyEnvelope, facts: FactBody[], id: string, at: number): DecisionRecord {
    return {
      v: RECORD_SHAPE,
      id,
      at,
      kind: actor.ref.kind,
      actor: actor.ref.id,
      seq: actor.seq + 1,
      epoch: this.#parts.epochOf(actor.shard),
      cause: envelope.cause,
      envelope: envelope.id,
      command: envelope.command,
      facts,
    }
  }

  #arm(actor: Actor, leastMs: number): void {
    const at = actor.machine.wakeAt(actor.state)
    if (at === undefined) {
      this.#timers.clear(actor.key)
      return
    }
    const due = at - actor.offset
    this.#timers.set(actor.key, leastMs > 0 ? Math.max(due, this.#time.steady() + leastMs) : due)
  }

  #wake(key: string): void {
    const actor = this.#actors.get(key)
    if (!actor) return
    const id = `wake-${this.#parts.seeds()}`
    this.#push(actor, { envelope: { id, cause: 'wake', command: { type: 'wake' } } })
  }

  #close(actor: Actor, over: boolean): void {
    this.#actors.delete(actor.key)
    this.#byShard.get(actor.shard)?.delete(actor)
    this.#timers.clear(actor.key)
    actor.cell.stop()
    this.#parts.secrets.forget(actor.key)
    const left = actor.inbox.splice(0)
    this.#waiting -= left.length
    for (const item of left) item.answer?.({ ok: false, refusal: over ? UNKNOWN[actor.ref.kind] : 'unavailable' })
    if (over) this.#parts.outbox.forget(actor.ref)
    this.#parts.gone(actor, over)
  }
}
