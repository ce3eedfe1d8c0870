// Re-plans one day after absences: only that day changes, only for those present, and few people are disturbed.
import { type Cover, change, costOf, pricesOf, startCover, weightOf } from './cover.ts'
import { Noise, ShiftPricing } from './pricing.ts'
import { copyRoster, FORBIDDEN, type Problem, type Roster } from './problem.ts'

export interface DayChange {
  day: number
  /** indices of agents who do not come */
  absent: readonly number[]
  /** indices of agents who stay as they are */
  pinned?: readonly number[]
  /** what a changed shift must gain in cost at least, and moved breaks; counted in the choice, not in the answer's cost */
  disturbs?: { shift: number; breaks: number }
  seed: number
  budgetMs: number
  now: () => number
}

export interface DayFound {
  roster: Roster
  cost: number
  /** indices of agents present whose shift or breaks of the day changed */
  changed: number[]
}

/** Symbols an agent may have on a day when all its other days stay; empty when those break its rules already. */
export function symbolsLeft(problem: Problem, roster: Roster, index: number, day: number): number[] {
  const { sequences, wish } = problem.agents[index]!
  const { classes, classOf, next } = sequences
  const symbolOf = (at: number) => roster.symbols[index * problem.days + at]!
  const step = (state: number, symbol: number) => {
    const kind = classOf[symbol]!
    return state < 0 || kind < 0 ? -1 : next[state * classes + kind]!
  }
  let before = 0
  for (let at = 0; at < day; at++) before = step(before, symbolOf(at))
  const left: number[] = []
  for (let symbol = 0; symbol <= problem.shifts.length; symbol++) {
    if (wish[day * (problem.shifts.length + 1) + symbol]! >= FORBIDDEN) continue
    let state = step(before, symbol)
    for (let at = day + 1; at < problem.days; at++) state = step(state, symbolOf(at))
    if (state >= 0) left.push(symbol)
  }
  return left
}

/** Whether somebody's day differs in its shift, or in its breaks only. */
function difference(one: Roster, other: Roster, place: number): 'none' | 'breaks' | 'shift' {
  if (one.symbols[place] !== other.symbols[place]) return 'shift'
  if (one.symbols[place] === 0) return 'none'
  for (let at = place * one.groups; at < (place + 1) * one.groups; at++)
    if (one.breaks[at] !== other.breaks[at]) return 'breaks'
  return 'none'
}

/** One day's roster in the making: an agent is taken out and put where it costs least under noise. */
class DayStanding {
  readonly roster: Roster
  readonly #problem: Problem
  readonly #was: Roster
  readonly #ask: DayChange
  readonly #noise: Noise
  readonly #pricing: ShiftPricing
  readonly #cover: Cover
  readonly #disturbs: { shift: number; breaks: number }
  /** weight of the cover, with what disturbing people costs */
  cost: number

