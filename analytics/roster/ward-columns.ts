// Whole rosters of a ward's nurses as columns of a programme over its cover; the best whole choice of them by HiGHS.
import { type Highs, loadHighs } from './highs.ts'
import type { Ward } from './nrp.ts'

/** One nurse's whole roster that may be chosen. */
export interface Column {
  nurse: number
  symbols: Int16Array
  wishes: number
}

/** Rosters found so far, each nurse's once; the linear programme over them and its prices. */
export class Columns {
  readonly found: Column[] = []
  readonly #keys = new Set<string>()
  readonly #ward: Ward

  constructor(ward: Ward) {
    this.#ward = ward
  }

  /** Answers whether it is a new one that keeps its limits. */
  add(nurse: number, symbols: Int16Array): boolean {
    const { shifts, staff } = this.#ward
    const { wish, most } = staff[nurse]!
    const key = `${nurse}:${symbols.join()}`
    if (this.#keys.has(key)) return false
    this.#keys.add(key)
    const counts = new Int32Array(shifts.length)
    let wishes = 0
    symbols.forEach((symbol, day) => {
      wishes += wish[day * (shifts.length + 1) + symbol]!
      if (symbol > 0) counts[symbol - 1]! += 1
    })
    if (counts.some((count, shift) => count > most[shift]!)) return false
    this.found.push({ nurse, symbols: symbols.slice(), wishes })
    return true
  }

  addAll(symbols: Int16Array): void {
    const { days, staff } = this.#ward
    for (let nurse = 0; nurse < staff.length; nurse++)
      this.add(nurse, symbols.subarray(nurse * days, (nurse + 1) * days))
  }

  /** Rows: one a cell, one a nurse. */
  rowsOf({ nurse, symbols }: Column): number[] {
    const { shifts, need } = this.#ward
    const rows: number[] = []
    symbols.forEach((symbol, day) => {
      if (symbol > 0) rows.push(day * shifts.length + symbol - 1)
    })
    return [...rows, need.length + nurse]
  }

  /** What a column costs above its nurse's share at these prices; the least of each nurse is 0. */
  reduced(prices: Float64Array): Float64Array {
    const cells = this.#ward.need.length
    const costs = Float64Array.from(this.found, (column) =>
      this.rowsOf(column).reduce((sum, row) => sum + (row < cells ? prices[row]! : 0), column.wishes),
    )
    const least = new Float64Array(this.#ward.staff.length).fill(Number.POSITIVE_INFINITY)
    this.found.forEach(({ nurse }, at) => {
      least[nurse] = Math.min(least[nurse]!, costs[at]!)
    })
    return costs.map((cost, at) => cost - least[this.found[at]!.nurse]!)
  }

  /** The programme over some columns: they come after two columns a cell, one for under and one for over cover. */
  model(highs: Highs, chosen: readonly Column[], whole: boolean) {
    const { need, under, over, staff } = this.#ward
    const cells = need.length
    const starts = [0]
    const indices: number[] = []
    const values: number[] = []
    const column = (rows: number[], value: number) => {
      for (const row of rows) {
        indices.push(row)
        values.push(value)
      }
      starts.push(indices.length)
    }
    for (let cell = 0; cell < cells; cell++) {
      column([cell], 1)
      column([cell], -1)
    }
    for (const one of chosen) column(this.rowsOf(one), 1)
    const colCost = [
      ...Array.from({ length: 2 * cells }, (_, at) => (at % 2 === 0 ? under[at >> 1]! : over[at >> 1]!)),
      ...chosen.map(({ wishes }) => wishes),
    ]
    const rows = [...need, ...staff.map(() => 1)]
    return highs.createModel({
      numCols: colCost.length,
      numRows: rows.length,
      colCost,
      colLower: new Float64Array(colCost.length),
      colUpper: new Float64Array(colCost.length).fill(highs.infinity),
      rowLower: rows,
      rowUpper: rows,
      matrix: { format: 'csc', numRows: rows.length, numCols: colCost.length, starts, indices, values },
      ...(whole ? { integrality: Int32Array.from(colCost, (_, at) => (at < 2 * cells ? 0 : 1)) } : {}),
    })
  }
}

/** columns the solver chooses among; more take too long to be worth it */
const MOST_CHOICES = 1_500

/** The best whole choice of columns found in the time; undefined when none. `slack`: no better one has a dearer column. */
export async function chooseColumns(
  columns: Columns,
  prices: Float64Array,
  ward: Ward,
  { slack, limitMs }: { slack: number; limitMs: number },
): Promise<Int16Array | undefined> {
  const highs = await loadHighs()
  const reduced = columns.reduced(prices)
  const order = columns.found.map((_, at) => at).sort((one, other) => reduced[one]! - reduced[other]!)
  const chosen = order
    .filter((at) => reduced[at]! <= slack)
    .slice(0, MOST_CHOICES)
    .map((at) => columns.found[at]!)
  const model = columns.model(highs, chosen, true)
  try {
    model.options.set({ output_flag: false, time_limit: limitMs / 1_000, mip_rel_gap: 1e-4 })
    model.run()
    const { colValue } = model.getSolution()
    const symbols = new Int16Array(ward.staff.length * ward.days)
    const named = new Set<number>()
    chosen.forEach((column, at) => {
      if ((colValue[2 * ward.need.length + at] ?? 0) < 0.5) return
      symbols.set(column.symbols, column.nurse * ward.days)
      named.add(column.nurse)
    })
    return named.size === ward.staff.length ? symbols : undefined
  } finally {
    model.dispose()
  }
}
