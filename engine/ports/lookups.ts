// Questions outside the actors: company directory and third-party HTTP. Never throws: a fault is an answer.
import type { Lookup, LookupAnswer } from '../protocol/lookups.ts'

export interface Lookups {
  ask(lookup: Lookup, deadlineMs: number): Promise<LookupAnswer>
  /** the company changed: read it again with the next question */
  changed?(): void
}

/** Who is signed in at a desk phone. */
export interface Seats {
  at(user: string): { agentId: string; full: boolean } | undefined
}

/** Which call rings at a phone of the house now, and who is parked at which place, the longest first. */
export interface Rings {
  callAt(numbers: readonly string[]): Promise<string | undefined>
  parked(): Promise<{ place: string; callId: string }[]>
}
