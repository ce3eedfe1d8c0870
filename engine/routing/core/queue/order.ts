// Who is next in a queue (decisions.md no. 4), and where a call stands.
import type { QueueConfig } from '#engine/protocol/company.ts'
import type { Waiting } from './state.ts'

type Bonus = Pick<QueueConfig, 'bonusMs' | 'vipBonusMs' | 'mostOvertaken'>

/** No wait is as long: who has this is ahead of all who have not. */
const ALWAYS_MS = 1_000_000_000_000

const passedOften = ({ overtaken = 0 }: Waiting, { mostOvertaken = 0 }: Bonus): boolean =>
  mostOvertaken > 0 && overtaken >= mostOvertaken

/** Calls an agent failed to answer (and returned transfers), who was passed too often, VIPs, then everyone else. */
function rightOf(one: Waiting, bonus: Bonus): number {
  const { call, missed } = one
  if (missed > 0 || call.front === true) return 3 * ALWAYS_MS
  if (passedOften(one, bonus)) return 2 * ALWAYS_MS
  const { vipBonusMs = 0 } = bonus
  return call.vip ? vipBonusMs || ALWAYS_MS : 0
}

/** Since when it counts as waiting: the one order across all queues, lowest first. */
export const sinceOf = (one: Waiting, bonus: Bonus): number =>
  (one.call.placeAt ?? one.call.joinedAt) - rightOf(one, bonus) - (bonus.bonusMs ?? 0)

/** negative when `a` is before `b`; of the same moment by arrival */
export const compareWaiting = (a: Waiting, b: Waiting, bonus: Bonus): number =>
  sinceOf(a, bonus) - sinceOf(b, bonus) || a.n - b.n

const arrivedAt = ({ call }: Waiting): number => call.placeAt ?? call.joinedAt

/** One is answered: all who came before it were passed, and who was passed too often goes ahead. */
export function passedBy(waiting: Waiting[], callId: string, bonus: Bonus): Waiting[] {
  const taken = bonus.mostOvertaken ? waiting.find(({ call }) => call.callId === callId) : undefined
  if (!taken) return waiting
  // who rings at an agent meanwhile is being served
  const earlier = (one: Waiting) => !one.offer && (arrivedAt(one) - arrivedAt(taken) || one.n - taken.n) < 0
  const next = waiting.map((one) => (earlier(one) ? { ...one, overtaken: (one.overtaken ?? 0) + 1 } : one))
  return next.sort((a, b) => compareWaiting(a, b, bonus))
}

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
