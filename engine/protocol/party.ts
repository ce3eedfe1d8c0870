// A party of a call: what it is there for, and how agents and live screens see it.
export type PartyRole = 'customer' | 'agent' | 'outside' | 'listener' | 'whisperer' | 'barger' | 'consulted'

/** One of a talk of more than two, as its agents and live screens see it. */
export interface PartySeen {
  /** what a drop names it by */
  legId: string
  role: PartyRole
  number: string
  agentId?: string
  /** a queue is to find it */
  queueId?: string
  held: boolean
  /** not there yet */
  ringing?: true
  /** leg of the agent who brought it in */
  by?: string
}
