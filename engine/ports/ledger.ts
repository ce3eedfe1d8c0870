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
  /** entries of one shard after a stream sequence, in order; ends when caught up */
  readShard(
    shard: number,
    afterSequence: number,
  ): AsyncIterable<{ ref: ActorRef; entry: LedgerEntry; sequence: number }>
  /** entries of all shards, in order; ends when caught up. One reader is far cheaper than 256 of `readShard`. */
  readAll(afterSequence: number): AsyncIterable<{ ref: ActorRef; entry: LedgerEntry; sequence: number }>
  /** last stream sequence of an actor's subject, 0 for none */
  lastSequence(ref: ActorRef): Promise<number>
  /** durable reader for projections: at-least-once, in order; acknowledge by resolving */
  follow(
    durableName: string,
    heard: (entries: { ref: ActorRef; entry: LedgerEntry; sequence: number }[]) => Promise<void>,
  ): Promise<Subscription>
}

export class LedgerFault extends Error {
  readonly again: boolean
  constructor(message: string, again: boolean, options?: { cause?: unknown }) {
    super(message, options)
    this.again = again
  }
}
