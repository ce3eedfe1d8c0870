// The ledger in memory: tests and bench. `away` makes every append fail until it is back, as a stalled JetStream would.
import type { Subscription } from '#engine/ports/bus.ts'
import { type Ledger, LedgerFault } from '#engine/ports/ledger.ts'
import { type ActorRef, shardOf } from '#engine/protocol/actors.ts'
import type { LedgerEntry } from '#engine/protocol/ledger.ts'

interface Kept {
  ref: ActorRef
  entry: LedgerEntry
  sequence: number
}

export interface MemoryLedger extends Ledger {
  away(away: boolean): void
  entries(): readonly Kept[]
}

type Heard = (entries: Kept[]) => Promise<void>

export function memoryLedger(): MemoryLedger {
  const kept: Kept[] = []
  const last = new Map<string, number>()
  /** sequences by message id: a doubled append answers as the first did */
  const doubles = new Map<string, number>()
  const followers = new Set<() => void>()
  const durables = new Map<string, number>()
  let isAway = false
  const keyOf = (ref: ActorRef) => `${ref.kind}.${ref.id}`
  const mayReach = () => {
    if (isAway) throw new LedgerFault('the ledger is away', true)
  }
  async function* read(wanted: (each: Kept) => boolean, afterSequence: number): AsyncGenerator<Kept> {
    mayReach()
    const end = kept.length
    for (let i = afterSequence; i < end; i++) {
      const each = kept[i]
      if (each && wanted(each)) yield structuredClone(each)
    }
  }

  return {
    async append(ref, entry, after) {
      mayReach()
      const id = entry.records[0]?.id
      if (id === undefined) throw new LedgerFault('an entry without records', false)
      const double = doubles.get(id)
      if (double !== undefined) return { ok: true, sequence: double }
      if ((last.get(keyOf(ref)) ?? 0) !== after) return { ok: false, why: 'not-last' }
      const sequence = kept.length + 1
      // records never change once made; readers get copies
      kept.push({ ref, entry, sequence })
      last.set(keyOf(ref), sequence)
      doubles.set(id, sequence)
      for (const heard of followers) heard()
      return { ok: true, sequence }
    },
    readShard: (shard, afterSequence) => read((each) => shardOf(each.ref.id) === shard, afterSequence),
    readAll: (afterSequence) => read(() => true, afterSequence),
    async lastSequence(ref) {
      mayReach()
      return last.get(keyOf(ref)) ?? 0
    },
    follow: async (durableName, heard) => follow(kept, followers, durables, durableName, heard),
    away(away) {
      isAway = away
    },
    entries: () => kept,
  }
}

function follow(
  kept: Kept[],
  followers: Set<() => void>,
  durables: Map<string, number>,
  durableName: string,
  heard: Heard,
): Subscription {
  let stopped = false
  let working: Promise<void> | undefined
  const drain = async () => {
    while (!stopped) {
      const done = durables.get(durableName) ?? 0
      const batch = kept.slice(done, done + 2_000)
      if (batch.length === 0) break
      try {
        await heard(structuredClone(batch))
        durables.set(durableName, done + batch.length)
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 50))
      }
    }
    working = undefined
  }
  const begin = () => {
    working ??= Promise.resolve().then(drain)
  }
  followers.add(begin)
  begin()
  return {
    async stop() {
      stopped = true
      followers.delete(begin)
      await working
    },
  }
}
