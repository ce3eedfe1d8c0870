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

/** A clock all of whose timers end at once: who stops must not be woken, nor be kept up by what it waited for. */
export function stoppable(clock: SipClock): SipClock & { stop(): void } {
  const waiting = new Set<() => void>()
  let stopped = false
  return {
    now: () => clock.now(),
    after(ms, run) {
      if (stopped) return () => {}
      const cancel = clock.after(ms, () => {
        waiting.delete(take)
        run()
      })
      const take = (): void => {
        waiting.delete(take)
        cancel()
      }
      waiting.add(take)
      return take
    },
    stop() {
      stopped = true
      for (const take of waiting) take()
    },
  }
}
