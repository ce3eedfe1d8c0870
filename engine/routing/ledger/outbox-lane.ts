// One actor's way to the ledger.
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { DecisionRecord } from '#engine/protocol/ledger.ts'

export interface LaneItem {
  record: DecisionRecord
  /** the actor right after this record */
  state: unknown
  seq: number
}

export interface Lane {
  ref: ActorRef
  key: string
  shard: number
  /** stream sequence of the subject's last entry */
  after: number
  /** highest stream sequence known when the append under way was sent: it will stand above it */
  floor: number
  /** oldest first; those under way stay here until acknowledged */
  waiting: LaneItem[]
  /** how many of `waiting` the entry under way holds; a second try must be the same entry, so that its double is known */
  under: number
  queued: boolean
  /** the shard was lost: nothing more is sent */
  dropped: boolean
  /** the shard was lost: what was decided of this call before is told, unless its new owner has written of it first */
  parting: boolean
  /** the actor's life is over */
  over: boolean
}

/** records in one entry */
const ENTRY = 64

export const newLane = (ref: ActorRef, key: string, shard: number): Lane => ({
  ref,
  key,
  shard,
  after: 0,
  floor: 0,
  waiting: [],
  under: 0,
  queued: false,
  dropped: false,
  parting: false,
  over: false,
})

export function takeEntry(lane: Lane): LaneItem[] {
  if (lane.under === 0) lane.under = Math.min(ENTRY, lane.waiting.length)
  return lane.waiting.slice(0, lane.under)
}