  constructor(problem: Problem, roster: Roster, ask: DayChange, noise: Noise) {
    this.#problem = problem
    this.#was = roster
    this.#ask = ask
    this.#noise = noise
    this.#pricing = new ShiftPricing(problem, noise)
    this.#disturbs = ask.disturbs ?? { shift: 3, breaks: 0.5 }
    this.roster = copyRoster(roster)
    for (const agent of ask.absent) this.roster.symbols[agent * problem.days + ask.day] = 0
    this.#cover = startCover(problem)
    for (let agent = 0; agent < problem.agents.length; agent++)
      for (let day = 0; day < problem.days; day++) change(problem, this.#cover, this.roster, agent, day, true)
    this.cost = weightOf(this.#cover)
  }

  place(agent: number): number {
    return agent * this.#problem.days + this.#ask.day
  }

  /** wishes of the day and what the change from before disturbs */
  #own(agent: number): number {
    const place = this.place(agent)
    const symbol = this.roster.symbols[place]!
    const wish = this.#problem.agents[agent]!.wish[this.#ask.day * (this.#problem.shifts.length + 1) + symbol]!
    const differs = difference(this.roster, this.#was, place)
    return differs === 'none' ? wish : wish + this.#disturbs[differs]
  }

  #put(agent: number, put: boolean): void {
    this.cost -= weightOf(this.#cover)
    change(this.#problem, this.#cover, this.roster, agent, this.#ask.day, put)
    this.cost += weightOf(this.#cover) + (put ? this.#own(agent) : -this.#own(agent))
  }

  #write(agent: number, symbol: number, breaks: ArrayLike<number>, from: number): void {
    const place = this.place(agent)
    const { groups } = this.roster
    this.roster.symbols[place] = symbol
    for (let group = 0; group < groups; group++) this.roster.breaks[place * groups + group] = breaks[from + group]!
  }

  /** What the agent's day would cost just as it was. */
  #asItWas(agent: number): number {
    const place = this.place(agent)
    const { groups } = this.roster
    this.#write(agent, this.#was.symbols[place]!, this.#was.breaks, place * groups)
    const before = this.cost
    this.#put(agent, true)
    const cost = this.cost - before
    this.#put(agent, false)
    return cost
  }

  replan(agent: number, symbols: readonly number[], heat: number): void {
    const { day } = this.#ask
    const { cells } = this.#problem
    const { gumbel } = this.#noise
    const place = this.place(agent)
    const was = this.#was.symbols[place]!
    const { wish } = this.#problem.agents[agent]!
    const count = this.#problem.shifts.length + 1
    this.#put(agent, false)
    this.#pricing.load(pricesOf(this.#cover), day * cells, Math.min((day + 2) * cells, this.#cover.more.length))
    this.#noise.jump()
    let best = this.#asItWas(agent) - heat * gumbel[this.#noise.at++ & 65_535]!
    let taken = -1
    for (const symbol of symbols) {
      const price = symbol === 0 ? 0 : this.#pricing.price(day, symbol, heat)
      const disturbs = symbol === was ? this.#disturbs.breaks : this.#disturbs.shift
      const cost = price + disturbs + wish[day * count + symbol]! - heat * gumbel[this.#noise.at++ & 65_535]!
      if (cost < best) {
        best = cost
        taken = symbol
      }
    }
    const { groups } = this.roster
    if (taken < 0) this.#write(agent, was, this.#was.breaks, place * groups)
    else this.#write(agent, taken, this.#pricing.picks, (day * count + taken) * groups)
    this.#put(agent, true)
  }
}

/** Throws when an agent is both absent and pinned. */
export function replanDay(problem: Problem, roster: Roster, ask: DayChange): DayFound {
  const { absent, pinned = [], now } = ask
  if (absent.some((agent) => pinned.includes(agent))) throw new Error('an agent cannot be both absent and pinned')
  const noise = new Noise(ask.seed)
  const standing = new DayStanding(problem, roster, ask, noise)
  const free = problem.agents
    .map((_, agent) => ({ agent, symbols: symbolsLeft(problem, roster, agent, ask.day) }))
    .filter(({ agent, symbols }) => !absent.includes(agent) && !pinned.includes(agent) && symbols.some((s) => s > 0))
  let kept = copyRoster(standing.roster)
  let best = standing.cost
  const round = (heat: number) => {
    const { agent, symbols } = free[noise.random() % free.length]!
    standing.replan(agent, symbols, heat)
    if (standing.cost >= best) return
    best = standing.cost
    kept = copyRoster(standing.roster)
  }
  const began = now()
  for (let done = 0; free.length > 0 && done < 1; done = (now() - began) / ask.budgetMs)
    for (let rounds = 0; rounds < 64; rounds++) round(0.8 * 0.05 ** done)
  const changed = free
    .map(({ agent }) => agent)
    .filter((agent) => difference(kept, roster, agent * problem.days + ask.day) !== 'none')
  return { roster: kept, cost: costOf(problem, kept), changed }
}
