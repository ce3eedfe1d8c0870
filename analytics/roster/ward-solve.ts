// A ward solved: search, then rosters priced by the linear programme and chosen whole, then search on from the best of both.
import { loadHighs } from './highs.ts'
import type { Ward } from './nrp.ts'
import { Noise } from './pricing.ts'
import { SHORT, WardStanding } from './ward.ts'
import { Columns, chooseColumns } from './ward-columns.ts'
import type { Graph } from './ward-graph.ts'
import { WardPricing } from './ward-pricing.ts'
import { graphOf, LONG_DAYS, type WardFound, type WardOptions, WardSearch } from './ward-search.ts'

export interface WardAnswer extends WardFound {
  /** no roster costs less; null when the horizon's graphs are too large to tell */
  bound: number | null
}

/** shares of the budget: first search; each search after a dive; whole choice of columns; last search */
const SHARES = { first: 0.1, between: 0.03, choose: 0.1, last: 0.15 }

/** One graph a nurse over the whole horizon; undefined when one has too many states. */
function wholeGraphs(ward: Ward): Graph[] | undefined {
  if (ward.days > LONG_DAYS) return undefined
  const shared = new Map<string, Graph | undefined>()
  const graphs: Graph[] = []
  for (const nurse of ward.staff) {
    const { maxRun, minRun, minOff, maxMinutes, maxWeekends, most } = nurse
    const key = [maxRun, minRun, minOff, maxMinutes, maxWeekends, ...most].join()
    if (!shared.has(key)) shared.set(key, graphOf(ward, nurse, ward.days))
    const graph = shared.get(key)
    if (!graph) return undefined
    graphs.push(graph)
  }
  return graphs
}

/** One ward being solved within a budget. */
class WardSolve {
  readonly #options: WardOptions
  readonly #began: number
  readonly #ward: Ward
  readonly #search: WardSearch
  readonly #columns: Columns
  #bound: number | null = null
  #stopped = false

  constructor(ward: Ward, options: WardOptions) {
    this.#options = options
    this.#began = options.now()
    this.#ward = ward
    this.#search = new WardSearch(ward, options.seed)
    this.#columns = new Columns(ward)
    this.#search.onBest = (symbols) => {
      if (this.#search.best < SHORT) this.#columns.addAll(symbols)
    }
  }

  #left(): number {
    return this.#options.budgetMs - (this.#options.now() - this.#began)
  }

  /** false when told to stop, and when the best cannot be bettered */
  readonly #goOn = (): boolean => {
    const done = Math.min(1, 1 - this.#left() / this.#options.budgetMs)
    this.#stopped ||= this.#options.goOn?.(done, this.#search.best) === false
    return !this.#stopped && this.#search.best > (this.#bound ?? -1)
  }

  #run(share: number, hot?: number): void {
    const budgetMs = Math.min(this.#left(), this.#options.budgetMs * share)
    if (this.#goOn()) this.#search.run({ budgetMs, now: this.#options.now, goOn: this.#goOn }, hot)
  }

  async solve(): Promise<WardAnswer> {
    this.#run(SHARES.first)
    const graphs = this.#search.best < SHORT ? wholeGraphs(this.#ward) : undefined
    if (graphs && this.#goOn()) await this.#byColumns(graphs)
    this.#run(1, graphs ? 8 : undefined)
    const { kept, best, rounds } = this.#search
    return { symbols: kept, cost: best, rounds, stopped: this.#stopped, bound: this.#bound }
  }

  async #byColumns(graphs: Graph[]): Promise<void> {
    const { seed, budgetMs } = this.#options
    const noise = new Noise(seed)
    this.#search.onBest(this.#search.kept)
    const pricing = new WardPricing(
      await loadHighs(),
      this.#columns,
      new WardStanding(this.#ward, graphs, noise),
      graphs,
    )
    const until = budgetMs * (SHARES.choose + SHARES.last)
    const goOn = () => this.#goOn() && this.#left() > until
    try {
      pricing.converge(goOn)
      this.#bound = pricing.bound
      while (goOn()) {
        const found = pricing.dive(noise, goOn)
        if (!found) break
        this.#search.restart(found)
        this.#run(SHARES.between, 4)
      }
      if (!this.#goOn()) return
      const slack = this.#search.best - this.#bound
      const limitMs = budgetMs * SHARES.choose
      const chosen = await chooseColumns(this.#columns, pricing.prices, this.#ward, { slack, limitMs })
      if (chosen) this.#search.restart(chosen)
      this.#search.restart(this.#search.kept)
    } finally {
      pricing.dispose()
    }
  }
}

/** Always answers within about the budget; `goOn` false stops it, at the latest when HiGHS has made its choice. */
export const solveWard = (ward: Ward, options: WardOptions): Promise<WardAnswer> => new WardSolve(ward, options).solve()
