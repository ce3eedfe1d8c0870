// When the breaks of a shift may be: all alternatives for the roster, and the usual ones where nobody chose.
import type { Duty } from '../../protocol/roster.ts'
import type { PlanShift, ShiftBreak } from './rules.ts'

type Breaks = Duty['breaks']

/** Alternatives of all breaks together; above it the starts are tried in wider steps. */
const MOST = 400
const STEP_MINUTES = 15

function startsOf(one: ShiftBreak, step: number): number[] {
  const starts: number[] = []
  for (let at = one.earliest; at <= one.latest; at += step) starts.push(at)
  return starts
}

/** Every combination of starts, in steps of a quarter of an hour. */
export function alternativesOf(shift: PlanShift): Breaks[] {
  let step = STEP_MINUTES
  const count = () => shift.breaks.reduce((all, one) => all * startsOf(one, step).length, 1)
  while (count() > MOST) step *= 2
  return shift.breaks.reduce<Breaks[]>(
    (lists, { minutes, paid, ...window }) =>
      lists.flatMap((list) =>
        startsOf({ ...window, minutes, paid }, step).map((at) => [...list, { at, minutes, paid }]),
      ),
    [[]],
  )
}

/** In the middle of its time, for duties given by hand. */
export const usualBreaks = (shift: PlanShift): Breaks =>
  shift.breaks.map(({ earliest, latest, minutes, paid }) => ({
    at: earliest + Math.floor((latest - earliest) / 2 / STEP_MINUTES) * STEP_MINUTES,
    minutes,
    paid,
  }))

/** Breaks that a duty cannot have: outside it, or over each other. */
export function areBreaksWrong(duty: { startsAt: number; endsAt: number; breaks: Breaks }): boolean {
  let free = duty.startsAt
  for (const { at, minutes } of [...duty.breaks].sort((a, b) => a.at - b.at)) {
    if (at < free || minutes <= 0) return true
    free = at + minutes
  }
  return free > duty.endsAt
}
