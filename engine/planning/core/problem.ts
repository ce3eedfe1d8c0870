// From a roster's world to the problem a solver gets: who may be planned, what stays, and what is left to cover.
import type { Grid, PlanDate } from '../../protocol/planning.ts'
import type { RefusalName } from '../../protocol/refusals.ts'
import type { Duty, RosterProblem, SolvedDuty } from '../../protocol/roster.ts'
import { alternativesOf } from './breaks.ts'
import { addDays, DAY_MINUTES, datesFrom, daysBetween } from './clock.ts'
import { byAgent, fineGrid, OVER_COST, type RosterWorld, UNDER_COST, WISH_COST } from './consequences.ts'
import { coverOf } from './cover.ts'
import { type Calendar, calendarOf, faultsOf } from './faults.ts'
import { isPossible } from './possible.ts'
import { daysAWeek, paidMinutes, shiftsFor, unplannedOf, type WorkRule, wantedDays } from './rules.ts'
import { gapsOf, type SolvePlan, type SolveShift, solvedOf } from './solved.ts'

export interface SolveAsk {
  name: string
  world: RosterWorld
  /** as the roster stands */
  duties: readonly Duty[]
  /** only this date anew, without those absent */
  replan?: { date: PlanDate; absent: readonly string[] }
}

export interface Solve {
  ok: true
  problem: RosterProblem
  /** duties of the planned agents that hold: pinned ones, or for a replan all of today's roster */
  held: SolvedDuty[]
  plan: SolvePlan
  /** agents whose duties by hand, rules and leave allow no roster: theirs stays as it is */
  leftAlone: string[]
}

/** Where nobody is on a whole day, the last one missing weighs three times what the first does. */
const SPREAD_COST = 4
const ANY_SLOT = 100_000

interface Planned {
  agentId: string
  rule: WorkRule
  days: number
  /** what must stay of this agent's duties */
  held: Duty[]
}

export function problemOf(ask: SolveAsk): Solve | { ok: false; refusal: RefusalName; detail?: string } {
  const { world } = ask
  const { planned, leftAlone } = whoIsPlanned(ask)
  if (planned.length === 0) return { ok: false, refusal: 'roster-no-agents' }
  const ids = new Set(planned.map(({ agentId }) => agentId))
  const stays = ask.duties.filter(
    (duty) => !ids.has(duty.agentId) && !(duty.date === ask.replan?.date && ask.replan.absent.includes(duty.agentId)),
  )
  const { shifts, pins } = shiftsOf(world, planned, ask.replan === undefined)
  const grid = fineGrid(world.grid, [...shifts, ...stays])
  const opensAt = dayStart(grid, shifts)
  if (opensAt === undefined) return { ok: false, refusal: 'roster-night-shift' }
  const plan: SolvePlan = {
    from: world.from,
    grid,
    opensAt,
    shifts,
    agentIds: [...ids],
    ...(ask.replan ? { only: ask.replan.date, absent: [...ask.replan.absent] } : {}),
  }
  const held = planned.flatMap((agent) => agent.held.map((duty) => solvedOf(plan, duty, pins.of(duty))))
  const problem: RosterProblem = {
    name: ask.name,
    ...sizeOf(plan),
    days: world.days,
    demand: demandOf(world, plan, stays),
    shifts: shifts.map((shift) => ({
      id: shift.id,
      start: slotAt(plan, shift.startsAt),
      len: (shift.endsAt - shift.startsAt) / grid.slotMinutes,
      hours: paidMinutes(shift) / 60,
      breaks: alternativesOf(shift).map((breaks) => gapsOf(grid, shift, breaks)),
    })),
    agents: planned.map((agent) => agentOf(world, plan, agent)),
    rules: {
      minRestSlots: 0,
      maxConsecutiveDays: 31,
      weekendsOffInTwo: 0,
      underCost: UNDER_COST,
      overCost: OVER_COST,
      spreadCost: SPREAD_COST,
    },
  }
  return { ok: true, problem, held, plan, leftAlone }
}

/**
 * When the problem's day begins. Where a shift reaches into the next date's service it is cut where none is under way,
 * so that each belongs to one day; undefined when there is no such moment.
 */
function dayStart(grid: Grid, shifts: readonly SolveShift[]): number | undefined {
  const first = Math.min(...shifts.map((shift) => shift.startsAt))
  const last = Math.max(...shifts.map((shift) => shift.endsAt))
  if (last <= DAY_MINUTES + grid.opensAt) return Math.min(grid.opensAt, first)
  return last - DAY_MINUTES <= first ? first : undefined
}

const slotAt = (plan: SolvePlan, minutes: number): number => (minutes - plan.opensAt) / plan.grid.slotMinutes

