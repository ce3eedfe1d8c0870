// Who is next in a queue (decisions.md no. 4), and where a call stands.
import type { Waiting } from './state.ts'

/** Calls an agent failed to answer (and returned transfers), then VIPs, then everyone else. */
const rankOf = ({ call, missed }: Waiting): number => (missed > 0 || call.front === true ? 0 : call.vip ? 1 : 2)

const placeOf = ({ call }: Waiting): number => call.placeAt ?? call.joinedAt

/** negative when `a` is before `b`; within a rank by arrival, oldest first */
export const compareWaiting = (a: Waiting, b: Waiting): number =>
  rankOf(a) - rankOf(b) || placeOf(a) - placeOf(b) || a.n - b.n

export function insertWaiting(waiting: readonly Waiting[], one: Waiting): Waiting[] {
  let low = 0
  let high = waiting.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareWaiting(waiting[middle] as Waiting, one) < 0) low = middle + 1
    else high = middle
  }
  const next = waiting.slice()
  next.splice(low, 0, one)
  return next
}

export const removeWaiting = (waiting: readonly Waiting[], callId: string): Waiting[] =>
  waiting.filter((one) => one.call.callId !== callId)

/** `change` keeps the place; use `moveWaiting` when the rank may change. */
export function changeWaiting(
  waiting: readonly Waiting[],
  callId: string,
  change: (one: Waiting) => Waiting,
): Waiting[] {
  const at = waiting.findIndex((one) => one.call.callId === callId)
  if (at < 0) return waiting as Waiting[]
  const next = waiting.slice()
  next[at] = change(next[at] as Waiting)
  return next
}

export function moveWaiting(waiting: readonly Waiting[], callId: string, change: (one: Waiting) => Waiting): Waiting[] {
  const one = waiting.find((other) => other.call.callId === callId)
  return one ? insertWaiting(removeWaiting(waiting, callId), change(one)) : (waiting as Waiting[])
}

/** 1 = next */
export const positionOf = (waiting: readonly Waiting[], callId: string): number =>
  waiting.findIndex((one) => one.call.callId === callId) + 1
