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
  hot?: number
  cold?: number
  weeks?: number[]
  group?: [number, number]
  noise?: number
}

export interface WardFound {
  /** [nurse × days + day]: 0 off, n = shift n−1 */
  symbols: Int16Array
  cost: number
  rounds: number
  stopped: boolean
}

/** states of one graph; a counter is left out, and kept another way, when there are more */
const MOST_STATES = 250_000

/** Shifts that a nurse may work, but not as often as the minutes allow. */
const limited = (ward: Ward, nurse: Nurse): number[] =>
  ward.shifts.flatMap(({ minutes }, shift) => {
    const most = nurse.most[shift]!
    return most > 0 && most < Math.min(ward.days, Math.floor(nurse.maxMinutes / minutes)) ? [shift] : []
  })

function graphOf(ward: Ward, nurse: Nurse, days: number): Graph | undefined {
  const counted = limited(ward, nurse).sort((one, other) => nurse.most[one]! - nurse.most[other]!)
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
        const limits = limited(ward, nurse).map((shift) => `${shift}=${Math.min(days, nurse.most[shift]!)}`)
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

/** Always answers; a cost above SHORT says that somebody has too few minutes. */
export function searchWard(ward: Ward, options: WardOptions): WardFound {
  const { budgetMs, now, goOn, hot = 20, cold = 0.5, weeks = [1, 2, 4], group = [2, 4], noise: part = 0.5 } = options
  const began = now()
  const noise = new Noise(options.seed)
  const graphs = graphsOf(ward, weeks)
  if (graphs.length === 0) throw new Error('the rules need too many states')
  const standing = new WardStanding(ward, graphs.flat(), noise)
  fill(standing, graphs.find(([first]) => first!.days >= 14) ?? graphs[0]!, noise)
  repair(standing, graphs, noise)
  const moves = new Moves(standing, graphs, noise, group)
  let best = standing.cost
  let kept = standing.symbols.slice()
  let told = began
  let rounds = 0
  for (;;) {
    const at = now()
    const done = (at - began) / budgetMs
    if (done >= 1) return { symbols: kept, cost: best, rounds, stopped: false }
    if (at - told >= 100) {
      told = at
      if (goOn?.(done, best) === false) return { symbols: kept, cost: best, rounds, stopped: true }
    }
    const heat = hot * (cold / hot) ** done
    for (let k = 0; k < 16; k++) {
      rounds += 1
      moves.try(heat * part, -heat * Math.log((noise.random() + 0.5) / 4_294_967_296))
      if (standing.cost >= best) continue
      best = standing.cost
      kept = standing.symbols.slice()
    }
  }
}
