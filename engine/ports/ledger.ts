// The ledger: the one place where facts are kept. Contract suite: test/contract/ledger.
import type { ActorRef } from '../protocol/actors.ts'
import type { LedgerEntry } from '../protocol/ledger.ts'
import type { Subscription } from './bus.ts'

export type Appended =
  | { ok: true; sequence: number }
  /** another writer appended since `after`: whoever holds the higher epoch owns the actor, the other steps down */
  | { ok: false; why: 'not-last' }

export interface Ledger {
  /**
   * Append to an actor's subject. `after` is the stream sequence of that subject's last entry as this writer knows it,
   * 0 for none. Throws LedgerFault when it did not get through (again: true) and the caller keeps the entry.
   */
  append(ref: ActorRef, entry: LedgerEntry, after: number): Promise<Appended>
  /**
   * Entries of one shard after a stream sequence, in order; ends when caught up. Throws LedgerFault when the ledger says
   * nothing within a bound.
   */
  readShard(shard: number, afterSequence: number): AsyncIterable<Read>
  /** entries of all shards, in order; ends when caught up. One reader is far cheaper than 256 of `readShard`. */
  readAll(afterSequence: number): AsyncIterable<Read>
  /** last stream sequence of an actor's subject, 0 for none */
  lastSequence(ref: ActorRef): Promise<number>
  /** what the ledger holds and how much it may; for metrics, doctor and the system page */
  extent(): Promise<Extent>
  /** tells a projection everything after its own stored sequence, in order, for as long as it is not stopped */
  follow(projection: FollowingProjection): Promise<Subscription>
}

export interface Read {
  ref: ActorRef
  entry: LedgerEntry
  /** stream sequence */
  sequence: number
}

/** A reader that keeps its own place beside what it writes, so that both are kept or neither. */
export interface FollowingProjection {
  /** What is told is at least so far apart, unless much has come together: for one whose every batch costs; default 0. */
  readonly gatherMs?: number
  /** its stored sequence, 0 for none: asked at the start and again after every failure */
  stored(): Promise<number>
  /**
   * Every entry after `after` up to the last given, in order. Resolves when they and the place of the last are stored. A
   * throw makes the follower ask `stored` again and go on from there.
   */
  heard(entries: Read[], after: number): Promise<void>
  /** the ledger ends before the stored place (its last writes went with a power cut): go on from `to` */
  rewind(to: number): Promise<void>
  /** what a person should know */
  told(trouble: FollowTrouble): void
}

export type FollowTrouble =
  /** entries between `after` and `first` had left the ledger before they were read: they are in no projection */
  | { type: 'gap'; after: number; first: number }
  | { type: 'ahead'; stored: number; last: number }
  | { type: 'failed'; error: unknown; tries: number }

export interface Extent {
  /** sequences of the oldest and the newest entry, 0 for none */
  first: number
  last: number
  /** absolute ms of the oldest and the newest entry */
  firstAt: number
  lastAt: number
  entries: number
  bytes: number
  /** bound of `bytes`, 0 for none; past it the oldest entries leave */
  maxBytes: number
  /** entries leave at this age, 0 for never */
  maxAgeMs: number
  replicas: number
}

export class LedgerFault extends Error {
  readonly again: boolean
  constructor(message: string, again: boolean, options?: { cause?: unknown }) {
    super(message, options)
    this.again = again
  }
}
