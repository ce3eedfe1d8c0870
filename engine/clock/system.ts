// The system's clock behind the Clock port.
import type { Clock } from '#engine/ports/clock.ts'

/** Node cuts longer spans to 1 ms */
const LONGEST_MS = 2_147_483_647

export const systemClock: Clock = {
  now: () => Date.now(),
  // CLOCK_MONOTONIC: one origin for all processes of this machine until it boots again
  steady: () => Number(process.hrtime.bigint()) / 1e6,
  after(ms, run) {
    const timer = setTimeout(run, Math.min(Math.max(0, ms), LONGEST_MS))
    return { cancel: () => clearTimeout(timer) }
  },
}
