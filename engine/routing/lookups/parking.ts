// Places to park at: which is free, and who waits at one. Where two come to one place in the same moment, who came first is
// fetched first.
import type { CompanySnapshot } from '#engine/ports/company.ts'
import type { Rings } from '#engine/ports/lookups.ts'
import type { LookupAnswer, ParkTarget } from '#engine/protocol/lookups.ts'

export async function parkedAt(target: ParkTarget, rings: Rings): Promise<ParkTarget> {
  const there = (await rings.parked()).find(({ place }) => place === target.number)
  return there ? { ...target, callId: there.callId } : target
}

export async function freePlace({ parkPlaces }: CompanySnapshot, rings: Rings): Promise<LookupAnswer> {
  const taken = new Set((await rings.parked()).map(({ place }) => place))
  const free = parkPlaces.find(({ number, enabled }) => enabled && !taken.has(number))
  return free
    ? { type: 'dialled', found: true, target: { type: 'park', number: free.number, recallMs: free.recallMs } }
    : { type: 'dialled', found: false, reason: 'no-free-place' }
}
