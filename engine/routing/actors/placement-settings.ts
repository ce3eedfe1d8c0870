// How placement is set, and what it tells the node.

export interface PlacementSettings {
  beatMs: number
  /** beats a node may miss */
  missed: number
  /** shards handed over in one beat when a node joins */
  movesPerBeat: number
  /** a shard that runs nowhere for so long is told */
  betweenMs: number
  /** the whole bucket is read again: a change that was not heard is found */
  auditMs: number
  /** between two tries to load what could not be loaded */
  againMs: number
  /** a load that takes so long is given up and begun again */
  loadMs: number
}

/** A dead node's shards run elsewhere within two seconds: 1.2 s of silence, a beat, the rebuild. */
export const placementDefaults: PlacementSettings = {
  beatMs: 200,
  missed: 6,
  movesPerBeat: 16,
  betweenMs: 10_000,
  auditMs: 10_000,
  againMs: 500,
  loadMs: 120_000,
}

/** An engine not heard by the others for so long stops acting: a beat sooner than it is dead for them. */
export const leaseOf = ({ beatMs, missed }: PlacementSettings): number => beatMs * (missed - 1)

export interface PlacementHears {
  /** rebuild these shards' actors, those that are still `wanted` when it is done; false when it failed */
  acquired(shards: readonly number[], wanted: (shard: number) => boolean): Promise<boolean>
  /** stop taking commands, let the ledger catch up, keep a checkpoint; false when it could not */
  leave(shards: readonly number[]): Promise<boolean>
  /** what should have left stays */
  stay(shards: readonly number[]): void
  /** nothing may be decided here until it `goesOn`: another may own these by now */
  pauses(shards: readonly number[]): void
  /** these are ours still */
  goesOn(shards: readonly number[]): void
  /** somebody else owns it: forget it at once; `planned`: it was handed over */
  lost(shard: number, why: string, planned: boolean): void
  /** the set of running shards changed */
  running(): void
  /** these run nowhere, the longest for so long */
  between(shards: readonly number[], longestMs: number): void
  fault(what: string, error: unknown): void
}
