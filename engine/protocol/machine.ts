// The shape of a pure machine and of what it asks of the world.
import type { ActorKind, ActorRef } from './actors.ts'
import type { FactBody, Given } from './ledger.ts'
import type { Lookup } from './lookups.ts'
import type { MediaOrder } from './media.ts'
import type { RefusalName } from './refusals.ts'

/** What a decision asks of the world, carried out after the facts were handed to the ledger. */
export type Effect =
  | { to: 'actor'; ref: ActorRef; command: { type: string } }
  | { to: 'media'; node: string; order: MediaOrder }
  /** The answer comes back to this actor as the command `looked-up`; past `deadlineMs` it says `timeout`. */
  | { to: 'lookup'; requestId: string; lookup: Lookup; deadlineMs: number }

export type Decision<Fact extends FactBody> =
  /** `next`: the state folded with `facts`, where it was folded while deciding; nobody has to fold them again */
  { facts: Fact[]; effects: Effect[]; reply?: unknown; next?: unknown } | { refusal: RefusalName; detail?: string }

/**
 * A pure machine. `decide` and `evolve` read no clock, draw no random number and make no id: `given` brings them.
 * State is JSON-safe, so it can be a snapshot. `evolve` never throws on a fact that `decide` made.
 */
export interface Machine<State, Command extends { type: string }, Fact extends FactBody, View> {
  kind: ActorKind
  initial(id: string): State
  decide(state: State, command: Command, given: Given): Decision<Fact>
  evolve(state: State, fact: Fact, at: number): State
  /** a state that an earlier version kept in a checkpoint, as this one has it */
  revive?(state: unknown): State
  /** next deadline in absolute ms; the shell then sends `{ type: 'wake' }` */
  wakeAt(state: State): number | undefined
  /** what live screens see; undefined when there is nothing to show */
  view(state: State): View | undefined
  /** legs without which it could not be what it is; a sweep tells it when one is gone */
  needs?(state: State): string[]
  /** true when the actor's life is over and the shell may forget it */
  over(state: State): boolean
}

/** Any machine, for those who run or fold it without looking inside its state. */
export type AnyMachine = Machine<unknown, { type: string }, FactBody, unknown>
export type Machines = ReadonlyMap<ActorKind, AnyMachine>

/** n-th id of a decision: unique as long as the seed is. */
export const idFrom = (seed: string, n: number): string => `${seed}-${n}`

/** n-th random number in [0, 1) of a decision, the same on every replay (FNV-1a, then a murmur finaliser). */
export function randomFrom(seed: string, n: number): number {
  let hash = 0x811c9dc5
  const text = `${seed}#${n}`
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193) >>> 0
  }
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b) >>> 0
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35) >>> 0
  hash ^= hash >>> 16
  return (hash >>> 0) / 0x1_0000_0000
}
