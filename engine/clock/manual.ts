// A clock turned by hand: tests and bench. Timers run in order of due time, those due together in order of asking.
import type { Clock } from '#engine/ports/clock.ts'

export interface ManualClock extends Clock {
  /** turn on by `ms`, running every timer that falls due on the way, each at its own time */
  advance(ms: number): void
  /** somebody sets the clock: `now` jumps, spans go on */
  set(byMs: number): void
  /** due time of the next timer, as `steady` counts */
  next(): number | undefined
}

interface Waiting {
  due: number
  order: number
  run: () => void
}

export function manualClock(startAt = Date.UTC(2026, 10, 21, 1)): ManualClock {
  let now = startAt
  /** what the clock was set off by */
  let off = 0
  let orders = 0
  let waiting: Waiting[] = []
  const earliest = (): Waiting | undefined => {
    let first: Waiting | undefined
    for (const each of waiting) {
      if (!first || each.due < first.due || (each.due === first.due && each.order < first.order)) first = each
    }
    return first
  }
  return {
    now: () => now + off,
    steady: () => now,
    after(ms, run) {
      const timer = { due: now + Math.max(0, ms), order: orders++, run }
      waiting.push(timer)
      return {
        cancel() {
          waiting = waiting.filter((each) => each !== timer)
        },
      }
    },
    advance(ms) {
      const until = now + ms
      for (let timer = earliest(); timer && timer.due <= until; timer = earliest()) {
        const due = timer
        waiting = waiting.filter((each) => each !== due)
        now = Math.max(now, due.due)
        due.run()
      }
      now = until
    },
    set(byMs) {
      off += byMs
    },
    next: () => earliest()?.due,
  }
}
