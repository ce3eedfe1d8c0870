// A queue's agents: each change keeps buckets, sorted free list and counts in step, and shares the rest.

import { shardOf } from '#engine/protocol/actors.ts'
import type { Stack } from '#engine/routing/core/acd/stack.ts'
import { type FreeAgents, freeOf, withFree, withoutFree } from './free.ts'
import { emptyTeam, FIRST_HEARD_MS, isFree, type Member, type Team, whyNot } from './state.ts'

export const memberOf = (team: Team, agentId: string): Member | undefined => {
  const bucket = team.buckets[shardOf(agentId)]
  return bucket && Object.hasOwn(bucket, agentId) ? bucket[agentId] : undefined
}

/** Who cannot be rung is nobody to wait for. */
export const reachableCount = ({ size, tally }: Team): number =>
  size - (tally['signed-out'] ?? 0) - (tally['phone-lost'] ?? 0) - (tally['no-phone'] ?? 0)

export function* members(team: Team): Generator<[agentId: string, member: Member]> {
  for (const bucket of team.buckets) yield* Object.entries(bucket)
}

/** The team after one member changed. An agent that is not of the team changes nothing. */
export function withMember(
  team: Team,
  agentId: string,
  change: (old: Member) => Member,
  stack: Stack,
  at: number,
): Team {
  const old = memberOf(team, agentId)
  if (!old) return team
  const now = change(old)
  const place = shardOf(agentId)
  const buckets = team.buckets.slice()
  buckets[place] = { ...buckets[place], [agentId]: now }
  const next: Team = {
    ...team,
    buckets,
    free: refreeze(team.free, old, now, stack),
    tally: moved(team.tally, whyNot(old), whyNot(now)),
    byMode: moved(team.byMode, old.standing?.mode ?? 'signed-out', now.standing?.mode ?? 'signed-out'),
  }
  return withNobodySince(next, at)
}

function withNobodySince({ nobodySince, ...team }: Team, at: number): Team {
  return reachableCount(team) > 0 ? team : { ...team, nobodySince: nobodySince ?? at }
}

function moved<Key extends string>(
  counts: Partial<Record<Key, number>>,
  from: Key,
  to: Key,
): Partial<Record<Key, number>> {
  if (from === to) return counts
  const next = { ...counts, [to]: (counts[to] ?? 0) + 1, [from]: (counts[from] ?? 0) - 1 }
  if (next[from] === 0) delete next[from]
  return next
}

function refreeze(free: FreeAgents, old: Member, now: Member, stack: Stack): FreeAgents {
  const left = isFree(old) && old.standing ? withoutFree(free, old.standing, stack) : free
  return isFree(now) && now.standing ? withFree(left, now.standing, stack) : left
}

/** The team of a new configuration; agents that stay keep what is known of them. */
export function teamOf(agentIds: readonly string[], before: Team | undefined, stack: Stack, at: number): Team {
  const team = emptyTeam(before?.nobodySince ?? at + (before ? 0 : FIRST_HEARD_MS))
  for (const agentId of agentIds) {
    const bucket = team.buckets[shardOf(agentId)] as Record<string, Member>
    if (Object.hasOwn(bucket, agentId)) continue
    const member = (before && memberOf(before, agentId)) ?? {}
    bucket[agentId] = member
    team.size++
    count(team.tally, whyNot(member))
    count(team.byMode, member.standing?.mode ?? 'signed-out')
  }
  return withNobodySince({ ...team, free: freeAmong(team, stack) }, at)
}

export function freeAmong(team: Pick<Team, 'buckets'>, stack: Stack): FreeAgents {
  const free = team.buckets.flatMap((bucket) => Object.values(bucket).filter(isFree))
  return freeOf(
    free.flatMap(({ standing }) => standing ?? []),
    stack,
  )
}

function count<Key extends string>(counts: Partial<Record<Key, number>>, key: Key): void {
  counts[key] = (counts[key] ?? 0) + 1
}
