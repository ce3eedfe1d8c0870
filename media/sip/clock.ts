// The system clock behind the clock port.
import type { SipClock } from './api.ts'

export const systemClock: SipClock = {
  now: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}
