// A projection in memory that keeps its place beside what it heard, as a real one does in its database.
import type { FollowingProjection, FollowTrouble, Read } from '#engine/ports/ledger.ts'

export interface HeardSoFar extends FollowingProjection {
  sequences: number[]
  troubles: FollowTrouble[]
  /** the place that is stored */
  place: number
}

/** `before` runs ahead of every batch: it may wait, or throw. */
export function heardSoFar(before: (entries: Read[]) => Promise<void> | void = () => {}): HeardSoFar {
  const heard: HeardSoFar = {
    sequences: [],
    troubles: [],
    place: 0,
    stored: async () => heard.place,
    async heard(entries, after) {
      await before(entries)
      if (after !== heard.place) throw new Error(`after ${after}, but ${heard.place} is stored`)
      heard.sequences.push(...entries.map((each) => each.sequence))
      heard.place = entries.at(-1)?.sequence ?? heard.place
    },
    async rewind(to) {
      heard.place = to
    },
    told: (trouble) => heard.troubles.push(trouble),
  }
  return heard
}
