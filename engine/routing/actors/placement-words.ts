// Who owns a shard, and which node should: pure.
import { randomFrom } from '#engine/protocol/machine.ts'

/** Value of key `<shard>` in the bucket; changed by compare-and-set only, and the epoch only grows. */
export interface Ownership {
  owner: string
  epoch: number
}

export interface Known extends Ownership {
  revision: number
}

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

/** A node's sign of life. */
export interface NodeHello {
  node: string
  at: number
  shards: number
  /** it is handing its shards over */
  leaving: boolean
}

export const nodeSubjects = { hello: 'node.hello', who: 'ask.nodes' } as const
