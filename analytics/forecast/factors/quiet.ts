// Slots of the day in which nobody ever called: what the smooth shapes bring there from their neighbours is bounded.
import { endOf, type History, teaches, valuesOf } from '../history.ts'

const LOOKED_BACK_DAYS = 182
/** Fewer days say nothing of a slot. */
const LEAST_DAYS = 14

/** By slot the most that may be expected: one call in as many days as none came; without bound where one did. */
export function mostExpected(known: History): Float64Array {
  const days = new Float64Array(known.slots)
  const most = new Float64Array(known.slots).fill(Number.POSITIVE_INFINITY)
  const called = new Uint8Array(known.slots)
  for (let day = Math.max(known.firstDay, endOf(known) - LOOKED_BACK_DAYS); day < endOf(known); day++) {
    if (!teaches(known, day)) continue
    const values = valuesOf(known, day)!
    for (let j = 0; j < values.length; j++) {
      if (values[j]! > 0) called[j] = 1
      else if (values[j] === 0) days[j]! += 1
    }
  }
  for (let j = 0; j < most.length; j++) if (!called[j] && days[j]! >= LEAST_DAYS) most[j] = 1 / days[j]!
  return most
}
