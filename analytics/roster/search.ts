// Annealing whose move is an exact re-planning: one agent's whole roster by dynamic programming over the days, under noise.
import { change, costOf, startCover } from './cover.ts'
import { copyRoster, emptyRoster, FORBIDDEN, type Problem, type Roster } from './problem.ts'

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

/** xorshift32 */
function randoms(seed: number): () => number {
  let x = (seed * 2_654_435_761) >>> 0 || 1
  return () => {
    x ^= x << 13
    x ^= x >>> 17
    x ^= x << 5
    x >>>= 0
    return x
  }
}

const NOISES = 65_536

export function search(problem: Problem, options: SearchOptions): Found {
  const { days, cells, shifts, agents } = problem
  const symbols = shifts.length + 1
  const random = randoms(options.seed)
  const gumbel = Float64Array.from({ length: NOISES }, () => -Math.log(-Math.log((random() + 0.5) / 4_294_967_296)))
  const cover = startCover(problem)
  const roster = options.start ? copyRoster(options.start) : emptyRoster(problem)
  const { groups } = roster
  if (options.start)
    for (let agent = 0; agent < agents.length; agent++)
      for (let day = 0; day < days; day++) change(problem, cover, roster, agent, day, true)

  const picks = new Int8Array(days * symbols * groups)
  const mostClasses = Math.max(...agents.map((agent) => agent.sequences.classes))
  const price = new Float64Array(days * mostClasses)
  const pricedSymbol = new Int16Array(days * mostClasses)
  const mostStates = Math.max(...agents.map((agent) => agent.sequences.layers[days + 1]!))
  const value = new Float64Array(mostStates)
  const able = agents.map((agent) =>
    Int16Array.from(
      Array.from({ length: symbols }, (_, symbol) => symbol).filter((s) => agent.sequences.classOf[s]! >= 0),
    ),
  )

  /** price of one shift on one day given the others, with the cheapest breaks, under noise */
  function priceShift(day: number, symbol: number, heat: number): number {
    const shift = shifts[symbol - 1]!
    const base = day * cells
    let sum = 0
    for (let at = 0; at < shift.cells.length; at++) sum += cover.more[base + shift.cells[at]!]!
    for (let group = 0; group < shift.breaks.length; group++) {
      const choices = shift.breaks[group]!
      let best = Number.POSITIVE_INFINITY
      for (let choice = 0; choice < choices.length; choice++) {
        const gaps = choices[choice]!
        let cost = -heat * gumbel[random() & 65_535]!
        for (let at = 0; at < gaps.length; at++) cost -= cover.more[base + gaps[at]!]!
        if (cost < best) {
          best = cost
          picks[(day * symbols + symbol) * groups + group] = choice
        }
      }
      sum += best
    }
    return sum
  }

  function replan(index: number, heat: number): void {
    const { wish, sequences } = agents[index]!
    const { classes, classOf, layers, next } = sequences
    price.fill(Number.POSITIVE_INFINITY)
    for (let day = 0; day < days; day++)
      for (const symbol of able[index]!) {
        const wished = wish[day * symbols + symbol]!
        if (wished >= FORBIDDEN) continue
        const cost = wished - heat * gumbel[random() & 65_535]! + (symbol === 0 ? 0 : priceShift(day, symbol, heat))
        const kind = day * classes + classOf[symbol]!
        if (cost < price[kind]!) {
          price[kind] = cost
          pricedSymbol[kind] = symbol
        }
      }
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
    if (value[0]! >= FORBIDDEN) throw new Error(`no roster keeps the rules of agent ${agents[index]!.id}`)
    let state = 0
    for (let day = 0; day < days; day++) {
      let taken = -1
      let best = Number.POSITIVE_INFINITY
      for (let kind = 0; kind < classes; kind++) {
        const to = next[state * classes + kind]!
        if (to < 0) continue
        const cost = price[day * classes + kind]! + value[to]!
        if (cost < best) {
          best = cost
          taken = kind
        }
      }
      const symbol = pricedSymbol[day * classes + taken]!
      const place = index * days + day
      roster.symbols[place] = symbol
      for (let group = 0; group < groups; group++)
        roster.breaks[place * groups + group] = picks[(day * symbols + symbol) * groups + group]!
      state = next[state * classes + taken]!
    }
  }

  const wishesOf = (index: number): number => {
    let sum = 0
    for (let day = 0; day < days; day++)
      sum += agents[index]!.wish[day * symbols + roster.symbols[index * days + day]!]!
    return sum
  }
  let wishes = 0
  if (options.start) for (let agent = 0; agent < agents.length; agent++) wishes += wishesOf(agent)
  const step = (index: number, heat: number, placed: boolean): void => {
    if (placed) {
      wishes -= wishesOf(index)
      for (let day = 0; day < days; day++) change(problem, cover, roster, index, day, false)
    }
    replan(index, heat)
    for (let day = 0; day < days; day++) change(problem, cover, roster, index, day, true)
    wishes += wishesOf(index)
  }

  if (!options.start) for (let agent = 0; agent < agents.length; agent++) step(agent, options.cold, false)
  let best = cover.cost + wishes
  let kept = copyRoster(roster)
  const began = options.now()
  let told = began
  let rounds = 0
  let stopped = false
  let heat = options.hot
  for (;;) {
    if ((rounds & 31) === 0) {
      const at = options.now()
      const done = (at - began) / options.budgetMs
      if (done >= 1) break
      heat = options.hot * (options.cold / options.hot) ** done
      if (at - told >= 100) {
        told = at
        if (options.goOn?.(done, best) === false) {
          stopped = true
          break
        }
      }
    }
    rounds += 1
    step(random() % agents.length, heat, true)
    const cost = cover.cost + wishes
    if (cost < best) {
      best = cost
      kept = copyRoster(roster)
    }
  }
  return { roster: kept, cost: costOf(problem, kept), rounds, stopped }
}
