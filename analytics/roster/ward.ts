// A ward's roster being worked on: cover, wishes and each nurse's totals kept in step; one nurse's window planned exactly.
import type { Ward } from './nrp.ts'
import type { Noise } from './pricing.ts'
import { FORBIDDEN } from './problem.ts'
import { type Graph, unitOf } from './ward-graph.ts'

/** cost of a unit of minutes below a nurse's minimum: above any true cost, so that it goes first */
export const SHORT = 100_000

export class WardStanding {
  readonly ward: Ward
  /** [nurse × days + day]: 0 off, n = shift n−1 */
  readonly symbols: Int16Array
  /** of cover and requests; SHORT for each unit of minutes too few */
  cost = 0
  readonly #unit: number
  /** cost change of one more in a cell */
  readonly #more: Int32Array
  readonly #have: Int32Array
  readonly #noise: Noise
  readonly #value: Float64Array
  readonly #parent: Int32Array
  readonly #price: Float64Array
  readonly #priced: Int16Array
  readonly #fits: Uint8Array

  constructor(ward: Ward, graphs: readonly Graph[], noise: Noise) {
    this.ward = ward
    this.#noise = noise
    this.#unit = unitOf(ward)
    this.symbols = new Int16Array(ward.staff.length * ward.days)
    this.#have = new Int32Array(ward.need.length)
    this.#more = ward.need.map((need, at) => (need > 0 ? -ward.under[at]! : ward.over[at]!))
    const states = Math.max(...graphs.map(({ layers, days }) => layers[days + 1]!))
    this.#value = new Float64Array(states)
    this.#parent = new Int32Array(states)
    const classes = Math.max(...graphs.map((graph) => graph.classes.count))
    this.#price = new Float64Array(Math.max(...graphs.map(({ days }) => days)) * classes)
    this.#priced = new Int16Array(this.#price.length)
    this.#fits = new Uint8Array(Math.max(...graphs.map(({ runs }) => runs.count)))
    for (let cell = 0; cell < ward.need.length; cell++) this.cost += ward.need[cell]! * ward.under[cell]!
    for (let nurse = 0; nurse < ward.staff.length; nurse++) {
      this.#count(nurse, 0, ward.days, true)
      this.#weigh(nurse, 1)
    }
  }

  /** units of minutes a nurse has too few */
  missing(nurse: number): number {
    const { units } = this.#outside(nurse, this.ward.days, this.ward.days)
    return Math.max(0, Math.ceil(this.ward.staff[nurse]!.minMinutes / this.#unit) - units)
  }

  /** Puts a nurse's days into cover and wishes, or takes them out; minutes are not in it. */
  #count(nurse: number, from: number, to: number, put: boolean): void {
    const { days, shifts, need, under, over, staff } = this.ward
    const { wish } = staff[nurse]!
    const sign = put ? 1 : -1
    for (let day = from; day < to; day++) {
      const symbol = this.symbols[nurse * days + day]!
      this.cost += sign * wish[day * (shifts.length + 1) + symbol]!
      if (symbol === 0) continue
      const cell = day * shifts.length + symbol - 1
      if (put) this.cost += this.#more[cell]!
      this.#have[cell] = this.#have[cell]! + sign
      this.#more[cell] = this.#have[cell]! < need[cell]! ? -under[cell]! : over[cell]!
      if (!put) this.cost -= this.#more[cell]!
    }
  }

  /** What a nurse has in all days outside a window. */
  #outside(nurse: number, from: number, to: number): { units: number; weekends: number; counts: Int32Array } {
    const { days, shifts } = this.ward
    const base = nurse * days
    const counts = new Int32Array(shifts.length)
    let units = 0
    let weekends = 0
    for (let day = 0; day < days; day++) {
      if (day === from) day = to
      if (day >= days) break
      const symbol = this.symbols[base + day]!
      if (symbol > 0) {
        units += shifts[symbol - 1]!.minutes / this.#unit
        counts[symbol - 1]! += 1
      }
      if (day % 7 === 6 && (symbol > 0 || this.symbols[base + day - 1]! > 0)) weekends += 1
    }
    return { units, weekends, counts }
  }

  /** Takes a nurse's window out: cover, wishes and minutes are as if these days were not decided. */
  take(nurse: number, from: number, to: number): void {
    this.#weigh(nurse, -1)
    this.#count(nurse, from, to, false)
  }

