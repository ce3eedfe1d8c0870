// A nurse's rules within a window of whole weeks as a layered graph, shared by all whose rules count alike.
import type { Nurse, Ward } from './nrp.ts'

/** What a day's end says of the run it is in: nothing yet, days off so far, or a shift's kind with days on so far. */
export class Runs {
  readonly count: number
  readonly start = 0
  readonly #nurse: Pick<Nurse, 'maxRun' | 'minRun' | 'minOff'>
  /** by shift: number of its kind, shifts of a kind having the same forbidden followers */
  readonly kindOf: number[]
  readonly #follows: boolean[][]
  readonly #symbols: number
  /** [node × symbols + symbol] */
  readonly #steps: Int16Array

  constructor(ward: Ward, nurse: Pick<Nurse, 'maxRun' | 'minRun' | 'minOff'>) {
    this.#nurse = nurse
    const keys = ward.shifts.map(({ mayBeFollowedBy }) => mayBeFollowedBy.join())
    const kinds = [...new Set(keys)]
    this.kindOf = keys.map((key) => kinds.indexOf(key))
    this.#follows = kinds.map((key) => ward.shifts[keys.indexOf(key)]!.mayBeFollowedBy)
    this.count = 1 + nurse.minOff + kinds.length * nurse.maxRun * 2
    this.#symbols = ward.shifts.length + 1
    this.#steps = Int16Array.from({ length: this.count * this.#symbols }, (_, at) =>
      this.#after(Math.floor(at / this.#symbols), at % this.#symbols),
    )
  }

  #on(kind: number, run: number, long: boolean): number {
    return 1 + this.#nurse.minOff + (kind * this.#nurse.maxRun + run - 1) * 2 + (long ? 1 : 0)
  }

  isOn(node: number): boolean {
    return node > this.#nurse.minOff
  }

  #read(node: number): { kind: number; run: number; long: boolean } {
    const at = node - 1 - this.#nurse.minOff
    const runs = at >> 1
    return { kind: Math.floor(runs / this.#nurse.maxRun), run: (runs % this.#nurse.maxRun) + 1, long: (at & 1) === 1 }
  }

  /** After one more day; −1 = not allowed. What was before the horizon is taken as long enough and not counted. */
  step(node: number, symbol: number): number {
    return this.#steps[node * this.#symbols + symbol]!
  }

  #after(node: number, symbol: number): number {
    const { minOff, minRun, maxRun } = this.#nurse
    if (symbol === 0) {
      if (node === this.start) return minOff
      if (!this.isOn(node)) return Math.min(minOff, node + 1)
      return this.#read(node).long ? 1 : -1
    }
    const kind = this.kindOf[symbol - 1]!
    if (node === this.start) return this.#on(kind, 1, true)
    if (!this.isOn(node)) return node < minOff ? -1 : this.#on(kind, 1, minRun <= 1)
    const { kind: before, run, long } = this.#read(node)
    if (run >= maxRun || !this.#follows[before]![symbol - 1]) return -1
    return this.#on(kind, run + 1, long || run + 1 >= minRun)
  }
}

/** A class: symbols that lead everywhere to the same states. */
export interface Classes {
  /** by symbol */
  of: number[]
  count: number
  /** by class, off being class 0: minutes in units, and the counter it moves (−1: none) */
  units: number[]
  counter: number[]
  /** one of its symbols */
  symbol: number[]
}

export interface Graph {
  days: number
  runs: Runs
  classes: Classes
  layers: Int32Array
  /** [state × classes + class]: next state, −1 = not allowed */
  next: Int32Array
  /** by run node: the state in which a window starts */
  starts: Int32Array
  /** by state of the last layer: run node, units, weekends, and [state × counters + counter] */
  node: Int16Array
  units: Int16Array
  weekends: Int16Array
  counts: Int16Array
  /** shifts that have a counter */
  counted: number[]
}

export const unitOf = (ward: Ward): number => {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b))
  return ward.shifts.reduce((unit, { minutes }) => gcd(unit, minutes), 0)
}

