// Which record of an actor's life stands when two owners wrote: one rule for the fold and for every projection. An owner
// that was cut off may write after the next one has read; the next one goes on from what it knows, by a higher epoch, and
// its word stands in place of the late one.
import type { ActorRef } from './actors.ts'
import type { DecisionRecord } from './ledger.ts'

/** How far an actor's life is known: its last fact and the epoch that wrote it. */
export interface Place {
  seq: number
  epoch: number
}

export type Standing =
  /** it goes on from the place */
  | 'next'
  /** known already, or of an owner that had lost the shard: it counts nowhere */
  | 'passed-over'
  /** it stands in place of what a lower epoch wrote from its seq on */
  | 'instead'

export function standingOf(record: Pick<DecisionRecord, 'seq' | 'epoch'>, place: Place): Standing {
  if (record.epoch < place.epoch) return 'passed-over'
  if (record.seq > place.seq) return 'next'
  return record.epoch > place.epoch ? 'instead' : 'passed-over'
}

export const placeAfter = ({ seq, epoch, facts }: DecisionRecord): Place => ({ seq: seq + facts.length - 1, epoch })

const MOST = 50_000

/** The places a projection remembers. Of an actor it does not know it cannot tell: then it looks at what it has stored. */
export class Places {
  readonly #places = new Map<string, Place>()

  /** Judges a record and remembers it; `unknown` may be `next` or `instead`. */
  take(ref: ActorRef, record: DecisionRecord): Standing | 'unknown' {
    const key = `${ref.kind}.${ref.id}`
    const place = this.#places.get(key)
    const standing = place ? standingOf(record, place) : record.seq === 1 ? 'next' : 'unknown'
    if (standing === 'passed-over') return standing
    this.#places.delete(key)
    this.#places.set(key, placeAfter(record))
    if (this.#places.size > MOST) for (const oldest of this.#places.keys()) return this.#drop(oldest, standing)
    return standing
  }

  clear(): void {
    this.#places.clear()
  }

  #drop(key: string, standing: Standing | 'unknown'): Standing | 'unknown' {
    this.#places.delete(key)
    return standing
  }
}
