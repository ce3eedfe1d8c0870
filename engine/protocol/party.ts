// A party of a call: what it is there for, and how agents and live screens see it.
export type PartyRole = 'customer' | 'agent' | 'outside' | 'listener' | 'whisperer' | 'barger' | 'consulted'

/** One of a talk of more than two, as its agents and live screens see it. */
/** How a party's sound came, of one look or the worst of a call. */
export interface LineQuality {
  /** of the packets, 0..1 */
  loss: number
  jitterMs: number
  /** there and back; absent until the other end has told */
  roundTripMs?: number
}

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
