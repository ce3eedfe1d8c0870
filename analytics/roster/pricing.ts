// Prices of shifts from prices of cells, each with its cheapest breaks, under noise; and of one agent's whole roster.
import { FORBIDDEN, groupsOf, type Problem, type Roster } from './problem.ts'

const NOISES = 65_536

/** Random numbers, and Gumbel noise read off a table from a random place on: three times as fast as a draw each. */
export class Noise {
  readonly gumbel: Float64Array
  /** where the table is read next, to be taken modulo its length */
  at = 0
  #x: number

  constructor(seed: number) {
    this.#x = (seed * 2_654_435_761) >>> 0 || 1
    this.gumbel = Float64Array.from(
      { length: NOISES },
      () => -Math.log(-Math.log((this.random() + 0.5) / 4_294_967_296)),
    )
  }

  /** xorshift32: 0 < n < 2³² */
  random(): number {
    let x = this.#x
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    this.#x = x >>> 0
    return this.#x
  }

  /** Reads on from another place. */
  jump(): void {
    this.at = this.random() & (NOISES - 1)
  }
}

export class ShiftPricing {
  /** [(day × symbols + symbol) × groups + group]: alternative taken when last priced */
  readonly picks: Int8Array
  /** sum of the prices of all cells before a cell */
  readonly #before: Float64Array
  readonly #problem: Problem
  readonly #noise: Noise
  readonly #groups: number
  readonly #symbols: number

  constructor(problem: Problem, noise: Noise) {
    this.#problem = problem
    this.#noise = noise
    this.#groups = groupsOf(problem)
    this.#symbols = problem.shifts.length + 1
    this.picks = new Int8Array(problem.days * this.#symbols * this.#groups)
    this.#before = new Float64Array(problem.need.length + 1)
  }

  /** Takes in the prices of the cells of all days, or of some; to be called after each change of them. */
  load(prices: ArrayLike<number>, from = 0, to = prices.length): void {
    const before = this.#before
    let sum = before[from]!
    for (let at = from; at < to; at++) {
      sum += prices[at]!
      before[at + 1] = sum
    }
  }

  /** Price of a shift on a day with the cheapest breaks; `heat` scales the noise of each alternative. */
  price(day: number, symbol: number, heat: number): number {
    const shift = this.#problem.shifts[symbol - 1]!
    const base = day * this.#problem.cells
    const before = this.#before
    const noise = this.#noise
    const { gumbel } = noise
    const place = (day * this.#symbols + symbol) * this.#groups
    let sum = before[base + shift.to]! - before[base + shift.from]!
    for (let group = 0; group < shift.breaks.length; group++) {
      const choices = shift.breaks[group]!
      let best = Number.POSITIVE_INFINITY
      for (let choice = 0; choice < choices.length; choice++) {
        const gaps = choices[choice]!
        let cost = -heat * gumbel[noise.at++ & (NOISES - 1)]!
        for (let at = 0; at < gaps.length; at++) cost -= before[base + gaps[at]! + 1]! - before[base + gaps[at]!]!
        if (cost < best) {
          best = cost
          this.picks[place + group] = choice
        }
      }
      sum += best
    }
    return sum
  }
}

/** Finds one agent's cheapest whole roster at given prices: a shortest path over the days. */
export class Planner {
  readonly #problem: Problem
  readonly #noise: Noise
  readonly #pricing: ShiftPricing
  readonly #symbols: number
  /** [day × classes + class]: cheapest price of the class, and the symbol that has it */
  readonly #price: Float64Array
  readonly #priced: Int16Array
  readonly #value: Float64Array
  /** by agent: the symbols its rules ever allow */
  readonly #able: Int16Array[]

  constructor(problem: Problem, noise: Noise) {
    const { days, agents } = problem
    this.#problem = problem
    this.#noise = noise
    this.#pricing = new ShiftPricing(problem, noise)
    this.#symbols = problem.shifts.length + 1
    const classes = Math.max(...agents.map((agent) => agent.sequences.classes))
    this.#price = new Float64Array(days * classes)
    this.#priced = new Int16Array(days * classes)
    this.#value = new Float64Array(Math.max(...agents.map((agent) => agent.sequences.layers[days + 1]!)))
    const all = Array.from({ length: this.#symbols }, (_, symbol) => symbol)
    this.#able = agents.map(({ sequences }) => Int16Array.from(all.filter((symbol) => sequences.classOf[symbol]! >= 0)))
  }

  /** Cost of the cheapest roster of an agent at these prices of cells, wishes included; `write` puts it into a roster. */
  plan(index: number, prices: ArrayLike<number>, heat: number): number {
    this.#pricing.load(prices)
    this.#noise.jump()
    this.#priceClasses(index, heat)
    return this.#valueStates(index)
  }

  #priceClasses(index: number, heat: number): void {
    const { wish, sequences } = this.#problem.agents[index]!
    const { classes, classOf } = sequences
    const noise = this.#noise
    const { gumbel } = noise
    const price = this.#price
    price.fill(Number.POSITIVE_INFINITY)
    for (let day = 0; day < this.#problem.days; day++)
      for (const symbol of this.#able[index]!) {
        const wished = wish[day * this.#symbols + symbol]!
        if (wished >= FORBIDDEN) continue
        const cost =
          wished -
          heat * gumbel[noise.at++ & (NOISES - 1)]! +
          (symbol === 0 ? 0 : this.#pricing.price(day, symbol, heat))
        const kind = day * classes + classOf[symbol]!
        if (cost < price[kind]!) {
          price[kind] = cost
          this.#priced[kind] = symbol
        }
      }
  }

  #valueStates(index: number): number {
    const { classes, layers, next } = this.#problem.agents[index]!.sequences
    const { days } = this.#problem
    const price = this.#price
    const value = this.#value
    value[layers[days]!] = 0
    for (let day = days - 1; day >= 0; day--)
      for (let state = layers[day]!; state < layers[day + 1]!; state++) {
        let best = Number.POSITIVE_INFINITY
        for (let kind = 0; kind < classes; kind++) {
          const to = next[state * classes + kind]!
          if (to < 0) continue
          const cost = price[day * classes + kind]! + value[to]!
          if (cost < best) best = cost
        }
        value[state] = best
      }
    if (value[0]! >= FORBIDDEN) throw new Error(`no roster keeps the rules of agent ${this.#problem.agents[index]!.id}`)
    return value[0]!
  }

  /** Writes the roster that the last `plan` found for an agent into a place of a roster, its own unless said otherwise. */
  write(index: number, roster: Roster, into = index): void {
    const { classes, next } = this.#problem.agents[index]!.sequences
    const { days } = this.#problem
    const { groups } = roster
    let state = 0
    for (let day = 0; day < days; day++) {
      let taken = -1
      let best = Number.POSITIVE_INFINITY
      for (let kind = 0; kind < classes; kind++) {
        const to = next[state * classes + kind]!
        if (to < 0) continue
        const cost = this.#price[day * classes + kind]! + this.#value[to]!
        if (cost < best) {
          best = cost
          taken = kind
        }
      }
      const symbol = this.#priced[day * classes + taken]!
      const place = into * days + day
      roster.symbols[place] = symbol
      const from = (day * this.#symbols + symbol) * groups
      for (let group = 0; group < groups; group++)
        roster.breaks[place * groups + group] = symbol === 0 ? 0 : this.#pricing.picks[from + group]!
      state = next[state * classes + taken]!
    }
  }
}
