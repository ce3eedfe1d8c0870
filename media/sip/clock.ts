// The system clock behind the clock port.
import type { SipClock } from './api.ts'

export const systemClock: SipClock = {
  // CLOCK_MONOTONIC: nobody sets it, and it is the same for the next process of this machine
  now: () => Number(process.hrtime.bigint()) / 1e6,
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
