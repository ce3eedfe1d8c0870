// Annealing whose move is an exact re-planning: one agent's whole roster by dynamic programming over the days, under noise.
import { type Cover, change, costOf, pricesOf, startCover, weightOf } from './cover.ts'
import { Noise, Planner } from './pricing.ts'
import { copyRoster, emptyRoster, type Problem, type Roster } from './problem.ts'

export interface SearchOptions {
  seed: number
  /** time the search may use, of one core */
  budgetMs: number
  /** temperature at the start and at the end, in units of cost */
  hot: number
  cold: number
  start?: Roster
  /** the clock in ms, handed in so that the search stays pure */
  now: () => number
  /** told about every tenth of a second; false stops the search with the best so far */
  goOn?: (done: number, best: number) => boolean
}

export interface Found {
  roster: Roster
  cost: number
  rounds: number
  stopped: boolean
}

/** A roster, its cover and the wishes it costs, kept in step while agents are taken out and put back. */
class Standing {
  readonly roster: Roster
  readonly #problem: Problem
  readonly #cover: Cover
  readonly #planner: Planner
  #wishes = 0

  constructor(problem: Problem, noise: Noise, start?: Roster) {
    this.#problem = problem
    this.#cover = startCover(problem)
    this.#planner = new Planner(problem, noise)
    this.roster = start ? copyRoster(start) : emptyRoster(problem)
    if (start) for (let agent = 0; agent < problem.agents.length; agent++) this.#count(agent, true)
  }

  get cost(): number {
    return this.#cover.cost + this.#wishes
  }

  /** what is made small: the cost, and how uneven the lack is */
  get weight(): number {
    return weightOf(this.#cover) + this.#wishes
  }

  #count(agent: number, put: boolean): void {
    const { days, shifts, agents } = this.#problem
    const { wish } = agents[agent]!
    for (let day = 0; day < days; day++) {
      const wished = wish[day * (shifts.length + 1) + this.roster.symbols[agent * days + day]!]!
      this.#wishes += put ? wished : -wished
      change(this.#problem, this.#cover, this.roster, agent, day, put)
    }
  }

  take(agent: number): void {
    this.#count(agent, false)
  }

  plan(agent: number, heat: number): void {
    this.#planner.plan(agent, pricesOf(this.#cover), heat)
    this.#planner.write(agent, this.roster)
    this.#count(agent, true)
  }
}

export function search(problem: Problem, options: SearchOptions): Found {
  const { budgetMs, hot, cold, now, goOn } = options
  const agents = problem.agents.length
  const noise = new Noise(options.seed)
  const standing = new Standing(problem, noise, options.start)
  if (!options.start) for (let agent = 0; agent < agents; agent++) standing.plan(agent, cold)
  let best = standing.weight
  let cost = standing.cost
  let kept = copyRoster(standing.roster)
  const began = now()
  let told = began
  let rounds = 0
  let stopped = false
  let heat = hot
  for (;;) {
    if ((rounds & 31) === 0) {
      const at = now()
      const done = (at - began) / budgetMs
      if (done >= 1) break
      heat = hot * (cold / hot) ** done
      if (at - told >= 100) {
        told = at
        stopped = goOn?.(done, cost) === false
        if (stopped) break
      }
    }
    rounds += 1
    const agent = noise.random() % agents
    standing.take(agent)
    standing.plan(agent, heat)
    if (standing.weight < best) {
      best = standing.weight
      cost = standing.cost
      kept = copyRoster(standing.roster)
    }
  }
  return { roster: kept, cost: costOf(problem, kept), rounds, stopped }
}
