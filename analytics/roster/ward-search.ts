// Rosters of a ward: some nurses' weeks are taken out at once and planned again one by one, each exactly; annealing decides.
import type { Nurse, Ward } from './nrp.ts'
import { Noise } from './pricing.ts'
import { WardStanding } from './ward.ts'
import { type Graph, windowGraph } from './ward-graph.ts'

export interface WardOptions {
  seed: number
  /** time the search may use, of one core, graphs included */
  budgetMs: number
  now: () => number
  /** told about every tenth of a second; false stops the search with the best so far */
  goOn?: (done: number, best: number) => boolean
}

export interface WardFound {
  /** [nurse × days + day]: 0 off, n = shift n−1 */
  symbols: Int16Array
  /** one above SHORT says that somebody has too few minutes */
  cost: number
  rounds: number
  stopped: boolean
}

/** states of one graph; a counter is left out, and kept another way, when there are more */
const MOST_STATES = 250_000
/** horizons above are searched by windows only */
export const LONG_DAYS = 42

/** counters in one graph at most: each multiplies its states */
const MOST_COUNTERS = 3

/** Shifts that a nurse may work, but not as often as a window of so many days allows; the tightest first. */
const limited = (ward: Ward, nurse: Nurse, days: number): number[] =>
  ward.shifts
    .flatMap(({ minutes }, shift) => {
      const most = nurse.most[shift]!
      return most > 0 && most < Math.min(days, Math.floor(nurse.maxMinutes / minutes)) ? [shift] : []
    })
    .sort((one, other) => nurse.most[one]! - nurse.most[other]!)
    .slice(0, MOST_COUNTERS)

/** Counters are left out, the loosest first, until the graph has not too many states. */
export function graphOf(ward: Ward, nurse: Nurse, days: number): Graph | undefined {
  const counted = limited(ward, nurse, days)
  for (; ; counted.pop()) {
    const caps = counted.map((shift) => Math.min(days, nurse.most[shift]!))
    const graph = windowGraph(ward, nurse, { days, counted, caps }, MOST_STATES)
    if (graph || counted.length === 0) return graph
  }
}

/** For each window length that suits, the graph of each nurse; nurses whose rules count alike share one. */
function graphsOf(ward: Ward, weeks: number[]): Graph[][] {
  const shared = new Map<string, Graph | undefined>()
  return weeks
    .filter((count) => count * 7 <= ward.days)
    .map((count) =>
      ward.staff.map((nurse) => {
        const { maxRun, minRun, minOff, maxMinutes, maxWeekends } = nurse
        const days = count * 7
        const longest = Math.max(...ward.shifts.map(({ minutes }) => minutes))
        const limits = limited(ward, nurse, days).map((shift) => `${shift}=${nurse.most[shift]}`)
        const key = [
          days,
          maxRun,
          minRun,
          minOff,
          Math.min(maxMinutes, days * longest),
          Math.min(maxWeekends, count),
          ...limits,
        ].join()
        if (!shared.has(key)) shared.set(key, graphOf(ward, nurse, days))
        return shared.get(key)
      }),
    )
    .filter((graphs): graphs is Graph[] => graphs.every((graph) => graph !== undefined))
}

/** A first roster: nurse by nurse, window by window, minutes spread over the horizon. */
function fill(standing: WardStanding, graphs: Graph[], noise: Noise): void {
  const { days, staff } = standing.ward
  const order = staff.map((_, nurse) => nurse).sort(() => (noise.random() & 1) - 0.5)
  for (let from = 0; from + graphs[0]!.days <= days; from += 7)
    for (const nurse of order) {
      const window = graphs[nurse]!.days
      standing.take(nurse, from, from + window)
      if (!standing.plan(nurse, from, graphs[nurse]!, 1, Math.min(1, (from + window) / days + 0.02)))
        standing.put(nurse, from, from + window)
    }
}

const REPAIRS = 100

/** Nurses left with too few minutes by their first roster are planned again, alone, here and there. */
function repair(standing: WardStanding, graphs: Graph[][], noise: Noise): void {
  const { days, staff } = standing.ward
  for (let nurse = 0; nurse < staff.length; nurse++)
    for (let tries = 0; tries < REPAIRS && standing.missing(nurse) > 0; tries++) {
      const graph = graphs[noise.random() % graphs.length]![nurse]!
      const from = 7 * (noise.random() % ((days - graph.days) / 7 + 1))
      standing.take(nurse, from, from + graph.days)
      standing.plan(nurse, from, graph, 1)
    }
}

