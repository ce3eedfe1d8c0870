// What a roster means: cover by slot against the need, its cost, broken rules, and wishes not met.
import type { Grid, PlanDate, SlotMinutes } from '../../protocol/planning.ts'
import type { Duty, Fairness, RosterCost, RosterDay, RosterFault, RosterView } from '../../protocol/roster.ts'
import { datesFrom } from './clock.ts'
import { type Away, coverOf, slotsOf } from './cover.ts'
import { fairnessOf, unfairIn } from './fairness.ts'
import { calendarOf, faultsOf, type Horizon, type RuledAgent } from './faults.ts'
import type { PlanShift } from './rules.ts'

/** Points: a missing agent costs four times one too many, in an hour; a wish not met as much as one missing for an hour. */
export const UNDER_COST = 4
export const OVER_COST = 1
export const WISH_COST = 4

/** All that a roster is judged by beside its duties. */
export interface RosterWorld extends Horizon {
  grid: Grid
  agents: readonly RuledAgent[]
  shifts: readonly PlanShift[]
  /** by date of the horizon and slot of the grid, in whole agents */
  need: readonly (readonly number[])[]
  /** published duties of other rosters before and after these dates */
  around: readonly Duty[]
  leave: RosterView['leave']
  wishes: RosterView['wishes']
  away: readonly Away[]
}

export interface Consequences {
  coverage: RosterDay[]
  faults: RosterFault[]
  costs: RosterCost
  fairness: Fairness
}

/** A grid fine enough that every shift and break begins and ends with a slot: quarter hours where they do. */
export function fineGrid(grid: Grid, spans: readonly Span[]): Grid {
  const times = [grid.opensAt, grid.closesAt, ...spans.flatMap(timesOf)]
  const fine: SlotMinutes = grid.slotMinutes > 5 && times.every((time) => time % 15 === 0) ? 15 : 5
  return { ...grid, slotMinutes: fine }
}

interface Span {
  startsAt: number
  endsAt: number
  breaks: readonly ({ minutes: number } & ({ at: number } | { earliest: number; latest: number }))[]
}

const timesOf = ({ startsAt, endsAt, breaks }: Span): number[] => [
  startsAt,
  endsAt,
  ...breaks.flatMap((one) => ('at' in one ? [one.at, one.minutes] : [one.earliest, one.latest, one.minutes])),
]

export function consequencesOf(world: RosterWorld, duties: readonly Duty[]): Consequences {
  const dates = datesFrom(world.from, world.days)
  const all = [...world.around, ...duties]
  const cover = coverOf(world.grid, dates, all, world.away)
  return {
    coverage: dates.map((date, day) => ({
      date,
      need: needOf(world, day),
      cover: cover.get(date) ?? [],
    })),
    faults: allFaults(world, duties),
    costs: costsOf(world, dates, all, unmetWishes(world, duties)),
    fairness: fairnessOf(world.agents, byAgent(duties)),
  }
}

const needOf = (world: RosterWorld, day: number): number[] =>
  Array.from({ length: slotsOf(world.grid) }, (_, slot) => world.need[day]?.[slot] ?? 0)

/** In agent-slots of the grid, counted on the fine one, so that half a slot too many does not pay for half a slot missing. */
function costsOf(world: RosterWorld, dates: PlanDate[], duties: readonly Duty[], wishes: number): RosterCost {
  const fine = fineGrid(world.grid, [...world.shifts, ...duties])
  const parts = world.grid.slotMinutes / fine.slotMinutes
  const cover = coverOf(fine, dates, duties, world.away)
  let under = 0
  let over = 0
  dates.forEach((date, day) => {
    const need = needOf(world, day)
    for (const [slot, have] of (cover.get(date) ?? []).entries()) {
      const short = (need[Math.floor(slot / parts)] ?? 0) - have
      if (short > 0) under += short
      else over -= short
    }
  })
  const inHours = (sum: number): number => (sum * fine.slotMinutes) / 60
  return {
    under: rounded(under / parts),
    over: rounded(over / parts),
    wishes,
    total: rounded(inHours(UNDER_COST * under + OVER_COST * over) + WISH_COST * wishes),
  }
}

const rounded = (n: number): number => Math.round(n * 1_000) / 1_000

function allFaults(world: RosterWorld, duties: readonly Duty[]): RosterFault[] {
  const own = byAgent(duties)
  const around = byAgent(world.around)
  const leave = new Map<string, Set<PlanDate>>()
  for (const { agentId, date } of world.leave) leave.set(agentId, (leave.get(agentId) ?? new Set()).add(date))
  const known = new Set(world.agents.map((agent) => agent.agentId))
  const others = [...own.keys()].filter((agentId) => !known.has(agentId)).map((agentId) => ({ agentId }))
  const calendar = calendarOf(world)
  const each = [...world.agents, ...others].flatMap((agent) =>
    faultsOf(calendar, world.shifts, {
      agent,
      duties: own.get(agent.agentId) ?? [],
      around: around.get(agent.agentId) ?? [],
      leave: leave.get(agent.agentId) ?? new Set(),
    }),
  )
  return [...each, ...unfairIn(world.agents, own)]
}

/** What an agent's changed duty breaks that was not broken before it. */
export function newFaults(world: RosterWorld, duties: readonly Duty[], changed: Duty): RosterFault[] {
  const own = duties.filter(({ agentId }) => agentId === changed.agentId)
  const only = { ...world, agents: world.agents.filter(({ agentId }) => agentId === changed.agentId) }
  const keyOf = ({ date, rule }: RosterFault): string => `${date} ${rule}`
  const known = new Set(allFaults(only, own).map(keyOf))
  const then = own.map((duty) => (duty.date === changed.date ? changed : duty))
  return allFaults(only, then).filter((fault) => !known.has(keyOf(fault)))
}

export function byAgent(duties: readonly Duty[]): Map<string, Duty[]> {
  const found = new Map<string, Duty[]>()
  for (const duty of duties) {
    const own = found.get(duty.agentId)
    if (own) own.push(duty)
    else found.set(duty.agentId, [duty])
  }
  for (const own of found.values()) own.sort((a, b) => (a.date < b.date ? -1 : 1))
  return found
}

function unmetWishes(world: RosterWorld, duties: readonly Duty[]): number {
  const given = new Map(duties.map((duty) => [`${duty.agentId} ${duty.date}`, duty.shiftId]))
  return world.wishes.filter(({ agentId, date, wants, shiftId }) => {
    const shift = given.get(`${agentId} ${date}`)
    return wants === 'off' ? shift !== undefined : shift !== shiftId
  }).length
}