function sizeOf(plan: SolvePlan): { slotsPerDay: number; slotMinutes: number } {
  const last = Math.max(plan.grid.closesAt, ...plan.shifts.map((shift) => shift.endsAt))
  const closes = plan.opensAt > plan.grid.opensAt ? plan.opensAt + DAY_MINUTES : last
  return { slotsPerDay: Math.ceil(slotAt(plan, closes)), slotMinutes: plan.grid.slotMinutes }
}

function whoIsPlanned(ask: SolveAsk): { planned: Planned[]; leftAlone: string[] } {
  const { world, replan } = ask
  const all = byAgent(ask.duties)
  const around = byAgent(world.around)
  const calendar = calendarOf(world)
  const planned: Planned[] = []
  const leftAlone: string[] = []
  for (const { agentId, rule } of world.agents) {
    if (!rule || unplannedOf(rule, world.shifts) || replan?.absent.includes(agentId)) continue
    const days = daysAWeek(rule, world.shifts)
    const duties = all.get(agentId) ?? []
    const held = replan ? duties : duties.filter((duty) => duty.pinned)
    const leave = leaveOf(world, agentId)
    const own = { agent: { agentId, rule }, duties: held, around: around.get(agentId) ?? [], leave }
    const faults = faultsOf(calendar, world.shifts, own)
    const pinnedThen = replan && held.some((duty) => duty.date === replan.date && duty.pinned)
    const broken = faults.some((fault) => replan || fault.rule !== 'too-few-days-in-week')
    if (broken || pinnedThen || !hasRoster(world, calendar, { agentId, rule, days, held }, leave))
      leftAlone.push(agentId)
    else planned.push({ agentId, rule, days, held })
  }
  return { planned, leftAlone }
}

const leaveOf = (world: RosterWorld, agentId: string): Set<PlanDate> =>
  new Set(world.leave.filter((each) => each.agentId === agentId).map((each) => each.date))

/** Is there any roster with these days a week, rules, leave, and what is held? */
function hasRoster(world: RosterWorld, calendar: Calendar, agent: Planned, leave: ReadonlySet<PlanDate>): boolean {
  const dates = calendar.weeks.flatMap((week) => week.dates)
  const held = new Set(agent.held.map((duty) => duty.date))
  return isPossible({
    wanted: calendar.weeks.map((week) => wantedDays(agent.days, week, (date) => leave.has(date))),
    rule: agent.rule,
    before: daysInRowBefore(world, agent.agentId),
    mustWork: (day) => held.has(dates[day] ?? ''),
    mustRest: (day) => leave.has(dates[day] ?? ''),
  })
}

/**
 * The shifts that anybody planned may work, and one of its own for each held duty that is like none of them. `fixed`:
 * the breaks of what is held do not move either.
 */
function shiftsOf(
  world: RosterWorld,
  planned: readonly Planned[],
  fixed: boolean,
): { shifts: SolveShift[]; pins: Pins } {
  const used = new Set(planned.flatMap(({ rule }) => shiftsFor(rule, world.shifts).map((shift) => shift.id)))
  const shifts: SolveShift[] = world.shifts
    .filter((shift) => used.has(shift.id))
    .map((shift) => ({ ...shift, shiftId: shift.id }))
  const like = new Map(
    shifts.flatMap((shift) => {
      const alternatives = alternativesOf(shift)
      if (fixed && alternatives.length > 1) return []
      return alternatives.map((breaks) => [shapeOf(shift, breaks), shift] as const)
    }),
  )
  const found = new Map<string, SolveShift>()
  for (const duty of planned.flatMap(({ held }) => held)) {
    const shape = shapeOf(duty, duty.breaks)
    let shift = like.get(shape)
    if (!shift) {
      shift = ownShift(duty, shifts.length)
      like.set(shape, shift)
      shifts.push(shift)
    }
    found.set(`${duty.agentId} ${duty.date}`, shift)
  }
  return { shifts, pins: { of: (duty) => found.get(`${duty.agentId} ${duty.date}`) as SolveShift } }
}

interface Pins {
  of(duty: Duty): SolveShift
}

const shapeOf = (span: { shiftId: string; startsAt: number; endsAt: number }, breaks: Duty['breaks']): string =>
  JSON.stringify([span.shiftId, span.startsAt, span.endsAt, breaks.map(({ at, minutes }) => [at, minutes])])

const ownShift = (duty: Duty, number: number): SolveShift => ({
  id: `held-${number}`,
  shiftId: duty.shiftId,
  name: '',
  color: '',
  startsAt: duty.startsAt,
  endsAt: duty.endsAt,
  breaks: duty.breaks.map(({ at, minutes, paid }) => ({ earliest: at, latest: at, minutes, paid })),
  enabled: true,
})

