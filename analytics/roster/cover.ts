// Cover kept incrementally: what is staffed in each cell, what one more would cost there, and the whole cost.
import { groupsOf, type Problem, type Roster } from './problem.ts'
import { Spread } from './spread.ts'

export interface Cover {
  have: Int32Array
  /** cost change of one more in this cell */
  more: Int32Array
  /** cost of under and over cover; wishes are not in it */
  cost: number
  /** where the problem wants what is lacking spread */
  spread?: Spread
}

/** What a search goes by: the cost, and how uneven the lack is. */
export const weightOf = ({ cost, spread }: Cover): number => (spread ? cost + spread.weight : cost)

/** What one more in each cell would change of that weight. */
export const pricesOf = ({ have, more, spread }: Cover): ArrayLike<number> => spread?.prices(have, more) ?? more

export function startCover(problem: Problem): Cover {
  const { need, under, over } = problem
  let cost = 0
  const more = new Int32Array(need.length)
  for (let at = 0; at < need.length; at++) {
    cost += need[at]! * under[at]!
    more[at] = need[at]! > 0 ? -under[at]! : over[at]!
  }
  const spread = problem.spread ? { spread: new Spread(problem, problem.spread) } : {}
  return { have: new Int32Array(need.length), more, cost, ...spread }
}

/** One more (`by` 1) or one less (`by` −1) in a cell. */
function shift(problem: Problem, cover: Cover, day: number, at: number, by: 1 | -1): void {
  const { need, under, over } = problem
  cover.spread?.moved(day, at, need[at]! - cover.have[at]!, by)
  if (by < 0) {
    const have = --cover.have[at]!
    cover.more[at] = have < need[at]! ? -under[at]! : over[at]!
    cover.cost -= cover.more[at]!
  } else {
    cover.cost += cover.more[at]!
    const have = ++cover.have[at]!
    cover.more[at] = have < need[at]! ? -under[at]! : over[at]!
  }
}

/** Puts one agent's day into the cover, or takes it out. */
export function change(problem: Problem, cover: Cover, roster: Roster, agent: number, day: number, put: boolean): void {
  const place = agent * problem.days + day
  const symbol = roster.symbols[place]!
  if (symbol === 0) return
  const { from, to, breaks } = problem.shifts[symbol - 1]!
  const base = day * problem.cells
  for (let at = base + from; at < base + to; at++) shift(problem, cover, day, at, put ? 1 : -1)
  for (let group = 0; group < breaks.length; group++) {
    const gaps = breaks[group]![roster.breaks[place * roster.groups + group]!]!
    for (let at = 0; at < gaps.length; at++) shift(problem, cover, day, base + gaps[at]!, put ? -1 : 1)
  }
}

/** The whole cost of a roster, from nothing. */
export function costOf(problem: Problem, roster: Roster): number {
  if (roster.groups !== groupsOf(problem)) throw new Error('the roster belongs to another problem')
  const cover = startCover(problem)
  let wishes = 0
  const symbols = problem.shifts.length + 1
  problem.agents.forEach((agent, index) => {
    for (let day = 0; day < problem.days; day++) {
      change(problem, cover, roster, index, day, true)
      wishes += agent.wish[day * symbols + roster.symbols[index * problem.days + day]!]!
    }
  })
  return cover.cost + wishes
}
