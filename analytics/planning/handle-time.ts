// Handle time to come: by time of day, drawn towards the mean of the recent weeks where few calls were handled.
import type { Counts } from './counts.ts'

const WEEKS_DAYS = 56
/** Handled calls that the recent mean is worth beside the slot's own. */
const WORTH = 50
/** Slots either side that speak for a slot, half as loud at the edge. */
const NEAR = 2

/** Mean handle time by slot, ms; all NaN where no call was handled. */
export function handleTimes(counts: Counts, before: number, slots: number): Float64Array {
  const handled = new Float64Array(slots)
  const spent = new Float64Array(slots)
  for (const [day, count] of counts) {
    if (day >= before || day < before - WEEKS_DAYS) continue
    for (let slot = 0; slot < slots; slot++) {
      handled[slot]! += count.handled[slot]!
      spent[slot]! += count.handleMs[slot]!
    }
  }
  const all = handled.reduce((sum, value) => sum + value, 0)
  const mean = all > 0 ? spent.reduce((sum, value) => sum + value, 0) / all : Number.NaN
  return Float64Array.from({ length: slots }, (_, slot) => {
    let calls = WORTH
    let ms = WORTH * mean
    for (let near = Math.max(0, slot - NEAR); near <= Math.min(slots - 1, slot + NEAR); near++) {
      const weight = 1 / (1 + Math.abs(near - slot))
      calls += weight * handled[near]!
      ms += weight * spent[near]!
    }
    return ms / calls
  })
}

/** Mean handle time of what was handled in one slot of one date. */
export const ahtOf = (handled: number, handleMs: number): number => (handled > 0 ? handleMs / handled : Number.NaN)