class Moves {
  readonly #standing: WardStanding
  readonly #graphs: Graph[][]
  readonly #noise: Noise
  readonly #group: [number, number]

  constructor(standing: WardStanding, graphs: Graph[][], noise: Noise, group: [number, number]) {
    this.#standing = standing
    this.#graphs = graphs
    this.#noise = noise
    this.#group = group
  }

  #pick(count: number): number {
    return this.#noise.random() % count
  }

  /** One move; undone when it costs more than `most` above what was. */
  try(heat: number, most: number): void {
    const { ward, symbols, cost } = this.#standing
    const { days, staff } = ward
    const graphs = this.#graphs[this.#pick(this.#graphs.length)]!
    const window = graphs[0]!.days
    const from = 7 * this.#pick((days - window) / 7 + 1)
    const [least, greatest] = this.#group
    const size = Math.min(staff.length, least + this.#pick(greatest - least + 1))
    const nurses: number[] = []
    while (nurses.length < size) {
      const nurse = this.#pick(staff.length)
      if (!nurses.includes(nurse)) nurses.push(nurse)
    }
    const were = nurses.map((nurse) => symbols.slice(nurse * days + from, nurse * days + from + window))
    for (const nurse of nurses) this.#standing.take(nurse, from, from + window)
    let planned = 0
    while (planned < size && this.#standing.plan(nurses[planned]!, from, graphs[nurses[planned]!]!, heat)) planned += 1
    if (planned === size && this.#standing.cost <= cost + most) return
    for (const nurse of nurses.slice(0, planned)) this.#standing.take(nurse, from, from + window)
    nurses.forEach((nurse, at) => {
      symbols.set(were[at]!, nurse * days + from)
      this.#standing.put(nurse, from, from + window)
    })
  }
}

/** temperature at the start and at the end, in units of cost */
const HOT = 20
const COLD = 0.5
/** lengths of windows; four weeks are dear, and of no use where they are a small part of the horizon */
const weeksFor = (days: number): number[] => (days <= LONG_DAYS ? [1, 2, 4] : [1, 2])
const GROUP: [number, number] = [2, 4]
/** noise of prices, of the temperature */
const NOISE = 0.5

/** A search that can be gone on with, and set on another roster. */
export class WardSearch {
  readonly standing: WardStanding
  best: number
  kept: Int16Array
  rounds = 0
  /** told about each better roster */
  onBest: (symbols: Int16Array) => void = () => {}
  readonly #noise: Noise
  readonly #moves: Moves

  constructor(ward: Ward, seed: number) {
    this.#noise = new Noise(seed)
    const graphs = graphsOf(ward, weeksFor(ward.days))
    if (graphs.length === 0) throw new Error('the rules need too many states')
    this.standing = new WardStanding(ward, graphs.flat(), this.#noise)
    fill(this.standing, graphs.find(([first]) => first!.days >= 14) ?? graphs[0]!, this.#noise)
    repair(this.standing, graphs, this.#noise)
    this.#moves = new Moves(this.standing, graphs, this.#noise, GROUP)
    this.best = this.standing.cost
    this.kept = this.standing.symbols.slice()
  }

  /** Goes on from this roster, which is the best when it costs less. */
  restart(symbols: Int16Array): void {
    this.standing.restore(symbols)
    this.#note()
  }

  #note(): void {
    if (this.standing.cost >= this.best) return
    this.best = this.standing.cost
    this.kept = this.standing.symbols.slice()
    this.onBest(this.kept)
  }

  /** Anneals for a time; `hot` may be lower on a good roster. False when told to stop. */
  run({ budgetMs, now, goOn }: Omit<WardOptions, 'seed'>, hot = HOT): boolean {
    const began = now()
    let told = began
    for (;;) {
      const at = now()
      const done = (at - began) / budgetMs
      if (done >= 1) return true
      if (at - told >= 100) {
        told = at
        if (goOn?.(done, this.best) === false) return false
      }
      const heat = hot * (COLD / hot) ** done
      for (let k = 0; k < 16; k++) {
        this.rounds += 1
        this.#moves.try(heat * NOISE, -heat * Math.log((this.#noise.random() + 0.5) / 4_294_967_296))
        this.#note()
      }
    }
  }
}

/** The search alone. Always answers. */
export function searchWard(ward: Ward, { seed, budgetMs, now, goOn }: WardOptions): WardFound {
  const began = now()
  const search = new WardSearch(ward, seed)
  const stopped = !search.run({ budgetMs: budgetMs - (now() - began), now, ...(goOn ? { goOn } : {}) })
  return { symbols: search.kept, cost: search.best, rounds: search.rounds, stopped }
}
