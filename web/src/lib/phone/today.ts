// Reads the agent's day anew when a call of its is over, until that call stands in the records; no browser needed.
import type { AgentDay } from '#engine/protocol/api.ts'

export interface TodayParts {
  ask: () => Promise<AgentDay>
  show: (day: AgentDay) => void
  failed: (fault: unknown) => void
  later: (ms: number, run: () => void) => () => void
}

/** A record is written a moment after the call's last fact; a caller who goes on elsewhere is on record only at its end. */
const AGAIN_MS = [300, 700, 1_500, 3_000, 6_000, 12_000]
/** what others did to calls of this agent, and the turn of the day */
const IDLE_MS = 60_000

export interface Today {
  load(): Promise<void>
  /** call at every change: the call there is, and the one that failed last */
  follow(callId: string | undefined, failed: string | undefined): void
  stop(): void
}

export function createToday(parts: TodayParts): Today {
  let present: string | undefined
  let failedLast: string | undefined
  let cancel: (() => void) | undefined
  let begun = false
  let stopped = false

  async function load(wanted?: string, tries = 0): Promise<void> {
    cancel?.()
    let found = wanted === undefined
    try {
      const day = await parts.ask()
      if (stopped) return
      parts.show(day)
      found ||= day.calls.some((call) => call.callId === wanted)
    } catch (fault) {
      if (stopped) return
      parts.failed(fault)
    }
    const wait = found ? undefined : AGAIN_MS[tries]
    cancel?.()
    cancel = parts.later(wait ?? IDLE_MS, () => void (wait === undefined ? load() : load(wanted, tries + 1)))
  }

  return {
    load: () => load(),
    follow(callId, failed) {
      const over = present !== undefined && callId !== present ? present : undefined
      const news = failed !== failedLast ? failed : undefined
      const first = !begun
      begun = true
      present = callId
      failedLast = failed
      if (first || over !== undefined || news !== undefined) void load(over ?? news)
    },
    stop() {
      stopped = true
      cancel?.()
    },
  }
}
