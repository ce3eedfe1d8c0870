// Takes shards up (facts, media truth, actors) and gives them back (ledger caught up, checkpoint kept).
import { type ActorRef, shardOf } from '#engine/protocol/actors.ts'
import type { Actor } from '#engine/routing/actors/actor.ts'
import type { Shell } from '#engine/routing/actors/shell.ts'
import type { Checkpoints } from '#engine/routing/ledger/checkpoint.ts'
import type { Folded } from '#engine/routing/ledger/fold.ts'
import type { Outbox } from '#engine/routing/ledger/outbox.ts'
import { rebuild, rebuildOne } from '#engine/routing/ledger/rebuild.ts'
import type { Keeper } from './keeper.ts'
import type { NodeParts } from './parts.ts'
import { legNodes, type TruthKeeper } from './truth.ts'

export interface TenureParts extends Pick<NodeParts, 'clock' | 'machines' | 'ledger' | 'log'> {
  shell: Shell
  outbox: Outbox
  checkpoints: Checkpoints
  keeper: Keeper
  truth: TruthKeeper
  fault(what: string, error: unknown): void
}

const FLUSH_MS = 5_000

export class Tenure {
  readonly #parts: TenureParts

  constructor(parts: TenureParts) {
    this.#parts = parts
  }

  /** False when it failed: without their facts shards must not run. Only those `wanted` at the end take up life. */
  async take(shards: readonly number[], wanted: (shard: number) => boolean): Promise<boolean> {
    try {
      await this.#takeOnce(shards, wanted)
      return true
    } catch (error) {
      this.#parts.fault('rebuild', error)
      return false
    }
  }

  /** False when the ledger did not take everything: then the shards `stay`. */
  async leave(shards: readonly number[]): Promise<boolean> {
    const { shell, outbox, keeper, fault } = this.#parts
    shell.freeze(shards)
    try {
      if (await outbox.flush(FLUSH_MS, new Set(shards))) {
        await keeper.save(shards)
        return true
      }
    } catch (error) {
      fault('leave shards', error)
    }
    return false
  }

  /** One actor whom the ledger learnt of after its shard was taken; false when its life is over. */
  async takeUp(ref: ActorRef): Promise<boolean> {
    const { machines, ledger, shell, keeper } = this.#parts
    const folded = await rebuildOne(ref, machines, ledger)
    if (!folded) return false
    if (!shell.get(ref)) this.#adopt(folded)
    keeper.taken([shardOf(ref.id)])
    return true
  }

  lose(shard: number): void {
    const { shell, outbox, keeper, checkpoints } = this.#parts
    shell.dropShard(shard)
    outbox.dropShard(shard)
    keeper.forgetShard(shard)
    checkpoints.forget(shard)
  }

  /** What should have left stays. */
  stay(shards: readonly number[]): void {
    this.#parts.shell.thaw(shards)
  }

  async #takeOnce(shards: readonly number[], wanted: (shard: number) => boolean): Promise<void> {
    const { clock, machines, ledger, log, outbox, checkpoints, truth } = this.#parts
    const begun = clock.steady()
    const rebuilt = await rebuild(shards, machines, ledger, (shard) => checkpoints.load(shard))
    const believed = rebuilt.actors.flatMap(({ ref, state }) => {
      const machine = machines.get(ref.kind)
      return machine ? [{ ref, state, machine }] : []
    })
    // asked before the actors live again, so that they hear it before anything else
    const legs = await truth.gather(legNodes(believed))
    const known = believed.map(({ ref }) => ref)
    const callers = await truth.unheardOf(legs, shards.filter(wanted), known)
    const adopted: Actor[] = []
    for (const folded of rebuilt.actors) {
      const actor = wanted(shardOf(folded.ref.id)) ? this.#adopt(folded) : undefined
      if (actor) adopted.push(actor)
    }
    outbox.readUpTo(rebuilt.sequence)
    this.#parts.keeper.taken(shards.filter(wanted))
    truth.rebuilt(adopted, legs, callers)
    const { entries, ignored } = rebuilt
    const ms = Math.round(clock.steady() - begun)
    log.info({ shards: shards.length, actors: adopted.length, entries, ignored, ms }, 'shards rebuilt')
  }

  #adopt({ ref, state, seq, after, at, configured, obeyed }: Folded): Actor | undefined {
    this.#parts.outbox.startAfter(ref, after)
    const settled = { state, seq, after, ...(at === undefined ? {} : { at }) }
    return this.#parts.shell.adopt(ref, { ...settled, configured }, obeyed)
  }
}
