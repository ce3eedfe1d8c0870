// Takes shards up (facts, media truth, actors) and gives them back (ledger caught up, checkpoint kept).
import type { Actor } from '#engine/routing/actors/actor.ts'
import type { Shell } from '#engine/routing/actors/shell.ts'
import type { Checkpoints } from '#engine/routing/ledger/checkpoint.ts'
import type { Outbox } from '#engine/routing/ledger/outbox.ts'
import { rebuild } from '#engine/routing/ledger/rebuild.ts'
import type { Keeper } from './keeper.ts'
import type { NodeParts } from './parts.ts'
import { callNodes, type TruthKeeper } from './truth.ts'

export interface TenureParts extends Pick<NodeParts, 'clock' | 'machines' | 'ledger' | 'log'> {
  shell: Shell
  outbox: Outbox
  checkpoints: Checkpoints
  keeper: Keeper
  truth: TruthKeeper
  fault(what: string, error: unknown): void
}

const AGAIN_MS = 500
const FLUSH_MS = 5_000

export class Tenure {
  readonly #parts: TenureParts
  #stopped = false

  constructor(parts: TenureParts) {
    this.#parts = parts
  }

  /** Again and again until it succeeds: without their facts shards must not run. */
  async take(shards: readonly number[]): Promise<void> {
    const { clock, fault } = this.#parts
    while (!this.#stopped) {
      try {
        await this.#takeOnce(shards)
        return
      } catch (error) {
        fault('rebuild', error)
        await new Promise<void>((resolve) => clock.after(AGAIN_MS, resolve))
      }
    }
  }

  /** False when the ledger did not take everything: then the shards stay here. */
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
    shell.thaw(shards)
    return false
  }

  lose(shard: number): void {
    const { shell, outbox, keeper, checkpoints } = this.#parts
    shell.dropShard(shard)
    outbox.dropShard(shard)
    keeper.forgetShard(shard)
    checkpoints.forget(shard)
  }

  stop(): void {
    this.#stopped = true
  }

  async #takeOnce(shards: readonly number[]): Promise<void> {
    const { clock, machines, ledger, log, shell, outbox, checkpoints, truth } = this.#parts
    const begun = clock.now()
    const rebuilt = await rebuild(shards, machines, ledger, (shard) => checkpoints.load(shard))
    const believed = rebuilt.actors.flatMap(({ ref, state }) => {
      const machine = machines.get(ref.kind)
      return machine ? [{ ref, state, machine }] : []
    })
    // asked before the actors live again, so that they hear it before anything else
    const legs = await truth.gather(callNodes(believed))
    const adopted: Actor[] = []
    for (const { ref, state, seq, after, configured, obeyed } of rebuilt.actors) {
      outbox.startAfter(ref, after)
      const actor = shell.adopt(ref, { state, seq, after, configured }, obeyed)
      if (actor) adopted.push(actor)
    }
    outbox.readUpTo(rebuilt.sequence)
    truth.rebuilt(adopted, legs)
    const { entries, ignored } = rebuilt
    const ms = clock.now() - begun
    log.info({ shards: shards.length, actors: adopted.length, entries, ignored, ms }, 'shards rebuilt')
  }
}
