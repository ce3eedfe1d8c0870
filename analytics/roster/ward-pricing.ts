// Column generation for a ward: HiGHS prices the cover, each nurse's cheapest roster joins; dives fix nurse after nurse.
import { type Highs, OPTIMAL } from './highs.ts'
import type { Noise } from './pricing.ts'
import type { WardStanding } from './ward.ts'
import type { Columns } from './ward-columns.ts'
import type { Graph } from './ward-graph.ts'

/** rounds of pricing after each fixing, at most */
const DIVE_ROUNDS = 15

/** The linear programme over all columns found, kept warm between rounds. `dispose` frees its memory. */
export class WardPricing {
  /** no roster of the ward costs less; rounded up, as costs are whole numbers */
  bound = 0
  /** prices of cells that gave the bound */
  prices: Float64Array
  readonly #columns: Columns
  readonly #standing: WardStanding
  /** over the horizon, one a nurse */
  readonly #graphs: readonly Graph[]
  readonly #infinity: number
  readonly #model: ReturnType<Columns['model']>
  readonly #fixed = new Map<number, number>()
  #inModel: number

  constructor(highs: Highs, columns: Columns, standing: WardStanding, graphs: readonly Graph[]) {
    this.#columns = columns
    this.#standing = standing
    this.#graphs = graphs
    this.#infinity = highs.infinity
    this.#model = columns.model(highs, columns.found, false)
    this.#model.options.set({ output_flag: false })
    this.#inModel = columns.found.length
    this.prices = new Float64Array(standing.ward.need.length)
  }

  dispose(): void {
    this.#model.dispose()
  }

  #addMissing(): void {
    for (; this.#inModel < this.#columns.found.length; this.#inModel++) {
      const column = this.#columns.found[this.#inModel]!
      const rows = this.#columns.rowsOf(column)
      // rosters of a nurse that is fixed stay out of the way until it is freed: its row is full
      this.#model.addCol(column.wishes, 0, this.#infinity, { indices: rows, values: rows.map(() => 1) })
    }
  }

  /** The programme's own prices; undefined when it has no answer. */
  #solve(): Float64Array | undefined {
    this.#addMissing()
    this.#model.run()
    if (this.#model.getModelStatus() !== OPTIMAL) return undefined
    const { rowDual } = this.#model.getSolution()
    const { need, under, over } = this.#standing.ward
    return Float64Array.from(need, (_, at) => Math.min(over[at]!, Math.max(-under[at]!, -rowDual[at]!)))
  }

  /** Each free nurse's cheapest roster at these prices. Answers what all cost, and how many were new. */
  #price(prices: Float64Array): { cost: number; added: number } {
    const { need, staff, days } = this.#standing.ward
    const roster = new Int16Array(days)
    let cost = 0
    let added = 0
    for (let cell = 0; cell < need.length; cell++) cost -= prices[cell]! * need[cell]!
    for (let nurse = 0; nurse < staff.length; nurse++) {
      if (this.#fixed.has(nurse)) continue
      cost += this.#standing.cheapest(nurse, this.#graphs[nurse]!, prices, roster)
      if (this.#columns.add(nurse, roster)) added += 1
    }
    return { cost, added }
  }

  /** Adds columns until none would lower the programme's cost, or told to stop. Raises the bound when no nurse is fixed. */
  converge(goOn: () => boolean): void {
    let best = Number.NEGATIVE_INFINITY
    for (let inside = 0; goOn(); ) {
      const own = this.#solve()
      if (!own) return
      // between the programme's prices and the best so far: its own jump about
      const prices = own.map((price, at) => inside * this.prices[at]! + (1 - inside) * price)
      const { cost, added } = this.#price(prices)
      if (cost > best) {
        best = cost
        this.prices = prices
        this.bound = Math.max(this.bound, Math.ceil(cost - 1e-6))
      }
      if (added === 0 && inside === 0) return
      inside = added === 0 ? 0 : 0.5
    }
  }

  /** Fixes nurse after nurse on a roster the programme likes, pricing anew in between. Undefined when stopped on the way. */
  dive(noise: Noise, goOn: () => boolean): Int16Array | undefined {
    const { staff, days } = this.#standing.ward
    try {
      while (this.#fixed.size < staff.length) {
        for (let rounds = 0; rounds < DIVE_ROUNDS; rounds++) {
          if (!goOn()) return undefined
          const own = this.#solve()
          if (!own) return undefined
          if (this.#price(own).added === 0) break
        }
        if (!this.#solve()) return undefined
        this.#fixLiked(noise)
      }
      const symbols = new Int16Array(staff.length * days)
      for (const [nurse, at] of this.#fixed) symbols.set(this.#columns.found[at]!.symbols, nurse * days)
      return symbols
    } finally {
      for (const at of this.#fixed.values()) this.#bounds(at, 0)
      this.#fixed.clear()
    }
  }

  #bounds(at: number, lower: number): void {
    const column = 2 * this.#standing.ward.need.length + at
    this.#model.changeColsBounds({ kind: 'range', from: column, to: column }, [lower], [this.#infinity])
  }

  /** Fixes all that are nearly whole, and one more at random among the most liked. */
  #fixLiked(noise: Noise): void {
    const { colValue } = this.#model.getSolution()
    const from = 2 * this.#standing.ward.need.length
    let liked = -1
    let most = Number.NEGATIVE_INFINITY
    this.#columns.found.forEach(({ nurse }, at) => {
      const share = colValue[from + at] ?? 0
      if (share < 1e-6 || this.#fixed.has(nurse)) return
      if (share > 0.999) {
        this.#fixed.set(nurse, at)
        this.#bounds(at, 1)
        return
      }
      noise.jump()
      const score = share + 0.03 * noise.gumbel[noise.at & 65_535]!
      if (score <= most) return
      most = score
      liked = at
    })
    if (liked < 0) return
    this.#fixed.set(this.#columns.found[liked]!.nurse, liked)
    this.#bounds(liked, 1)
  }
}
