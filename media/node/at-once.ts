// How many legs count for a trunk or a limit of calls out. The legs themselves are counted, so nothing is left over when a
// call or a process ends badly.
import type { AtOnce } from '#engine/protocol/at-once.ts'
import type { Leg, Legs } from './legs.ts'

/** The first key of which this leg is one too many. */
export function overLimit(legs: Legs, leg: Leg, atOnce: readonly AtOnce[] = []): string | undefined {
  if (atOnce.length === 0) return undefined
  const others = legs.all().filter((other) => other !== leg && other.stage.mode !== 'ended')
  return atOnce.find(({ key, most }) => others.filter((other) => counts(other, key)).length >= most)?.key
}

const counts = ({ tags, origin }: Leg, key: string): boolean =>
  (origin?.type === 'trunk' && key === `trunk:${origin.trunkId}`) || (tags.counts?.split(' ').includes(key) ?? false)
