// How fast the simulated agents work at a rate of calls: as slowly as about 80 % within 20 s allows.
import { erlangC } from '#analytics/staffing/erlang-c.ts'

export interface Pace {
  talkMs: number
  wrapUpMs: number
}

const TARGET_WAIT_S = 20
/** above the 80 % to be seen: callers are split over two queues, and not every agent serves both */
const TARGET_SHARE = 0.85
const LONGEST_S = 42
const SHORTEST_S = 6
/** ringing, answering, and how late the end of a talk is noticed */
const OVERHEAD_S = 3
const WRAP_UP_SHARE = 0.2

/** Beyond what they can do at their shortest the queue grows: that is then what is to be seen. */
export function paceOf(callsPerMinute: number, agents: number): Pace {
  const fits = (seconds: number): boolean =>
    erlangC(callsPerMinute / 60, seconds, agents, TARGET_WAIT_S).serviceLevel >= TARGET_SHARE
  let handled = LONGEST_S
  while (handled > SHORTEST_S && !fits(handled)) handled -= 1
  const worked = handled - OVERHEAD_S
  const wrapUpMs = Math.round(worked * WRAP_UP_SHARE) * 1_000
  return { talkMs: worked * 1_000 - wrapUpMs, wrapUpMs }
}
