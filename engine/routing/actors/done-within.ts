// A piece of work that hangs is given up.
import type { Clock } from '#engine/ports/clock.ts'

/** False when it failed, or takes longer. The timer goes with it, or it would keep a process that has ended alive. */
export function doneWithin(clock: Clock, ms: number, work: Promise<boolean>): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const timer = clock.after(ms, () => resolve(false))
    work.then(resolve, reject).finally(() => timer.cancel())
  })
}
