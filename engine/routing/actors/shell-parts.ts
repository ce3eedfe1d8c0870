// What the shell is made of and hands its work to, and its settings.
import type { Clock } from '#engine/ports/clock.ts'
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { DecisionRecord, FactBody } from '#engine/protocol/ledger.ts'
import type { Effect, Machines } from '#engine/protocol/machine.ts'
import type { Actor } from './actor.ts'
import type { House } from './nact.ts'
import type { Secrets } from './secrets.ts'

export interface ShellSettings {
  /** commands that may wait for one actor */
  inbox: number
  /** commands one actor works off before the others get their turn */
  batch: number
  /** a machine whose wake changed nothing is woken again after this, so that a bug does not burn the core */
  stuckWakeMs: number
  /** what is due at a rebuilt actor waits so long for the truth about its legs */
  adoptedMs: number
}

export const shellDefaults: ShellSettings = { inbox: 10_000, batch: 500, stuckWakeMs: 1_000, adoptedMs: 3_000 }

/** What the shell hands its work to. */
export interface ShellParts {
  machines: Machines
  clock: Clock
  house: House
  secrets: Secrets
  /** unique per decision, of letters, digits, `-` and `_`: ids are made from it */
  seeds: () => string
  epochOf(shard: number): number
  /** false: another node may own what lives here, so nothing is decided until it is thawed */
  acts(): boolean
  outbox: {
    put(ref: ActorRef, record: DecisionRecord, state: unknown, seq: number): void
    forget(ref: ActorRef): void
    full(): boolean
  }
  /** carries out a decision's effects, in order; `cause` is its first fact */
  effects(actor: Actor, effects: Effect[], decisionId: string, cause: string): void
  /** the actor changed; once per batch */
  changed(actor: Actor): void
  /** a call began with a command that makes none: what it tells may be of a call that is known elsewhere */
  stillborn(commands: readonly { type: string }[]): void
  /** the actor's life is over or its shard went elsewhere */
  gone(actor: Actor, over: boolean): void
  watch: ShellWatch
}

/** For metrics and logs. */
export interface ShellWatch {
  decided(actor: Actor, facts: FactBody[], at: number): void
  refused(actor: Actor, command: string, refusal: string): void
  bug(actor: Actor, command: string, error: unknown): void
  doubled(): void
  overloaded(actor: Actor): void
}

/** detail of the answer to a command that a bug stopped: trying it again would only repeat the bug */
export const BUG = 'bug'
