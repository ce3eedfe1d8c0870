// A key-value bucket in memory with the same compare-and-set rules as the JetStream one.
import type { KeyValue } from '#engine/ports/bus.ts'

export function memoryKeyValue(): KeyValue {
  const entries = new Map<string, { text: string; revision: number }>()
  const watchers = new Set<(key: string, value: unknown | undefined, revision: number) => void>()
  let revisions = 0

  const set = (key: string, value: unknown): number => {
    const revision = ++revisions
    const text = JSON.stringify(value)
    entries.set(key, { text, revision })
    for (const heard of watchers) queueMicrotask(() => heard(key, JSON.parse(text), revision))
    return revision
  }

  return {
    async get(key) {
      const entry = entries.get(key)
      return entry && { value: JSON.parse(entry.text), revision: entry.revision }
    },
    async compareAndSet(key, value, revision) {
      return (entries.get(key)?.revision ?? 0) === revision ? set(key, value) : undefined
    },
    put: async (key, value) => set(key, value),
    async remove(key) {
      if (!entries.delete(key)) return
      const revision = ++revisions
      for (const heard of watchers) queueMicrotask(() => heard(key, undefined, revision))
    },
    keys: async () => [...entries.keys()],
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
