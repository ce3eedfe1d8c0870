// What is worth keeping between questions, each bounded: the one used longest ago goes first.

export interface Cache<Value> {
  /** the value kept under this key, else what `make` gives; a failure is not kept */
  get(key: string, make: () => Promise<Value>): Promise<Value>
  peek(key: string): Promise<Value> | undefined
  put(key: string, value: Value): void
  clear(): void
}

export function cacheOf<Value>(most: number): Cache<Value> {
  const kept = new Map<string, Promise<Value>>()
  const keep = (key: string, value: Promise<Value>): Promise<Value> => {
    kept.delete(key)
    kept.set(key, value)
    const oldest = kept.keys().next()
    if (kept.size > most && !oldest.done) kept.delete(oldest.value)
    return value
  }
  return {
    peek: (key) => kept.get(key),
    put: (key, value) => void keep(key, Promise.resolve(value)),
    clear: () => kept.clear(),
    get(key, make) {
      const found = kept.get(key)
      if (found) return keep(key, found)
      const made = make()
      made.catch(() => {
        if (kept.get(key) === made) kept.delete(key)
      })
      return keep(key, made)
    },
  }
}
