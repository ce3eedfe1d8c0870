// The moments a queue remembers. All agents move together, so their order stays.
import type { AgentStanding } from '#engine/protocol/agent.ts'
import { moved } from '#engine/routing/core/machine/time-set.ts'
import type { Member, RunningQueue, Team, Waiting } from './state.ts'

export function moveQueue(state: RunningQueue, byMs: number): RunningQueue {
  return {
    ...moved(state, byMs, 'pausedAt'),
    waiting: state.waiting.map((one) => moveWaiting(one, byMs)),
    team: moveTeam(state.team, byMs),
    ...(state.pace ? { pace: moved(state.pace, byMs, 'at') } : {}),
    ...(state.places ? { places: state.places.map((one) => moved(one, byMs, 'placeAt', 'until')) } : {}),
    ...(state.sentOn ? { sentOn: state.sentOn.map((one) => moved(one, byMs, 'joinedAt')) } : {}),
  }
}

export function movedCall(call: Waiting['call'], byMs: number): Waiting['call'] {
  const next = moved(call, byMs, 'joinedAt', 'placeAt', 'firstJoinedAt')
  if (next.callback) next.callback = moved(next.callback, byMs, 'askedAt')
  return next
}

function moveWaiting(one: Waiting, byMs: number): Waiting {
  const next = moved(one, byMs, 'retryAt', 'notBefore', 'nextAnnounceAt')
  next.call = movedCall(next.call, byMs)
  if (next.calling) next.calling = moved(next.calling, byMs, 'until')
  if (next.offer) next.offer = moved(next.offer, byMs, 'dueAt')
  return next
}

function moveTeam(team: Team, byMs: number): Team {
  const standing = (one: AgentStanding) => moved(one, byMs, 'signedInAt', 'idleSince')
  const member = (one: Member): Member => (one.standing ? { ...one, standing: standing(one.standing) } : one)
  return {
    ...moved(team, byMs, 'nobodySince'),
    free: { ...team.free, chunks: team.free.chunks.map((chunk) => chunk.map(standing)) },
    buckets: team.buckets.map((bucket) =>
      Object.fromEntries(Object.entries(bucket).map(([agentId, one]) => [agentId, member(one)])),
    ),
  }
}
