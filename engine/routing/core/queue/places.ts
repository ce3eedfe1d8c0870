// Places kept for callers whose audio was lost by a fault of ours: who calls again in time stands where he stood. His waiting
// counts anew, so that no limit sends him on at once.
import type { WaitingCall } from '#engine/protocol/queue.ts'
import { insertWaiting, removeWaiting } from './order.ts'
import type { RunningQueue, Waiting } from './state.ts'

const USUAL_MS = 300_000
const MOST_KEPT = 1_000
/** anonymous callers are nobody in particular */
const NUMBER = /^\+?\d{3,}$/

const placeOf = ({ call, missed }: Waiting): Pick<WaitingCall, 'placeAt' | 'front'> & { placeAt: number } => ({
  placeAt: call.placeAt ?? call.joinedAt,
  ...(missed > 0 || call.front ? { front: true } : {}),
})

/** A newcomer, at the place that is kept for his number. */
export function inKeptPlace(state: RunningQueue, call: WaitingCall, at: number): WaitingCall {
  const kept = state.places?.find(({ number, until }) => number === call.card.number && at < until)
  return kept ? { ...call, placeAt: kept.placeAt, ...(kept.front ? { front: true } : {}) } : call
}

/** The place is taken, or its time is over. */
export function placeTaken(state: RunningQueue, { card }: WaitingCall, at: number): RunningQueue {
  if (!state.places) return state
  return { ...state, places: state.places.filter(({ number, until }) => number !== card.number && at < until) }
}

/** Who called again before his first call was known to be lost waits already, and moves up; else the place is kept. */
export function keepPlace(state: RunningQueue, lost: Waiting, at: number): RunningQueue {
  const { number } = lost.call.card
  const ms = state.config.keepPlaceMs ?? USUAL_MS
  if (!NUMBER.test(number) || ms === 0) return state
  const place = placeOf(lost)
  const again = state.waiting.find(({ call }) => call.card.number === number)
  if (again) {
    const others = removeWaiting(state.waiting, again.call.callId)
    return { ...state, waiting: insertWaiting(others, { ...again, call: { ...again.call, ...place } }, state.config) }
  }
  const kept = { number, placeAt: place.placeAt, ...(place.front ? { front: true as const } : {}), until: at + ms }
  const others = (state.places ?? []).filter((one) => one.number !== number && at < one.until)
  return { ...state, places: [...others.slice(1 - MOST_KEPT), kept] }
}
