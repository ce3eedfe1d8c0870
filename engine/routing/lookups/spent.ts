// How many calls out began within the last hour, by rule and caller: kept where all engine nodes see it, so that two of them
// together let no more through than one. While that is away each counts for itself: nobody is kept from calling.
import type { KeyValue } from '#engine/ports/bus.ts'

/** [absolute ms, call] of each, oldest first */
type Spent = [number, string][]

const HOUR_MS = 3_600_000
/** two nodes that count at one moment: as often somebody was first */
const TRIES = 20

export interface HourCount {
  /** Whether one more fits; counted when `callId` is given, once for a call. */
  fits(key: string, most: number, at: number, callId?: string): Promise<boolean>
}

export function hourCount(store: Pick<KeyValue, 'get' | 'compareAndSet'>): HourCount {
  const own = new Map<string, Spent>()
  async function fits(key: string, most: number, at: number, callId?: string): Promise<boolean> {
    for (let left = TRIES; left > 0; left--) {
      const known = await store.get(key)
      const spent = lately(known?.value as Spent | undefined, at)
      const verdict = judged(spent, most, callId)
      if (verdict !== 'count' || callId === undefined) return verdict !== 'full'
      const next = [...spent, [at, callId]] satisfies Spent
      if ((await store.compareAndSet(key, next, known?.revision ?? 0)) !== undefined) return true
    }
    return false
  }
  return {
    fits: (key, most, at, callId) =>
      fits(key, most, at, callId).catch(() => {
        const spent = lately(own.get(key), at)
        const verdict = judged(spent, most, callId)
        if (verdict === 'count' && callId !== undefined) own.set(key, [...spent, [at, callId]])
        return verdict !== 'full'
      }),
  }
}

/** Of the last hour; whatever a clock that was set says of later is believed too. */
const lately = (spent: Spent = [], at: number): Spent => spent.filter(([began]) => began > at - HOUR_MS)

function judged(spent: Spent, most: number, callId: string | undefined): 'known' | 'full' | 'count' {
  if (callId !== undefined && spent.some(([, call]) => call === callId)) return 'known'
  return spent.length >= most ? 'full' : 'count'
}

/** Of one process, which is all there is. */
export function memoryCount(): Pick<KeyValue, 'get' | 'compareAndSet'> {
  const kept = new Map<string, { value: unknown; revision: number }>()
  return {
    get: async (key) => kept.get(key),
    async compareAndSet(key, value, revision) {
      const now = kept.get(key)?.revision ?? 0
      if (now !== revision) return undefined
      kept.set(key, { value, revision: now + 1 })
      return now + 1
    },
  }
}
