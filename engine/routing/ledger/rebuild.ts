// Brings the actors of shards back: checkpoints, then the ledger from there on.
import type { Ledger } from '#engine/ports/ledger.ts'
import { type ActorRef, shardOf } from '#engine/protocol/actors.ts'
import type { Machines } from '#engine/protocol/machine.ts'
import type { Checkpoint } from './checkpoint.ts'
import { Fold, type Folded } from './fold.ts'

/** from so many shards on, one reader over everything is cheaper than one for each */
const ALL_AT_ONCE = 8

export interface Rebuilt {
  actors: Folded[]
  /** stream sequence read up to */
  sequence: number
  entries: number
  ignored: number
}

export async function rebuild(
  shards: readonly number[],
  machines: Machines,
  ledger: Ledger,
  load: (shard: number) => Promise<Checkpoint>,
): Promise<Rebuilt> {
  const points = new Map<number, Checkpoint>()
  await Promise.all(shards.map(async (shard) => points.set(shard, await load(shard))))
  const kept = [...points.values()].flatMap(({ kept, epoch = 0 }) => kept.map((each) => ({ ...each, epoch })))
  const fold = new Fold(machines, kept)
  let entries = 0
  for await (const { ref, entry, sequence } of reader(shards, points, ledger)) {
    const point = points.get(shardOf(ref.id))
    if (!point || sequence <= point.through) continue
    fold.take(ref, entry, sequence)
    entries++
  }
  return { actors: [...fold.actors()], sequence: fold.sequence, entries, ignored: fold.ignored }
}

/**
 * One actor alone, from its first record on; undefined when its life is over or never was. For what came into the ledger
 * after its shard was rebuilt.
 */
export async function rebuildOne(ref: ActorRef, machines: Machines, ledger: Ledger): Promise<Folded | undefined> {
  const fold = new Fold(machines)
  for await (const read of ledger.readShard(shardOf(ref.id), 0)) {
    if (read.ref.kind === ref.kind && read.ref.id === ref.id) fold.take(ref, read.entry, read.sequence)
  }
  return [...fold.actors()][0]
}

async function* reader(shards: readonly number[], points: Map<number, Checkpoint>, ledger: Ledger) {
  if (shards.length >= ALL_AT_ONCE) {
    const from = Math.min(...[...points.values()].map((point) => point.through))
    yield* ledger.readAll(from)
    return
  }
  for (const shard of shards) yield* ledger.readShard(shard, points.get(shard)?.through ?? 0)
}
