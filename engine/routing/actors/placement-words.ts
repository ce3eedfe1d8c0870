// Who owns a shard, and which node should: pure.
import { SHARDS } from '#engine/protocol/actors.ts'
import { randomFrom } from '#engine/protocol/machine.ts'

/** Value of key `<shard>` in the bucket; changed by compare-and-set only, and the epoch only grows. */
export interface Ownership {
  owner: string
  epoch: number
}

export interface Known extends Ownership {
  revision: number
}

export const SHARD_LIST: readonly number[] = Array.from({ length: SHARDS }, (_, shard) => shard)

/** Every node reckons the same owner for a shard, and few shards move when a node comes or goes (rendezvous hashing). */
export function preferred(shard: number, nodes: readonly string[]): string | undefined {
  let best: string | undefined
  let most = -1
  for (const node of nodes) {
    const weight = randomFrom(node, shard)
    if (weight > most || (weight === most && best !== undefined && node < best)) {
      best = node
      most = weight
    }
  }
  return best
}

/** `work` on every item, at most `size` at once. */
export async function inGroups<Item, Done>(
  items: readonly Item[],
  size: number,
  work: (item: Item) => Promise<Done>,
): Promise<Done[]> {
  const done: Done[] = []
  for (let i = 0; i < items.length; i += size) done.push(...(await Promise.all(items.slice(i, i + size).map(work))))
  return done
}
