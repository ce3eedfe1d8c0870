// How long a caller will wait, told honestly: from the queue's own recent service and the agents at work now, as the moment by
// which half and by which nine in ten are answered. Each promise is graded when it is known, and the next ones learn from it.
import type { WaitTold } from '#engine/protocol/wait.ts'
import type { QueueFact, QueueState, RunningQueue, Waiting } from './state.ts'
import type { Learnt, Pace, Told } from './told.ts'

/** Before a queue has a past of its own: four minutes a call, six seconds of ringing. */
export const usualPace = (at: number): Pace => ({
  at,
  busyMs: 3 * 240_000,
  answers: 3,
  ring: { half: 6_000, most: 15_000 },
  line: { half: 1, most: 1 },
})

/** Calls that count: the last forty or so. */
const FADES = 1 - 1 / 40
/** How fast promises learn. */
const STEP = 0.08
const Z_MOST = 1.281_551_6

const working = ({ team }: RunningQueue): number => {
  const { talking = 0, ringing = 0, dialling = 0, 'wrap-up': wrapUp = 0 } = team.byMode
  return talking + ringing + dialling + wrapUp
}

/** Quantile of F(2k, 2m), by Wilson and Hilferty: what a sum of k gaps is to their mean when m of them are known. */
function quantile(k: number, m: number, z: number): number {
  const a = 1 / (9 * k)
  const b = 1 / (9 * m)
  const spread = Math.sqrt(Math.max(0, (1 - b) ** 2 * a + (1 - a) ** 2 * b - z * z * a * b))
  return Math.max(0, ((1 - a) * (1 - b) + z * spread) / ((1 - b) ** 2 - z * z * b)) ** 3
}

/** For who stands behind so many; undefined while nobody is there to be waited for. */
export function waitBehind(state: RunningQueue, ahead: number): Told | undefined {
  const { team, pace = usualPace(0) } = state
  const staff = working(state) + (team.byMode.ready ?? 0)
  if (staff === 0 || team.nobodySince !== undefined) return undefined
  const turns = ahead + 1 - team.free.size
  const { busyMs, answers, ring, line } = pace
  if (turns <= 0) return { ...toldOf(ring.half, ring.most), atOnce: true }
  const mean = (turns * busyMs) / answers / staff
  const most = mean * quantile(turns, answers, Z_MOST) * line.most
  return toldOf(mean * quantile(turns, answers, 0) * line.half + ring.half, most + ring.half)
}

const toldOf = (half: number, most: number): WaitTold => ({
  halfMs: Math.round(half),
  mostMs: Math.round(Math.max(half, most)),
})

/** For who stands at this place of the line, 0 = next; who has a phone ringing is nobody to wait for. */
export const waitAt = (state: RunningQueue, place: number): Told | undefined =>
  waitBehind(
    state,
    state.waiting.slice(0, place).reduce((sum, one) => sum + (one.offer ? 0 : 1), 0),
  )

const learn = ({ half, most }: Learnt, halfKept: boolean, mostKept: boolean): Learnt => ({
  half: bounded(half * Math.exp(STEP * (halfKept ? -0.5 : 0.5))),
  most: bounded(most * Math.exp(STEP * (mostKept ? -0.1 : 0.9))),
})

const bounded = (value: number): number => Math.min(600_000, Math.max(0.1, value))

/** What was told is graded; who gave up before the later moment tells nothing of it. */
function graded(state: RunningQueue, pace: Pace, one: Waiting, waitedMs: number, answered: boolean): RunningQueue {
  const { told } = one
  if (!told) return { ...state, pace }
  const kept = waitedMs <= told.mostMs
  if (!answered && kept) return { ...state, pace }
  const which = told.atOnce ? 'ring' : 'line'
  const { today } = state
  return {
    ...state,
    pace: { ...pace, [which]: learn(pace[which], waitedMs <= told.halfMs, kept) },
    today: { ...today, told: (today.told ?? 0) + 1, toldKept: (today.toldKept ?? 0) + (kept ? 1 : 0) },
  }
}

type Evolve = (state: QueueState, fact: QueueFact, at: number) => QueueState

/** Folds a fact, and keeps the pace. */
export const withPace =
  (evolve: Evolve): Evolve =>
  (state, fact, at) => {
    const next = evolve(state, fact, at)
    if (next === state || state.mode === 'unknown' || next.mode === 'unknown' || fact.type === 'time-set') return next
    const took = fact.type === 'call-answered' || fact.type === 'call-left' || fact.type === 'callback-tried'
    if (!took && next.team.byMode === state.team.byMode) return next
    const before = state.pace ?? usualPace(at)
    const pace = { ...before, at, busyMs: before.busyMs + Math.max(0, at - before.at) * working(state) }
    if (!took) return { ...next, pace }
    const one = state.waiting.find(({ call }) => call.callId === fact.callId)
    if (fact.type === 'call-left') return one ? graded(next, pace, one, fact.waitedMs, false) : { ...next, pace }
    const taken = { ...pace, busyMs: pace.busyMs * FADES, answers: pace.answers * FADES + 1 }
    return one ? graded(next, taken, one, fact.waitedMs, true) : { ...next, pace: taken }
  }
