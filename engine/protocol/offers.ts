// Offers of the day to agents: move a break, stay longer, leave early; and what each would do to the day's cover.
import type { Grid, PlanDate, SeriesId } from './planning.ts'

export type OfferType = 'move-break' | 'stay-longer' | 'leave-early'
export type OfferState = 'open' | 'accepted' | 'declined' | 'withdrawn' | 'expired'

/** Agent-hours of what is left of the day: agents missing, and agents too many. */
export interface Lack {
  missing: number
  tooMany: number
}

/** One change of one duty. Times are minutes after midnight of its date: of the break, or the end of the duty. */
export interface OfferedChange {
  agentId: string
  date: PlanDate
  type: OfferType
  from: number
  to: number
  /** of the break; else by how much the duty grows or shrinks */
  minutes: number
}

/** What one change alone does. */
export interface OfferCase extends OfferedChange {
  number: string
  name: string
  before: Lack
  after: Lack
}

export interface Offer extends OfferCase {
  id: string
  state: OfferState
  offeredAt: number
  expiresAt: number
  decidedAt?: number
}

/** GET /api/plan/offers: how the rest of today stands, what might be offered, and what was. */
export interface DayOffers {
  series: SeriesId
  date: PlanDate
  grid: Grid
  /** minutes after midnight of which the rest begins */
  now: number
  slots: { at: number; need: number; cover: number }[]
  lack: Lack
  /** with every proposal accepted */
  lackWithAll: Lack
  /** on duty and not signed in: not counted */
  notThere: { number: string; name: string }[]
  proposals: OfferCase[]
  offers: Offer[]
}
