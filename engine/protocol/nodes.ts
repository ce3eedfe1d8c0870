// What engine nodes say of themselves on the bus: signs of life, and the state that doctor and the system page show.

/** Who hears whom, in each node's own monotonic ms; absent in words of before 2026-12. */
export interface NodeSigns {
  /** when this was said, by its sender's clock */
  beat?: number
  /** the last beat heard of each living peer, by that one's clock */
  heard?: Record<string, number>
}

/** A node's sign of life. */
export interface NodeHello extends NodeSigns {
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

/** Said when a node's actors were told a revision of the company, and again every few seconds. */
export interface ConfigObeyed {
  node: string
  revision: number
}
/** A node that has not said so for this long is not waited for: what it reads when it comes back is the newest. */
export const OBEYED_EVERY_MS = 3_000

export const nodeSubjects = { hello: 'node.hello', who: 'ask.nodes', roles: 'ask.roles' } as const

/** What a process of a role says of itself: the answer to `ask.roles`. */
export interface RoleState {
  role: 'engine' | 'media' | 'analytics' | 'gateway'
  name: string
  machine: string
  pid: number
  /** it began, ms since 1970 */
  since: number
  /** of an engine: shards that take commands here, the highest epoch among them, records the ledger does not hold yet */
  engine?: { shards: number; epoch: number; unkept: number; agents: number; queues: number; calls: number }
  media?: { legs: number; draining: boolean }
  /** of who follows the ledger: the sequence written last, and the age of its newest fact when it was written */
  follows?: { sequence?: number; lagMs: number }
}

/** `up` false: it ended without a word; `heardAt`: when it last said that it lives, within a minute. */
export interface RoleSeen extends RoleState {
  up: boolean
  heardAt: number
  /** another process of this role has the same name */
  doubled: boolean
}
