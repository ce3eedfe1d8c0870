// Actors rebuilt from what the ledger holds: a checkpoint, then every later entry.
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { DecisionRecord, LedgerEntry } from '#engine/protocol/ledger.ts'
import type { AnyMachine, Machines } from '#engine/protocol/machine.ts'
import { readable } from '#engine/protocol/shapes.ts'
import { placeAfter, standingOf } from '#engine/protocol/standing.ts'

/** An actor as a checkpoint keeps it and a fold finds it. */
export interface Kept {
  ref: ActorRef
  state: unknown
  /** facts in its life so far */
  seq: number
  /** stream sequence of its last entry */
  after: number
  /** its last decision, by the clock of its owner then; older checkpoints do not say */
  at?: number
  /** its last `configure` command */
  configured?: { type: string }
}

export interface Folded extends Kept {
  /** envelopes obeyed lately */
  obeyed: string[]
  /** the steps back, oldest first */
  steps: { seq: number; state: unknown }[]
  epoch: number
}

/** how far a later epoch can take back what a former owner wrote too late, in decisions */
const STEPS = 64

export class Fold {
  readonly #machines: Machines
  readonly #actors = new Map<string, Folded>()
  /** highest stream sequence read */
  sequence = 0
  /** records passed over: of a former owner whose last word came after the new owner's fold */
  ignored = 0

  /** `epoch` of a kept actor is that of the owner whose word the checkpoint is. */
  constructor(machines: Machines, checkpoint: Iterable<Kept & { epoch?: number }> = []) {
    this.#machines = machines
    for (const kept of checkpoint) {
      const key = `${kept.ref.kind}.${kept.ref.id}`
      const state = machines.get(kept.ref.kind)?.revive?.(kept.state) ?? kept.state
      this.#actors.set(key, { ...kept, state, obeyed: [], steps: [], epoch: kept.epoch ?? 0 })
    }
  }

  take(ref: ActorRef, entry: LedgerEntry, sequence: number): void {
    this.sequence = Math.max(this.sequence, sequence)
    const machine = this.#machines.get(ref.kind)
    if (!machine) return
    for (const record of entry.records) {
      readable(record)
      this.#record(machine, ref, record, sequence)
    }
  }

  actors(): IterableIterator<Folded> {
    return this.#actors.values()
  }

  #record(machine: AnyMachine, ref: ActorRef, record: DecisionRecord, sequence: number): void {
    const key = `${ref.kind}.${ref.id}`
    const actor = this.#actors.get(key) ?? this.#born(machine, ref)
    if (actor.seq === 0 && record.seq !== 1) {
      // the last words of a life that the checkpoint knows to be over
      this.ignored++
      return
    }
    const standing = standingOf(record, actor)
    if (standing === 'passed-over' || (standing === 'instead' && !this.#stepBack(actor, record))) {
      // in the checkpoint already, or of an owner that had lost the shard
      if (sequence > actor.after) this.ignored++
      actor.after = Math.max(actor.after, sequence)
      return
    }
    actor.steps.push({ seq: actor.seq, state: actor.state })
    if (actor.steps.length > STEPS) actor.steps.shift()
    for (const fact of record.facts) actor.state = machine.evolve(actor.state, fact, record.at)
    Object.assign(actor, placeAfter(record))
    actor.after = sequence
    actor.at = record.at
    if (record.command.type === 'configure') actor.configured = record.command
    if (record.envelope !== undefined) actor.obeyed.push(record.envelope)
    if (actor.obeyed.length > STEPS) actor.obeyed.shift()
    if (machine.over(actor.state)) this.#actors.delete(key)
    else this.#actors.set(key, actor)
  }

  /** A higher epoch's word stands against what a lower one wrote for the same place in the actor's life. */
  #stepBack(actor: Folded, record: DecisionRecord): boolean {
    const to = actor.steps.findIndex((step) => step.seq === record.seq - 1)
    const step = actor.steps[to]
    if (!step) return false
    actor.state = step.state
    actor.seq = step.seq
    actor.steps.length = to
    return true
  }

  #born(machine: AnyMachine, ref: ActorRef): Folded {
    return { ref, state: machine.initial(ref.id), seq: 0, after: 0, obeyed: [], steps: [], epoch: 0 }
  }
}
