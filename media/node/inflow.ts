// New callers of this node, measured against what it and the engine carry (pressure.ts): ticks of the loop, waits for the
// engine, and one line in the log a second at most about who was turned away.
import type { SipClock } from '#media/sip/api.ts'
import type { NodeLog } from './core.ts'
import { Pressure } from './pressure.ts'

const TICK_MS = 100
const TOLD_MS = 1_000

export interface Inflow {
  /** a new caller: whether he may come in */
  enters(): boolean
  /** news waited so long until the engine took them */
  taken(ms: number): void
  /** calls a second that may come in at present, undefined for no bound; callers turned away since the start */
  now(): { bound: number | undefined; turnedAway: number }
}

/** Until the clock is stopped. */
export function watchInflow(clock: SipClock, log: NodeLog): Inflow {
  const pressure = new Pressure(clock.now())
  let told = { at: Number.NEGATIVE_INFINITY, turnedAway: 0 }
  const tick = (due: number) => {
    const now = clock.now()
    pressure.waited('loop', Math.max(0, now - due), now)
    clock.after(TICK_MS, () => tick(now + TICK_MS))
  }
  const began = clock.now()
  clock.after(TICK_MS, () => tick(began + TICK_MS))
  const tell = (now: number) => {
    if (now - told.at < TOLD_MS) return
    const { turnedAway, bound } = pressure
    log.warn(
      { callers: turnedAway - told.turnedAway, perSecond: bound },
      'turned away: more new calls than are carried here',
    )
    told = { at: now, turnedAway }
  }
  return {
    enters() {
      const now = clock.now()
      const may = pressure.enters(now)
      if (!may) tell(now)
      return may
    },
    taken: (ms) => pressure.waited('engine', ms, clock.now()),
    now: () => ({ bound: pressure.bound, turnedAway: pressure.turnedAway }),
  }
}
