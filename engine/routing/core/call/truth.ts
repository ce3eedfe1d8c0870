// What a call's legs tell that its facts do not: they are the second copy of a life whose last facts were lost.
import type { LegTruth } from '#engine/protocol/media.ts'
import type { Found, Journey, LiveState, Party, Place } from './state.ts'

/** Legs this call knows of, also those of agents who have left it. */
export function knownLegs(state: LiveState): string[] {
  const { parties, agents } = state.journey
  return [...parties, ...agents].map(({ legId }) => legId)
}

/** Who is served, and whom it talks with. */
export const neededLegs = (state: LiveState): string[] => state.journey.parties.map(({ legId }) => legId)

/** An agent whose leg is up in this call and whom the call does not know. */
export function talkIn(legs: readonly LegTruth[], known: readonly string[]): Party | undefined {
  const leg = legs.find(
    ({ legId, owner, state, direction, tags }) =>
      owner.kind === 'agent' &&
      state === 'up' &&
      direction === 'out' &&
      tags.watch === undefined &&
      !known.includes(legId),
  )
  if (!leg) return undefined
  const number = leg.tags.number ?? ''
  return { legId: leg.legId, role: 'agent', number, agentId: leg.owner.id, agentNumber: number, up: true }
}

/** The stay in a queue that the served party's leg carries. */
export function placeIn(legs: readonly LegTruth[], servedLegId: string): Place | undefined {
  const tags = legs.find((leg) => leg.legId === servedLegId)?.tags
  if (!tags?.queue || !tags.joinedAt) return undefined
  const stay = Number(tags.stay ?? 0)
  const place = { queueId: tags.queue, joinedAt: Number(tags.joinedAt), front: tags.priority === 'front' }
  return stay > 0 ? { ...place, stay } : place
}

/** A stay that this call has been in, or is in, is no news. */
export function isNews({ queueId, joinedAt }: Place, state: LiveState): boolean {
  const stays: { queueId: string; joinedAt: number }[] = [...state.journey.queues]
  if (state.mode === 'queue') stays.push(state.stay)
  return !stays.some((stay) => stay.queueId === queueId && stay.joinedAt === joinedAt)
}

export const recordingOf = (legs: readonly LegTruth[], { parties }: Pick<Journey, 'parties'>): string | undefined =>
  legs.find((leg) => leg.legId === parties[0].legId)?.recordingId

/** All that the legs of an unknown call tell of it. */
export function foundIn(legs: readonly LegTruth[], own: LegTruth): Found {
  const place = placeIn(legs, own.legId)
  const talk = talkIn(legs, [own.legId])
  const { recordingId } = own
  return { ...(place ? { place } : {}), ...(talk ? { talk } : {}), ...(recordingId ? { recordingId } : {}) }
}
