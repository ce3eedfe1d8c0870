// What engine nodes say of themselves on the bus: signs of life, and the state that doctor and the system page show.

/** A node's sign of life. */
export interface NodeHello {
  node: string
  at: number
  /** shards in its hand */
  shards: number
  /** those of them that take commands */
  running: number
  /** it is handing its shards over */
  leaving: boolean
  /** its last word: what it still owns is free at once */
  gone?: true
}

/** The answer to `ask.nodes`. */
export interface NodeState extends NodeHello {
  held: { shard: number; epoch: number; phase: 'loading' | 'running' | 'leaving' }[]
  /** shards that run nowhere, as this node sees it, and for how long the longest */
  between: { shards: number[]; longestMs: number }
  /** records that the ledger does not hold yet */
  unkept: number
}

export const nodeSubjects = { hello: 'node.hello', who: 'ask.nodes' } as const
