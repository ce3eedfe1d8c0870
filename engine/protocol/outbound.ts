// What comes of a dialled number that leaves the house: which route was taken, and why not those before it.

import type { DialledTarget } from './lookups.ts'
import type { GoesOn } from './switch.ts'

/** Why a route was not taken; `taken`: it was. */
export type RouteVerdict = 'taken' | 'off' | 'prefix' | 'length' | 'caller' | 'area' | 'hours' | 'no-trunk'

export interface RouteLooked {
  /** '' = the trunk's own prefixes */
  routeId: string
  name: string
  verdict: RouteVerdict
}

export interface NumberTried {
  verdict: 'out' | 'blocked' | 'inside' | 'nowhere'
  /** whom inside it rings */
  inside?: DialledTarget['type']
  /** in order, up to the one that was taken */
  looked: RouteLooked[]
  /** as the carrier sees it */
  written: string
  trunks: { id: string; name: string; callerNumber: string; down: boolean }[]
  goesOn: GoesOn[]
}
