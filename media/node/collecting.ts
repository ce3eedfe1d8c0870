// One collect order as a pure machine over keys, the end of what plays, and time.
import type { MediaNews, MediaOrder } from '#engine/protocol/media.ts'

type CollectOrder = Extract<MediaOrder, { type: 'collect' }>
export type CollectEnd = Extract<MediaNews, { type: 'digits-collected' }>['ended']

export interface Collecting {
  readonly order: CollectOrder
  readonly digits: string
  /** when it times out; undefined while something plays and no key has come */
  readonly dueAt: number | undefined
}

export type Collected = { on: Collecting } | { ended: CollectEnd; digits: string }

export function beginCollect(order: CollectOrder, playing: boolean, at: number): Collecting {
  return { order, digits: '', dueAt: playing ? undefined : at + order.firstDigitMs }
}

/** Without barge-in a key is not heard while something plays. */
export function press(collecting: Collecting, digit: string, playing: boolean, at: number): Collected {
  const { order } = collecting
  if (playing && !order.bargeIn) return { on: collecting }
  if (order.terminators.includes(digit)) return { ended: 'terminator', digits: collecting.digits }
  const digits = collecting.digits + digit
  if (digits.length >= order.maxDigits) return { ended: 'max', digits }
  return { on: { order, digits, dueAt: at + order.interDigitMs } }
}

/** What played has ended: the first key is awaited from now. */
export function quiet(collecting: Collecting, at: number): Collecting {
  return collecting.digits === '' ? { ...collecting, dueAt: at + collecting.order.firstDigitMs } : collecting
}

/** Something plays again before the first key. */
export function loud(collecting: Collecting): Collecting {
  return collecting.digits === '' ? { ...collecting, dueAt: undefined } : collecting
}

export function timeOut(collecting: Collecting, at: number): Collected {
  if (collecting.dueAt === undefined || at < collecting.dueAt) return { on: collecting }
  return { ended: collecting.digits === '' ? 'first-timeout' : 'inter-timeout', digits: collecting.digits }
}
