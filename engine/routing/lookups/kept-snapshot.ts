// The company as it was last read. One read is under way at a time, and calls do not wait for a slow one: on a machine that is
// out of breath callers heard "unavailable" because somebody was creating agents.

export interface KeptSnapshot<Snapshot> {
  /** after a change the fresh one when it comes within the patience, else the last; throws when there never was one */
  get(patienceMs: number): Promise<Snapshot>
  changed(): void
}

export function keptSnapshot<Snapshot>(read: () => Promise<Snapshot>): KeptSnapshot<Snapshot> {
  let last: Snapshot | undefined
  let stale = true
  let reading: Promise<Snapshot> | undefined

  const readNow = async (): Promise<Snapshot> => {
    stale = false
    try {
      last = await read()
      return last
    } catch (error) {
      stale = true
      throw error
    } finally {
      reading = undefined
    }
  }
  /** a read that began before the change is followed by another */
  const fresh = async (): Promise<Snapshot> => {
    for (;;) {
      reading ??= readNow()
      const snapshot = await reading
      if (!stale) return snapshot
    }
  }
  return {
    async get(patienceMs) {
      if (last === undefined) return fresh()
      if (!stale) return last
      const known = last
      return atMost(
        fresh().catch(() => known),
        patienceMs,
        () => last ?? known,
      )
    },
    changed() {
      stale = true
    },
  }
}

function atMost<Value>(work: Promise<Value>, ms: number, otherwise: () => Value): Promise<Value> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(otherwise()), ms)
    work.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}
