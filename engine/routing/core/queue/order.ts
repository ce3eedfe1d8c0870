// Who is next in a queue (decisions.md no. 4), and where a call stands.
import type { QueueConfig } from '#engine/protocol/company.ts'
import type { Waiting } from './state.ts'

type Bonus = Pick<QueueConfig, 'bonusMs' | 'vipBonusMs'>

/** No wait is as long: who has this is ahead of all who have not. */
const ALWAYS_MS = 1_000_000_000_000

/** Calls an agent failed to answer (and returned transfers), then VIPs, then everyone else. */
function rightOf({ call, missed }: Waiting, { vipBonusMs = 0 }: Bonus): number {
  if (missed > 0 || call.front === true) return 2 * ALWAYS_MS
  return call.vip ? vipBonusMs || ALWAYS_MS : 0
}

/** Since when it counts as waiting: the one order across all queues, lowest first. */
export const sinceOf = (one: Waiting, bonus: Bonus): number =>
  (one.call.placeAt ?? one.call.joinedAt) - rightOf(one, bonus) - (bonus.bonusMs ?? 0)

/** negative when `a` is before `b`; of the same moment by arrival */
export const compareWaiting = (a: Waiting, b: Waiting, bonus: Bonus): number =>
  sinceOf(a, bonus) - sinceOf(b, bonus) || a.n - b.n

/** How many are before it. */
export function placeOf(waiting: readonly Waiting[], one: Waiting, bonus: Bonus): number {
  let low = 0
  let high = waiting.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareWaiting(waiting[middle] as Waiting, one, bonus) < 0) low = middle + 1
    else high = middle
  }
  return low
}

export function insertWaiting(waiting: readonly Waiting[], one: Waiting, bonus: Bonus): Waiting[] {
  const next = waiting.slice()
  next.splice(placeOf(waiting, one, bonus), 0, one)
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

export function moveWaiting(
  waiting: readonly Waiting[],
  callId: string,
  change: (one: Waiting) => Waiting,
  bonus: Bonus,
): Waiting[] {
  const one = waiting.find((other) => other.call.callId === callId)
  return one ? insertWaiting(removeWaiting(waiting, callId), change(one), bonus) : (waiting as Waiting[])
}

/** 1 = next */
export const positionOf = (waiting: readonly Waiting[], callId: string): number =>
  waiting.findIndex((one) => one.call.callId === callId) + 1
