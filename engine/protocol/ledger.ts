// The ledger's words: a decision record is one command, the inputs it was given, and the facts it led to.
import type { ActorKind } from './actors.ts'

/** Something that happened. `type` is its versioned name; every other property is JSON-safe. */
export interface FactBody {
  type: string
}

/** Inputs of a decision besides state and command: the clock and one seed from which ids and random numbers are derived. */
export interface Given {
  /** absolute ms since 1970 */
  at: number
  /** unique per decision; also the decision record's id */
  seed: string
}

/**
 * One decision of one actor as the ledger keeps it. Replaying `command` with `at` and `id` (the seed) on the state
 * before it gives exactly `facts` again.
 */
export interface DecisionRecord {
  /** shapes.ts; 2 since a call knows more than two parties */
  v: 1 | 2
  /** the decision's seed; fact n of it has the id `<id>.<n>` */
  id: string
  at: number
  kind: ActorKind
  actor: string
  /** sequence number of the first fact in this actor's life, from 1 */
  seq: number
  epoch: number
  /** id of the fact, request or news that led here */
  cause: string
  /** id of the envelope that brought the command: a restarted owner still drops its double */
  envelope?: string
  command: { type: string }
  facts: FactBody[]
}

/** One JetStream message: consecutive decisions of one actor, batched while the previous append was under way. */
export interface LedgerEntry {
  records: DecisionRecord[]
}

/** A fact as readers (analytics, call records, live) see it, flattened out of its record. */
export interface Fact<Body extends FactBody = FactBody> {
  id: string
  at: number
  kind: ActorKind
  actor: string
  seq: number
  epoch: number
  cause: string
  body: Body
}

export function factsOf(record: DecisionRecord): Fact[] {
  return record.facts.map((body, n) => ({
    id: `${record.id}.${n}`,
    at: record.at,
    kind: record.kind,
    actor: record.actor,
    seq: record.seq + n,
    epoch: record.epoch,
    cause: record.cause,
    body,
  }))
}
