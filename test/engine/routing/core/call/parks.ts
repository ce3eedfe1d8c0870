// A parked caller, for the tests of parking.
import type { LookupAnswer } from '#engine/protocol/lookups.ts'
import * as company from './company.ts'

export const PARKED_AT = 20_000
export const RECALL_MS = 60_000

export const place = (more: { callId?: string } = {}): LookupAnswer => ({
  ...{ type: 'dialled', found: true },
  target: { type: 'park', number: '701', recallMs: RECALL_MS, ...more },
})

/** By the key of its agent's desk. */
export const asked = (): company.Stand =>
  company.talking().does({ type: 'transfer', agentId: 'a1', target: { type: 'park' } }, PARKED_AT)

export function parked(): company.Stand {
  const stand = asked()
  return stand.does(company.told(stand, place()), PARKED_AT)
}