/** Need less what stays, more where planned agents sit in a meeting: they are taken to be on duty then. */
function demandOf(world: RosterWorld, plan: SolvePlan, stays: readonly Duty[]): number[][] {
  const { grid } = plan
  const dates = datesFrom(world.from, world.days + 1)
  const cover = coverOf(grid, dates, [...world.around, ...stays], world.away)
  const meetings = meetingsOf(world, plan)
  const demandAt = (day: number, minutes: number): number => {
    if (minutes >= DAY_MINUTES) return demandAt(day + 1, minutes - DAY_MINUTES)
    const slot = (minutes - grid.opensAt) / grid.slotMinutes
    const need = needAt(world, day, minutes)
    if (need === 0) return 0
    const date = dates[day] ?? ''
    return Math.max(0, Math.round(need - (cover.get(date)?.[slot] ?? 0) + meetings(date, minutes)))
  }
  const { slotsPerDay, slotMinutes } = sizeOf(plan)
  return Array.from({ length: world.days }, (_, day) =>
    Array.from({ length: slotsPerDay }, (_, slot) => demandAt(day, plan.opensAt + slot * slotMinutes)),
  )
}

/** The last night reaches into a date that is no part of the roster: taken to be like the one a week before. */
function needAt({ grid, need, days }: RosterWorld, day: number, minutes: number): number {
  if (minutes < grid.opensAt || minutes >= grid.closesAt) return 0
  return need[day < days ? day : day - 7]?.[Math.floor((minutes - grid.opensAt) / grid.slotMinutes)] ?? 0
}

/** How many planned agents are in a meeting in the slot from `minutes` on. */
function meetingsOf(world: RosterWorld, plan: SolvePlan): (date: PlanDate, minutes: number) => number {
  const planned = new Set(plan.agentIds)
  const away = world.away.filter((each) => planned.has(each.agentId) && each.from < DAY_MINUTES)
  return (date, minutes) =>
    away.filter((each) => each.date === date && each.from < minutes + plan.grid.slotMinutes && each.to > minutes).length
}

function agentOf(world: RosterWorld, plan: SolvePlan, agent: Planned): RosterProblem['agents'][number] {
  const { rule, agentId } = agent
  const slots = (minutes: number): number => Math.ceil(minutes / plan.grid.slotMinutes)
  const own = new Set(shiftsFor(rule, world.shifts).map((shift) => shift.id))
  const held = new Set(agent.held.map((duty) => shapeOf(duty, duty.breaks)))
  const mine = plan.shifts.filter((shift) => own.has(shift.id) || held.has(heldShape(shift)))
  const off = [...leaveOf(world, agentId)].map((date) => daysBetween(world.from, date))
  return {
    id: agentId,
    weekHours: rule.weekHours,
    maxDaysWeek: agent.days,
    lens: [...new Set(mine.map((shift) => slots(shift.endsAt - shift.startsAt)))],
    off: off.filter((day) => day >= 0 && day < world.days).sort((a, b) => a - b),
    earliest: 0,
    latestEnd: ANY_SLOT,
    shifts: mine.map((shift) => shift.id),
    minRestSlots: slots(rule.minRestHours * 60),
    maxConsecutiveDays: rule.maxConsecutiveDays,
    weekendsOffInTwo: rule.weekendsOffInTwo,
    before: beforeOf(world, plan, agentId),
    wishes: wishesOf(world, plan.grid, agentId, mine),
  }
}

const heldShape = (shift: SolveShift): string =>
  shapeOf(
    shift,
    shift.breaks.map(({ earliest, minutes, paid }) => ({ at: earliest, minutes, paid })),
  )

function beforeOf(world: RosterWorld, plan: SolvePlan, agentId: string): { daysInRow: number; endSlot: number } {
  const last = world.around.find((duty) => duty.agentId === agentId && duty.date === addDays(world.from, -1))
  const daysInRow = daysInRowBefore(world, agentId)
  return { daysInRow, endSlot: last ? Math.max(0, Math.ceil(slotAt(plan, last.endsAt))) : 0 }
}

function daysInRowBefore(world: RosterWorld, agentId: string): number {
  const worked = new Set(world.around.filter((duty) => duty.agentId === agentId).map((duty) => duty.date))
  let days = 0
  while (worked.has(addDays(world.from, -1 - days))) days += 1
  return days
}

function wishesOf(world: RosterWorld, grid: Grid, agentId: string, shifts: readonly SolveShift[]) {
  const cost = WISH_COST * (60 / grid.slotMinutes)
  const there = new Set(shifts.map((shift) => shift.id))
  return world.wishes
    .filter((wish) => wish.agentId === agentId && (wish.wants === 'off' || there.has(wish.shiftId ?? '')))
    .map((wish) => ({
      day: daysBetween(world.from, wish.date),
      shift: wish.wants === 'off' ? null : (wish.shiftId ?? null),
      cost,
    }))
    .filter(({ day }) => day >= 0 && day < world.days)
}
