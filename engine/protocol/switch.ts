// Records of the office switch: routes to the outside, limits of calls out, ring groups.
import type { TimeRange } from './company.ts'

/** A fault of a trunk that sends a call on to the next one of its route. A line without a free channel always does. */
export type GoesOn = '4xx' | '5xx' | 'timeout'

/** Which numbers leave by which trunks, for whom and when, and how they are written for the carrier. */
export interface OutboundRoute {
  id: string
  name: string
  /** small ones are looked at first */
  place: number
  /** emergency numbers are looked at first and are never limited; blocked ones are not called at all */
  use: 'normal' | 'emergency' | 'blocked'
  /** of the dialled digits; none = any number */
  prefixes: string[]
  /** digits; 0 = any */
  minDigits: number
  maxDigits: number
  /** whose number begins so (agent or extension); none = anybody */
  callers: string[]
  /** home regions of the dialled number; none = any */
  areas: string[]
  /** empty = at any time */
  hours: TimeRange[]
  strip: number
  add: string
  /** in the order of trying */
  trunks: { trunkId: string }[]
  goesOn: GoesOn[]
  /** shown to those we call, instead of the trunk's */
  callerNumber: string
  enabled: boolean
}

/** How many calls out there may be, for whom, where to and when. Emergency routes are not limited. */
export interface CallLimit {
  id: string
  name: string
  /** number of agent or extension begins so; none = anybody */
  callers: string[]
  prefixes: string[]
  applies: 'always' | 'in-hours' | 'out-of-hours'
  hours: TimeRange[]
  /** for each caller by itself, or all together */
  counts: 'each' | 'together'
  forbidden: boolean
  /** 0 = no limit */
  atOnce: number
  perHour: number
  enabled: boolean
}

/** Where a call waits for whoever fetches it: by its number from any phone, or from a desk. */
export interface ParkPlace {
  id: string
  number: string
  name: string
  /** then it rings at whoever parked it */
  recallMs: number
  enabled: boolean
}

/** Several phones under one number. */
export interface RingGroup {
  id: string
  number: string
  name: string
  way: 'all' | 'in-turn'
  members: { extensionId: string }[]
  /** of all together, or of each in turn */
  ringMs: number
  /** dialled when nobody answered; '' = nothing */
  otherwise: string
  enabled: boolean
}
