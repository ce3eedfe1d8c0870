// Between duties in minutes and what a solver reads and writes: slots, and the gaps that breaks leave in a shift.
import type { Grid, PlanDate } from '../../protocol/planning.ts'
import type { Duty, SolvedDuty } from '../../protocol/roster.ts'
import { alternativesOf, usualBreaks } from './breaks.ts'
import { addDays, DAY_MINUTES, daysBetween } from './clock.ts'
import type { PlanShift } from './rules.ts'

/** A shift of the problem; one made for a single duty set by hand stands for its `shiftId`. */
export interface SolveShift extends PlanShift {
  shiftId: string
}

/** What a solver's answer counts from; kept with the job, as records may change while it runs. */
export interface SolvePlan {
  from: PlanDate
  /** the roster's, with the slots of the problem */
  grid: Grid
  /** minutes after midnight of slot 0 */
  opensAt: number
  shifts: SolveShift[]
  /** duties of others stay as they are */
  agentIds: string[]
  /** only this date was planned anew; absent: all */
  only?: PlanDate
  /** whose duty on that date goes */
  absent?: string[]
}

type Breaks = Duty['breaks']
type Span = readonly [from: number, to: number]
type Gaps = [at: number, slots: number][]

/** Slots after the start that a duty leaves uncovered: breaks, and hours in which nobody is needed. */
export function gapsOf(grid: Grid, shift: SolveShift, breaks: Breaks): Gaps {
  const slot = (minutes: number): number => Math.round(minutes / grid.slotMinutes)
  // the date's hours of service, and the next date's for a shift past midnight
  const open = [0, DAY_MINUTES].map((day): Span => [day + grid.opensAt, day + grid.closesAt])
  const closed = [
    [shift.startsAt, grid.opensAt],
    [grid.closesAt, DAY_MINUTES + grid.opensAt],
    [DAY_MINUTES + grid.closesAt, shift.endsAt],
  ].map(([from = 0, to = 0]): Span => [Math.max(from, shift.startsAt), Math.min(to, shift.endsAt)])
  const missed = breaks.flatMap(({ at, minutes }) =>
    open.map(([from, to]): Span => [Math.max(at, from), Math.min(at + minutes, to)]),
  )
  return [...missed, ...closed]
    .filter(([from, to]) => to > from)
    .map(([from, to]) => [slot(from - shift.startsAt), slot(to - from)])
}

const keyOf = (gaps: readonly (readonly [number, number])[]): string =>
  gaps
    .flatMap(([at, slots]) => Array.from({ length: slots }, (_, slot) => at + slot))
    .sort((a, b) => a - b)
    .join()

export function solvedOf(plan: SolvePlan, duty: Duty, shift: SolveShift): SolvedDuty {
  return {
    agent: duty.agentId,
    day: daysBetween(plan.from, duty.date),
    shift: shift.id,
    breaks: gapsOf(plan.grid, shift, duty.breaks),
  }
}

/** The answer as duties; what the problem did not hold is left out. */
export function dutiesOf(plan: SolvePlan, solved: readonly SolvedDuty[]): Duty[] {
  const shifts = new Map(plan.shifts.map((shift) => [shift.id, { shift, breaks: breaksByGaps(plan.grid, shift) }]))
  const agents = new Set(plan.agentIds)
  return solved.flatMap(({ agent, day, shift: id, breaks }) => {
    const known = shifts.get(id)
    const date = addDays(plan.from, day)
    if (!known || !agents.has(agent) || (plan.only !== undefined && plan.only !== date)) return []
    const { shift } = known
    return [
      {
        agentId: agent,
        date,
        shiftId: shift.shiftId,
        startsAt: shift.startsAt,
        endsAt: shift.endsAt,
        breaks: known.breaks.get(keyOf(breaks)) ?? usualBreaks(shift),
        pinned: false,
      },
    ]
  })
}

function breaksByGaps(grid: Grid, shift: SolveShift): Map<string, Breaks> {
  const found = new Map<string, Breaks>()
  for (const breaks of alternativesOf(shift)) {
    const key = keyOf(gapsOf(grid, shift, breaks))
    if (!found.has(key)) found.set(key, breaks)
  }
  return found
}
