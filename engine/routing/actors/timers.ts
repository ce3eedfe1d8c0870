// All wakes of all actors in one heap with one timer: 10,000 agents do not mean 10,000 timers.
import type { Clock, Timer } from '#engine/ports/clock.ts'

export interface Timers {
  /** one deadline per key, by the steady clock; a new one replaces the old */
  set(key: string, at: number): void
  clear(key: string): void
  size(): number
  stop(): void
}

interface Entry {
  key: string
  at: number
  order: number
}

const sooner = (a: Entry, b: Entry): boolean => a.at < b.at || (a.at === b.at && a.order < b.order)

export function newTimers(clock: Clock, due: (key: string) => void): Timers {
  const heap: Entry[] = []
  /** the entry in force for each key; others in the heap are stale and are passed over */
  const inForce = new Map<string, Entry>()
  let armed: { at: number; timer: Timer } | undefined
  let orders = 0

  const drop = (): Entry | undefined => {
    const first = heap[0]
    const last = heap.pop()
    if (first && last && first !== last) {
      heap[0] = last
      sink(heap)
    }
    return first
  }
  const head = (): Entry | undefined => {
    while (heap[0] && inForce.get(heap[0].key) !== heap[0]) drop()
    return heap[0]
  }
  const arm = (): void => {
    const first = head()
    if (armed && armed.at === first?.at) return
    armed?.timer.cancel()
    armed = first && { at: first.at, timer: clock.after(Math.max(0, first.at - clock.steady()), fire) }
  }
  const fire = (): void => {
    armed = undefined
    const now = clock.steady()
    for (let first = head(); first && first.at <= now; first = head()) {
      drop()
      inForce.delete(first.key)
      due(first.key)
    }
    arm()
  }

  return {
    set(key, at) {
      if (inForce.get(key)?.at === at) return
      const entry = { key, at, order: orders++ }
      inForce.set(key, entry)
      heap.push(entry)
      rise(heap)
      // stale entries are bounded: more than half of a large heap means sweeping it
      if (heap.length > 64 && heap.length > 2 * inForce.size) rebuild(heap, inForce)
      arm()
    },
    clear(key) {
      if (inForce.delete(key)) arm()
    },
    size: () => inForce.size,
    stop() {
      armed?.timer.cancel()
      inForce.clear()
      heap.length = 0
    },
  }
}

function rebuild(heap: Entry[], inForce: Map<string, Entry>): void {
  heap.length = 0
  for (const entry of inForce.values()) {
    heap.push(entry)
    rise(heap)
  }
}

function rise(heap: Entry[]): void {
  let at = heap.length - 1
  while (at > 0) {
    const up = (at - 1) >> 1
    const child = heap[at]
    const parent = heap[up]
    if (!child || !parent || !sooner(child, parent)) return
    heap[at] = parent
    heap[up] = child
    at = up
  }
}

function sink(heap: Entry[]): void {
  let at = 0
  for (;;) {
    const left = heap[2 * at + 1]
    const right = heap[2 * at + 2]
    const least = right && left && sooner(right, left) ? 2 * at + 2 : 2 * at + 1
    const child = heap[least]
    const parent = heap[at]
    if (!child || !parent || !sooner(child, parent)) return
    heap[at] = child
    heap[least] = parent
    at = least
  }
}
