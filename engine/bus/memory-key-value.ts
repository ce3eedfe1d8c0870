// A key-value bucket in memory with the same compare-and-set rules as the JetStream one.
import { BusFault, type KeyValue } from '#engine/ports/bus.ts'

export interface MemoryKeyValue extends KeyValue {
  /** every act fails until it is back, as it would without NATS */
  away(away: boolean): void
}

export function memoryKeyValue(): MemoryKeyValue {
  const entries = new Map<string, { text: string; revision: number }>()
  const watchers = new Set<(key: string, value: unknown | undefined, revision: number) => void>()
  let revisions = 0
  let isAway = false
  const mayReach = (key: string) => {
    if (isAway) throw new BusFault('timeout', key)
  }

  const set = (key: string, value: unknown): number => {
    const revision = ++revisions
    const text = JSON.stringify(value)
    entries.set(key, { text, revision })
    for (const heard of watchers) queueMicrotask(() => heard(key, JSON.parse(text), revision))
    return revision
  }

  return {
    async get(key) {
      mayReach(key)
      const entry = entries.get(key)
      return entry && { value: JSON.parse(entry.text), revision: entry.revision }
    },
    async compareAndSet(key, value, revision) {
      mayReach(key)
      return (entries.get(key)?.revision ?? 0) === revision ? set(key, value) : undefined
    },
    async put(key, value) {
      mayReach(key)
      return set(key, value)
    },
    async remove(key) {
      mayReach(key)
      if (!entries.delete(key)) return
      const revision = ++revisions
      for (const heard of watchers) queueMicrotask(() => heard(key, undefined, revision))
    },
    async keys() {
      mayReach('*')
      return [...entries.keys()]
    },
    away(away) {
      isAway = away
    },
    async watch(heard) {
      for (const [key, entry] of entries) queueMicrotask(() => heard(key, JSON.parse(entry.text), entry.revision))
      watchers.add(heard)
      return {
        async stop() {
          watchers.delete(heard)
        },
      }
    },
  }
}
