// What the roster says of this moment beside what agents do: who keeps to it not, and since when. Pure: the clock comes in.
import type { AgentMode } from '../../protocol/agent.ts'
import type { PlanDate } from '../../protocol/planning.ts'
import type { AdherenceNow, Deviation, Duty, PlannedNow } from '../../protocol/roster.ts'
import type { Away } from './cover.ts'

export interface AdherenceWorld {
  /** today's date, and whose roster is looked at */
  date: PlanDate
  agents: readonly { agentId: string; number: string; name: string }[]
  /** of today and the night before */
  duties: readonly Duty[]
  leave: readonly { agentId: string; date: PlanDate }[]
  away: readonly Away[]
  /** minutes after which a deviation is told, by agent */
  alarmMinutes: ReadonlyMap<string, number>
  now: number
  /** what an agent does and since when; undefined: never signed in */
  standing(agentId: string): { mode: AgentMode; since: number } | undefined
  momentOf(date: PlanDate, minutes: number): number
}

interface Span {
  planned: PlannedNow
  from: number
  to: number
}

/** who signs in so long before the duty is early, not late to leave */
const EARLY_MS = 45 * 60_000

/** Everybody who is on duty now, is on leave or is signed in. */
export function adherenceNow(world: AdherenceWorld): AdherenceNow[] {
  return world.agents.flatMap((agent) => {
    const { mode, since } = world.standing(agent.agentId) ?? { mode: 'signed-out', since: 0 }
    const span = plannedOf(world, agent.agentId)
    if ((span?.planned ?? 'off') === 'off' && mode === 'signed-out') return []
    const { planned, from, to } = span ?? { planned: 'off' as const, from: 0, to: 0 }
    const comes = to > 0 && to - world.now <= EARLY_MS
    const deviation = planned === 'off' && (from === 0 || comes) ? null : deviationOf(planned, mode)
    return [
      {
        ...agent,
        ...{ planned, mode, deviation },
        plannedSince: from > 0 ? from : null,
        plannedUntil: to > 0 ? to : null,
        deviatesSince: deviation ? Math.max(from, since) : null,
        alarmMinutes: world.alarmMinutes.get(agent.agentId) ?? 0,
      },
    ]
  })
}

function plannedOf(world: AdherenceWorld, agentId: string): Span | undefined {
  const { now, momentOf } = world
  if (world.leave.some((one) => one.agentId === agentId && one.date === world.date))
    return { planned: 'leave', from: momentOf(world.date, 0), to: 0 }
  const mine = world.duties
    .filter((duty) => duty.agentId === agentId)
    .map((duty) => ({ duty, from: momentOf(duty.date, duty.startsAt), to: momentOf(duty.date, duty.endsAt) }))
    .sort((a, b) => a.from - b.from)
  const current = mine.find(({ from, to }) => from <= now && now < to)
  if (current) return withinDuty(world, current.duty, current)
  const before = mine.filter(({ to }) => to <= now).at(-1)
  const after = mine.find(({ from }) => from > now)
  // whose last duty was the day before yesterday has nothing to do with today
  return before || after ? { planned: 'off', from: before?.to ?? 0, to: after?.from ?? 0 } : undefined
}

function withinDuty(world: AdherenceWorld, duty: Duty, whole: { from: number; to: number }): Span {
  const { now, momentOf } = world
  const spanOf = (planned: PlannedNow, from: number, to: number): Span => ({
    ...{ planned, from: momentOf(duty.date, from), to: momentOf(duty.date, to) },
  })
  const gaps = [
    ...duty.breaks.map(({ at, minutes }) => spanOf('break', at, at + minutes)),
    ...world.away
      .filter((away) => away.agentId === duty.agentId && away.date === duty.date)
      .map((away) => spanOf('meeting', away.from, away.to)),
  ]
  const gap = gaps.find(({ from, to }) => from <= now && now < to)
  if (gap) return gap
  return {
    planned: 'working',
    from: Math.max(whole.from, ...gaps.filter(({ to }) => to <= now).map(({ to }) => to)),
    to: Math.min(whole.to, ...gaps.filter(({ from }) => from > now).map(({ from }) => from)),
  }
}

/** Who has a caller finishes first: that is no deviation. */
function deviationOf(planned: PlannedNow, mode: AgentMode): Deviation | null {
  if (planned === 'working') return mode === 'signed-out' ? 'not-there' : mode === 'break' ? 'on-break' : null
  if (planned === 'break' || planned === 'meeting') return mode === 'ready' ? 'no-break' : null
  return mode === 'ready' || mode === 'break' ? 'stays-on' : null
}

/** The deviations that last longer than their rule lets them, told once each. */
export function newAlarms(rows: readonly AdherenceNow[], told: Map<string, number>, now: number): AdherenceNow[] {
  const deviating = new Map(rows.filter(({ deviation }) => deviation).map((row) => [row.agentId, row]))
  for (const [agentId, since] of told) if (deviating.get(agentId)?.deviatesSince !== since) told.delete(agentId)
  return [...deviating.values()].filter(({ agentId, alarmMinutes, deviatesSince }) => {
    const since = deviatesSince ?? now
    if (alarmMinutes === 0 || now - since < alarmMinutes * 60_000 || told.has(agentId)) return false
    told.set(agentId, since)
    return true
  })
}
