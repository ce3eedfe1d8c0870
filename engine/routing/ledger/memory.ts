// The ledger in memory: tests and bench. `away` makes every append fail until it is back, as a stalled JetStream would.
import type { Subscription } from '#engine/ports/bus.ts'
import { type FollowingProjection, type Ledger, LedgerFault, type Read } from '#engine/ports/ledger.ts'
import { type ActorRef, shardOf } from '#engine/protocol/actors.ts'

export interface MemoryLedger extends Ledger {
  away(away: boolean): void
  entries(): readonly Read[]
}

export function memoryLedger(): MemoryLedger {
  const kept: Read[] = []
  const last = new Map<string, number>()
  /** sequences by message id: a doubled append answers as the first did */
  const doubles = new Map<string, number>()
  const followers = new Set<() => void>()
  let isAway = false
  const keyOf = (ref: ActorRef) => `${ref.kind}.${ref.id}`
  const mayReach = () => {
    if (isAway) throw new LedgerFault('the ledger is away', true)
  }
  async function* read(wanted: (each: Read) => boolean, afterSequence: number): AsyncGenerator<Read> {
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
    async extent() {
      mayReach()
      const at = (each: Read | undefined) => each?.entry.records[0]?.at ?? 0
      const bytes = kept.reduce((all, { entry }) => all + JSON.stringify(entry).length, 0)
      const ends = { first: kept.length > 0 ? 1 : 0, last: kept.length, firstAt: at(kept[0]), lastAt: at(kept.at(-1)) }
      return { ...ends, entries: kept.length, bytes, maxBytes: 0, maxAgeMs: 0, replicas: 1 }
    },
    follow: async (projection) => follow(kept, followers, projection),
    away(away) {
      isAway = away
    },
    entries: () => kept,
  }
}

const BATCH = 2_000
const AGAIN_MS = 50

function follow(kept: readonly Read[], followers: Set<() => void>, projection: FollowingProjection): Subscription {
  let stopped = false
  let wake = () => {}
  const woken = () => new Promise<void>((resolve) => (wake = resolve))
  const start = async () => {
    const stored = await projection.stored()
    if (stored <= kept.length) return stored
    projection.told({ type: 'ahead', stored, last: kept.length })
    await projection.rewind(kept.length)
    return kept.length
  }
  const run = async () => {
    let after: number | undefined
    for (let tries = 0; !stopped; ) {
      try {
        after ??= await start()
        const batch = kept.slice(after, after + BATCH)
        if (batch.length === 0) await woken()
        else await projection.heard(structuredClone(batch), after)
        after += batch.length
        tries = 0
      } catch (error) {
        after = undefined
        projection.told({ type: 'failed', error, tries: ++tries })
        await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
      }
    }
  }
  const appended = () => wake()
  followers.add(appended)
  const running = run()
  return {
    async stop() {
      stopped = true
      followers.delete(appended)
      wake()
      await running
    },
  }
}
