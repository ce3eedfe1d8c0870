// Duties as people write them back into a roster of the solver; what centre.ts writes, this reads.
import type { RosterProblem, SolvedDuty } from '#engine/protocol/roster.ts'
import { emptyRoster, FORBIDDEN, type Problem, type Roster } from './problem.ts'

/** A day of an agent that is not to change: its shift, or null for a day off. Its breaks may still move. */
export interface Pin {
  agent: string
  day: number
  shift: string | null
}

const indexOf = <T extends { id: string }>(things: readonly T[], id: string): number => {
  const at = things.findIndex((thing) => thing.id === id)
  if (at < 0) throw new Error(`nothing here is called ${id}`)
  return at
}

/** Breaks that are none of the shift's own, as after a change by hand, become its first ones. Throws on unknown names. */
export function readCentre(problem: Problem, file: RosterProblem, duties: readonly SolvedDuty[]): Roster {
  const roster = emptyRoster(problem)
  for (const { agent, day, shift, breaks } of duties) {
    const place = indexOf(problem.agents, agent) * problem.days + day
    const number = indexOf(file.shifts, shift)
    const { start } = file.shifts[number]!
    const paused = new Set(breaks.flatMap(([at, slots]) => Array.from({ length: slots }, (_, k) => start + at + k)))
    roster.symbols[place] = number + 1
    problem.shifts[number]!.breaks.forEach((choices, group) => {
      const taken = choices.findIndex((gaps) => gaps.every((cell) => paused.has(cell)))
      roster.breaks[place * roster.groups + group] = Math.max(0, taken)
    })
  }
  return roster
}

/** The problem in which pinned days can only be as they are. */
export function pinned(problem: Problem, pins: readonly Pin[]): Problem {
  const count = problem.shifts.length + 1
  const agents = problem.agents.slice()
  for (const { agent, day, shift } of pins) {
    const index = indexOf(agents, agent)
    const wish = agents[index]!.wish.slice()
    const kept = shift === null ? 0 : 1 + indexOf(problem.shifts, shift)
    for (let symbol = 0; symbol < count; symbol++) if (symbol !== kept) wish[day * count + symbol] = FORBIDDEN
    agents[index] = { ...agents[index]!, wish }
  }
  return { ...problem, agents }
}