  put(nurse: number, from: number, to: number): void {
    this.#count(nurse, from, to, true)
    this.#weigh(nurse, 1)
  }

  #weigh(nurse: number, sign: number): void {
    this.cost += sign * SHORT * this.missing(nurse)
  }

  /**
   * Gives a nurse whose window is taken out its cheapest days there, other days as they are, and puts it back. `share` of the
   * minutes of the horizon may be used at most (1 = all). False when no days keep the rules: nothing is put back then.
   */
  plan(nurse: number, from: number, graph: Graph, heat: number, share = 1): boolean {
    const outside = this.#outside(nurse, from, from + graph.days)
    this.#priceClasses(nurse, from, graph, heat, outside.counts, this.#more)
    this.#walk(nurse, from, graph)
    const end = this.#bestEnd(nurse, from, graph, outside, share)
    if (end < 0) return false
    this.#write(nurse, from, graph, end)
    const { most } = this.ward.staff[nurse]!
    for (let day = from; day < from + graph.days; day++) {
      const symbol = this.symbols[nurse * this.ward.days + day]!
      // a shift without a counter in the graph that went over its limit: once more without it
      if (symbol > 0 && ++outside.counts[symbol - 1]! > most[symbol - 1]!)
        return this.#planWithout(nurse, from, graph, heat, share)
    }
    this.put(nurse, from, from + graph.days)
    return true
  }

  #planWithout(nurse: number, from: number, graph: Graph, heat: number, share: number): boolean {
    const outside = this.#outside(nurse, from, from + graph.days)
    const { most } = this.ward.staff[nurse]!
    const closed = outside.counts.map((count, shift) => (most[shift]! - count < graph.days ? most[shift]! : count))
    this.#priceClasses(nurse, from, graph, heat, closed, this.#more)
    this.#walk(nurse, from, graph)
    const end = this.#bestEnd(nurse, from, graph, outside, share)
    if (end < 0) return false
    this.#write(nurse, from, graph, end)
    this.put(nurse, from, from + graph.days)
    return true
  }

  /**
   * What a nurse's cheapest whole roster costs at these prices of cells, written into `into`; the standing roster stays. The
   * graph spans the horizon. Shifts without a counter in it may go over their limit: it is a bound all the same.
   */
  cheapest(nurse: number, graph: Graph, prices: ArrayLike<number>, into: Int16Array): number {
    const { days, shifts } = this.ward
    const nothing = new Int32Array(shifts.length)
    const was = this.symbols.slice(nurse * days, (nurse + 1) * days)
    this.#priceClasses(nurse, 0, graph, 0, nothing, prices)
    this.#walk(nurse, 0, graph)
    const end = this.#bestEnd(nurse, 0, graph, { units: 0, weekends: 0, counts: nothing }, 1)
    if (end < 0) throw new Error(`no roster keeps the rules of ${this.ward.staff[nurse]!.id}`)
    this.#write(nurse, 0, graph, end)
    into.set(this.symbols.subarray(nurse * days, (nurse + 1) * days))
    this.symbols.set(was, nurse * days)
    return this.#value[end]!
  }

  /** Makes another roster of the ward the standing one. */
  restore(symbols: Int16Array): void {
    const { days, staff } = this.ward
    for (let nurse = 0; nurse < staff.length; nurse++) {
      this.take(nurse, 0, days)
      this.symbols.set(symbols.subarray(nurse * days, (nurse + 1) * days), nurse * days)
      this.put(nurse, 0, days)
    }
  }

  #priceClasses(
    nurse: number,
    from: number,
    graph: Graph,
    heat: number,
    used: Int32Array,
    cover: ArrayLike<number>,
  ): void {
    const { shifts, staff } = this.ward
    const { wish, most } = staff[nurse]!
    const symbols = shifts.length + 1
    const { of, count } = graph.classes
    const { gumbel } = this.#noise
    this.#noise.jump()
    const price = this.#price
    price.fill(Number.POSITIVE_INFINITY)
    for (let day = 0; day < graph.days; day++)
      for (let symbol = 0; symbol < symbols; symbol++) {
        const wished = wish[(from + day) * symbols + symbol]!
        if (wished >= FORBIDDEN || (symbol > 0 && used[symbol - 1]! >= most[symbol - 1]!)) continue
        const covers = symbol === 0 ? 0 : cover[(from + day) * shifts.length + symbol - 1]!
        const cost = wished + covers - heat * gumbel[this.#noise.at++ & 65_535]!
        const at = day * count + of[symbol]!
        if (cost < price[at]!) {
          price[at] = cost
          this.#priced[at] = symbol
        }
      }
  }

  /** Cheapest way to each state of the window from what the nurse did before it. */
  #walk(nurse: number, from: number, graph: Graph): void {
    const { layers, next, days } = graph
    const classes = graph.classes.count
    const value = this.#value
    const parent = this.#parent
    const price = this.#price
    value.fill(Number.POSITIVE_INFINITY, 0, layers[days + 1]!)
    value[graph.starts[this.#before(nurse, from, graph)]!] = 0
    for (let day = 0; day < days; day++) {
      const end = layers[day + 1]!
      for (let state = layers[day]!; state < end; state++) {
        const so = value[state]!
        if (so === Number.POSITIVE_INFINITY) continue
        const arc = state * classes
        for (let kind = 0; kind < classes; kind++) {
          const to = next[arc + kind]!
          if (to < 0) continue
          const cost = so + price[day * classes + kind]!
          if (cost < value[to]!) {
            value[to] = cost
            parent[to] = arc + kind
          }
        }
      }
    }
  }

  /** The run node at the start of a day, from the days before it. */
  #before(nurse: number, day: number, { runs }: Graph): number {
    const base = nurse * this.ward.days
    if (day === 0) return runs.start
    const on = this.symbols[base + day - 1]! > 0
    let first = day - 1
    while (first > 0 && this.symbols[base + first - 1]! > 0 === on) first -= 1
    // before an earlier run off or on, any long one of the other sort will do
    let node = first === 0 || !on ? runs.start : runs.step(runs.start, 0)
    if (!on && first > 0) return Math.min(day - first, runs.step(runs.start, 0))
    for (let at = first; at < day; at++) node = runs.step(node, this.symbols[base + at]!)
    return node
  }

  /** Marks the run nodes from which the days after a window may follow as they are. */
  #markFits(nurse: number, day: number, { runs }: Graph): void {
    const base = nurse * this.ward.days
    const { days } = this.ward
    for (let node = 0; node < runs.count; node++) {
      let at = node
      let changes = 0
      for (let k = day; k < days && at >= 0 && changes < 2; k++) {
        const symbol = this.symbols[base + k]!
        if (k > day && symbol > 0 !== this.symbols[base + k - 1]! > 0) changes += 1
        at = runs.step(at, symbol)
      }
      this.#fits[node] = at >= 0 ? 1 : 0
    }
  }

  #bestEnd(
    nurse: number,
    from: number,
    graph: Graph,
    outside: { units: number; weekends: number; counts: Int32Array },
    share: number,
  ): number {
    const { minMinutes, maxMinutes, maxWeekends, most } = this.ward.staff[nurse]!
    const mostUnits = Math.floor((maxMinutes * share) / this.#unit) - outside.units
    const leastUnits = Math.ceil(minMinutes / this.#unit) - outside.units
    const weekends = maxWeekends - outside.weekends
    const left = graph.counted.map((shift) => most[shift]! - outside.counts[shift]!)
    this.#markFits(nurse, from + graph.days, graph)
    const base = graph.layers[graph.days]!
    let best = Number.POSITIVE_INFINITY
    let found = -1
    for (let at = 0; at < graph.node.length; at++) {
      const units = graph.units[at]!
      if (units > mostUnits || graph.weekends[at]! > weekends || this.#fits[graph.node[at]!] === 0) continue
      const cost = this.#value[base + at]! + (units < leastUnits ? SHORT * (leastUnits - units) : 0)
      if (cost >= best) continue
      if (left.some((count, counter) => graph.counts[at * left.length + counter]! > count)) continue
      best = cost
      found = base + at
    }
    return found
  }

  #write(nurse: number, from: number, graph: Graph, end: number): void {
    const classes = graph.classes.count
    let state = end
    for (let day = graph.days - 1; day >= 0; day--) {
      const arc = this.#parent[state]!
      this.symbols[nurse * this.ward.days + from + day] = this.#priced[day * classes + (arc % classes)]!
      state = Math.floor(arc / classes)
    }
  }
}
