// All allowed rosters of one contract as a layered automaton, minimised: a re-planning of one agent is a shortest path in it.

/** Rules of one contract, day by day. A state is a number; undefined = not allowed. */
export interface Contract {
  days: number
  symbols: number
  start: number
  step(state: number, day: number, symbol: number): number | undefined
  accepts(state: number): boolean
}

export interface Automaton {
  days: number
  symbols: number
  classes: number
  /** class of each symbol, −1 when no state ever allows it: symbols of one class lead everywhere to the same states */
  classOf: Int16Array
  /** the states of day d are layers[d] ≤ state < layers[d+1]; the start is state 0 */
  layers: Int32Array
  /** [state × classes + class]: next state, −1 = not allowed */
  next: Int32Array
}

/** Every state reachable, by layer; answers undefined when there are more than `most`. */
function explore(contract: Contract, most: number): { ids: number[][]; arcs: Int32Array[] } | undefined {
  const { days, symbols } = contract
  const ids: number[][] = [[contract.start]]
  const arcs: Int32Array[] = []
  let total = 1
  for (let day = 0; day < days; day++) {
    const layer = ids[day]!
    const found = new Map<number, number>()
    const table = new Int32Array(layer.length * symbols).fill(-1)
    for (let at = 0; at < layer.length; at++)
      for (let symbol = 0; symbol < symbols; symbol++) {
        const to = contract.step(layer[at]!, day, symbol)
        if (to === undefined) continue
        let id = found.get(to)
        if (id === undefined) {
          id = found.size
          found.set(to, id)
        }
        table[at * symbols + symbol] = id
      }
    total += found.size
    if (total > most) return undefined
    ids.push([...found.keys()])
    arcs.push(table)
  }
  return { ids, arcs }
}

/** Backwards: drops states from which no end is reached and joins those that allow the same futures. */
function minimise(contract: Contract, explored: { ids: number[][]; arcs: Int32Array[] }): Int32Array[] {
  const { days, symbols } = contract
  const rows: Int32Array[] = new Array(days)
  let names = Int32Array.from(explored.ids[days]!, (state) => (contract.accepts(state) ? 0 : -1))
  for (let day = days - 1; day >= 0; day--) {
    const table = explored.arcs[day]!
    const count = table.length / symbols
    const kept = new Map<string, number>()
    const out: number[] = []
    const own = new Int32Array(count).fill(-1)
    const row = new Int32Array(symbols)
    for (let at = 0; at < count; at++) {
      let live = false
      for (let symbol = 0; symbol < symbols; symbol++) {
        const to = table[at * symbols + symbol]!
        row[symbol] = to < 0 ? -1 : names[to]!
        if (row[symbol]! >= 0) live = true
      }
      if (!live) continue
      const key = row.join()
      let id = kept.get(key)
      if (id === undefined) {
        id = kept.size
        kept.set(key, id)
        for (const to of row) out.push(to)
      }
      own[at] = id
    }
    rows[day] = Int32Array.from(out)
    names = own
  }
  return rows
}

/** Joins symbols that lead everywhere to the same states; −1 for symbols never allowed. */
function classify(rows: Int32Array[], symbols: number): Int16Array {
  const classOf = new Int16Array(symbols)
  const kinds = new Map<string, number>()
  for (let symbol = 0; symbol < symbols; symbol++) {
    const column: number[] = []
    let used = false
    for (const row of rows)
      for (let at = symbol; at < row.length; at += symbols) {
        column.push(row[at]!)
        used ||= row[at]! >= 0
      }
    const key = column.join()
    if (used && !kinds.has(key)) kinds.set(key, kinds.size)
    classOf[symbol] = used ? kinds.get(key)! : -1
  }
  return classOf
}

/** Answers undefined when the contract needs more than `most` states before minimising. Throws when it allows nothing. */
export function compile(contract: Contract, most = 300_000): Automaton | undefined {
  const explored = explore(contract, most)
  if (!explored) return undefined
  const { days, symbols } = contract
  const rows = minimise(contract, explored)
  if (rows[0]!.length === 0) throw new Error('no roster keeps these rules')
  const classOf = classify(rows, symbols)
  const classes = Math.max(...classOf) + 1
  const layers = new Int32Array(days + 2)
  for (let day = 0; day < days; day++) layers[day + 1] = layers[day]! + rows[day]!.length / symbols
  layers[days + 1] = layers[days]! + 1
  const next = new Int32Array(layers[days]! * classes).fill(-1)
  for (let day = 0; day < days; day++) {
    const row = rows[day]!
    for (let at = 0; at < row.length; at++) {
      const kind = classOf[at % symbols]!
      if (kind >= 0 && row[at]! >= 0)
        next[(layers[day]! + Math.floor(at / symbols)) * classes + kind] = layers[day + 1]! + row[at]!
    }
  }
  return { days, symbols, classes, classOf, layers, next }
}
