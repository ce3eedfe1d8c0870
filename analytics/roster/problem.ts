// A roster problem as the search sees it: cells to cover, shifts that cover them, agents with costs and allowed sequences.
import type { Automaton } from './automaton.ts'

/** cost of what must not be: a shift on a day off, a shift an agent may not work; any sum of true costs is below it */
export const FORBIDDEN = 10_000_000

export interface Shift {
  id: string
  /** cells covered before breaks are taken out: from ≤ cell < to, counted from the day's first */
  from: number
  to: number
  /** independent break groups; one alternative of each is taken, an alternative being the cells it leaves uncovered */
  breaks: Int16Array[][]
}

export interface Agent {
  id: string
  /** [day × symbols + symbol] with symbol 0 = off and symbol n = shift n−1: wishes, and FORBIDDEN */
  wish: Int32Array
  sequences: Automaton
}

export interface Problem {
  name: string
  days: number
  /** cells of one day: slots of a call centre, shift types of a ward */
  cells: number
  /** [day × cells + cell] each */
  need: Int32Array
  under: Int32Array
  over: Int32Array
  /** price by which a lack weighs more where it is large; absent: it is the same wherever it lies */
  spread?: number
  shifts: Shift[]
  agents: Agent[]
}

export interface Roster {
  /** [agent × days + day]: 0 off, n = shift n−1 */
  symbols: Int16Array
  /** [(agent × days + day) × groups + group]: alternative taken */
  breaks: Int8Array
  groups: number
}

export const groupsOf = (problem: Problem): number => Math.max(1, ...problem.shifts.map((shift) => shift.breaks.length))

export const emptyRoster = (problem: Problem): Roster => {
  const groups = groupsOf(problem)
  const places = problem.agents.length * problem.days
  return { symbols: new Int16Array(places), breaks: new Int8Array(places * groups), groups }
}

export const copyRoster = (roster: Roster): Roster => ({
  symbols: roster.symbols.slice(),
  breaks: roster.breaks.slice(),
  groups: roster.groups,
})
