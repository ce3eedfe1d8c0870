// Who hears whom: one pure function from a set of parties to pairs. No feature has an audio path of its own.
import type { PartyRole } from '#engine/protocol/party.ts'

export interface Hearer {
  legId: string
  role: PartyRole
  /** hears and is heard by nobody until it is taken back */
  held?: boolean
  /** not answered yet: its network's words are heard, and it hears nothing */
  rings?: boolean
}

export interface Pair {
  listener: string
  speaker: string
}

/** Parties who talk with each other; the others stand around them. */
export const TALKS: ReadonlySet<PartyRole> = new Set(['customer', 'agent', 'outside', 'barger', 'consulted'])

/**
 * A listener hears the talk and is heard by nobody; a whisperer hears the talk and only agents hear it; a barger is in
 * the talk. A consulted party and the agent who asks hear each other when the customer is on hold.
 */
function hears(listener: PartyRole, speaker: PartyRole): boolean {
  if (speaker === 'listener') return false
  if (speaker === 'whisperer') return listener === 'agent'
  return TALKS.has(speaker)
}

/** Pairs ordered by listener, then speaker, as the parties are given: the same set gives the same order. */
export function whoHears(parties: readonly Hearer[]): Pair[] {
  const there = parties.filter((party) => !party.held)
  return there.flatMap((listener) =>
    (listener.rings ? [] : there)
      .filter((speaker) => speaker.legId !== listener.legId && hears(listener.role, speaker.role))
      .map((speaker) => ({ listener: listener.legId, speaker: speaker.legId })),
  )
}