function classesOf(ward: Ward, runs: Runs, counted: number[]): Classes {
  const unit = unitOf(ward)
  const keys = ward.shifts.map(({ minutes }, shift) => {
    const after = ward.shifts.map(({ mayBeFollowedBy }) => mayBeFollowedBy[shift])
    return [minutes, runs.kindOf[shift], counted.indexOf(shift), ...after].join()
  })
  const distinct = [...new Set(keys)]
  const first = distinct.map((key) => keys.indexOf(key))
  return {
    of: [0, ...keys.map((key) => 1 + distinct.indexOf(key))],
    count: distinct.length + 1,
    units: [0, ...first.map((shift) => ward.shifts[shift]!.minutes / unit)],
    counter: [-1, ...first.map((shift) => counted.indexOf(shift))],
    symbol: [0, ...first.map((shift) => shift + 1)],
  }
}

/** Answers undefined when it has more than `most` states. `caps`: how often each counted shift may be at most. */
export function windowGraph(
  ward: Ward,
  nurse: Pick<Nurse, 'maxRun' | 'minRun' | 'minOff' | 'maxMinutes' | 'maxWeekends'>,
  window: { days: number; counted: number[]; caps: number[] },
  most: number,
): Graph | undefined {
  const runs = new Runs(ward, nurse)
  const { counted, caps } = window
  const classes = classesOf(ward, runs, counted)
  const mostUnits = Math.min(Math.floor(nurse.maxMinutes / unitOf(ward)), window.days * Math.max(...classes.units))
  const weeks = Math.min(nurse.maxWeekends, window.days / 7) + 1
  const radix = caps.map((cap) => cap + 1)
  const scale = radix.map((_, at) => radix.slice(0, at).reduce((product, each) => product * each, 1))
  const counts = radix.reduce((product, each) => product * each, 1)
  /** a state: run node, units, weekends, counters, in this order */
  const pack = (node: number, units: number, weekends: number, count: number) =>
    ((node * (mostUnits + 1) + units) * weeks + weekends) * counts + count

  function step(state: number, day: number, kind: number): number {
    let count = state % counts
    let rest = Math.floor(state / counts)
    let weekends = rest % weeks
    rest = Math.floor(rest / weeks)
    const units = (rest % (mostUnits + 1)) + classes.units[kind]!
    const node = Math.floor(rest / (mostUnits + 1))
    const to = runs.step(node, classes.symbol[kind]!)
    if (to < 0 || units > mostUnits) return -1
    const counter = classes.counter[kind]!
    if (counter >= 0) {
      if (Math.floor(count / scale[counter]!) % radix[counter]! === caps[counter]) return -1
      count += scale[counter]!
    }
    const weekday = day % 7
    if (kind > 0 && (weekday === 5 || (weekday === 6 && !runs.isOn(node))) && ++weekends >= weeks) return -1
    return pack(to, units, weekends, count)
  }

  const explored = explore(
    window.days,
    classes.count,
    Array.from({ length: runs.count }, (_, node) => pack(node, 0, 0, 0)),
    step,
    most,
  )
  if (!explored) return undefined
  const ends = explored.last
  const read = (of: (state: number) => number) => Int16Array.from(ends, of)
  const high = (state: number) => Math.floor(state / counts / weeks)
  return {
    days: window.days,
    runs,
    classes,
    layers: explored.layers,
    next: explored.next,
    starts: Int32Array.from({ length: runs.count }, (_, node) => node),
    node: read((state) => Math.floor(high(state) / (mostUnits + 1))),
    units: read((state) => high(state) % (mostUnits + 1)),
    weekends: read((state) => Math.floor(state / counts) % weeks),
    counts: Int16Array.from(
      ends.flatMap((state) => radix.map((base, at) => Math.floor((state % counts) / scale[at]!) % base)),
    ),
    counted,
  }
}

function explore(
  days: number,
  classes: number,
  starts: number[],
  step: (state: number, day: number, kind: number) => number,
  most: number,
): { layers: Int32Array; next: Int32Array; last: number[] } | undefined {
  const layers = new Int32Array(days + 2)
  const arcs: number[] = []
  let layer = starts
  for (let day = 0; day < days; day++) {
    const from = layers[day]! + layer.length
    layers[day + 1] = from
    if (from > most) return undefined
    const found = new Map<number, number>()
    for (const state of layer)
      for (let kind = 0; kind < classes; kind++) {
        const to = step(state, day, kind)
        if (to < 0) {
          arcs.push(-1)
          continue
        }
        let id = found.get(to)
        if (id === undefined) {
          id = from + found.size
          found.set(to, id)
        }
        arcs.push(id)
      }
    layer = [...found.keys()]
  }
  layers[days + 1] = layers[days]! + layer.length
  return { layers, next: Int32Array.from(arcs), last: layer }
}
