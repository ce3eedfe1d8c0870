// The linear programme of a roster problem, solved by HiGHS for its prices: rules as flows, breaks modelled implicitly.
import { boundAt, kindsOf } from './bound.ts'
import { loadHighs, OPTIMAL } from './highs.ts'
import { FORBIDDEN, type Problem } from './problem.ts'

/** Columns and rows as they are found; coefficients by column. */
class Programme {
  readonly colCost: number[] = []
  readonly colUpper: number[] = []
  readonly rowLower: number[] = []
  readonly rowUpper: number[] = []
  readonly starts: number[] = [0]
  readonly indices: number[] = []
  readonly values: number[] = []

  row(lower: number, upper = lower): number {
    this.rowLower.push(lower)
    return this.rowUpper.push(upper) - 1
  }

  column(cost: number, upper: number, entries: readonly (readonly [row: number, value: number])[]): void {
    this.colCost.push(cost)
    this.colUpper.push(upper)
    for (const [row, value] of entries) {
      this.indices.push(row)
      this.values.push(value)
    }
    this.starts.push(this.indices.length)
  }
}

/** Rows "planned − need = over − under", the first of the programme, one a cell. */
function coverRows(problem: Problem, programme: Programme): void {
  problem.need.forEach((need, at) => {
    programme.row(need)
    programme.column(problem.under[at]!, Number.POSITIVE_INFINITY, [[at, 1]])
    programme.column(problem.over[at]!, Number.POSITIVE_INFINITY, [[at, -1]])
  })
}

/** How many work each shift of each day, and how many of those take each break. Answers the row that counts a shift's people. */
function shiftColumns(problem: Problem, programme: Programme): (day: number, symbol: number) => number {
  const { days, cells, shifts } = problem
  const counts: number[] = []
  for (let day = 0; day < days; day++)
    for (const { from, to, breaks } of shifts) {
      const base = day * cells
      const people = programme.row(0)
      counts.push(people)
      const groups = breaks.map(() => programme.row(0))
      const covered = Array.from({ length: to - from }, (_, slot): [number, number] => [base + from + slot, 1])
      programme.column(0, Number.POSITIVE_INFINITY, [
        ...covered,
        [people, -1],
        ...groups.map((row): [number, number] => [row, -1]),
      ])
      breaks.forEach((choices, group) => {
        for (const gaps of choices)
          programme.column(0, Number.POSITIVE_INFINITY, [
            ...Array.from(gaps, (cell): [number, number] => [base + cell, -1]),
            [groups[group]!, 1],
          ])
      })
    }
  return (day, symbol) => counts[day * shifts.length + symbol - 1]!
}

/** Symbols of one class at their wishes, on one day: agents of any kind that have the same choice share its columns. */
class Choices {
  readonly #rows = new Map<string, number>()
  readonly #problem: Problem
  readonly #programme: Programme
  readonly #people: (day: number, symbol: number) => number

  constructor(problem: Problem, programme: Programme, people: (day: number, symbol: number) => number) {
    this.#problem = problem
    this.#programme = programme
    this.#people = people
  }

  /** The row that takes in those who choose so; undefined when nothing can be chosen. */
  row(index: number, day: number, kind: number): number | undefined {
    const { sequences, wish } = this.#problem.agents[index]!
    const count = this.#problem.shifts.length + 1
    const choice: [symbol: number, wish: number][] = []
    for (let symbol = 0; symbol < count; symbol++) {
      const wished = wish[day * count + symbol]!
      if (sequences.classOf[symbol] === kind && wished < FORBIDDEN) choice.push([symbol, wished])
    }
    if (choice.length === 0) return undefined
    const key = `${day}:${choice.join(';')}`
    const known = this.#rows.get(key)
    if (known !== undefined) return known
    const row = this.#programme.row(0)
    this.#rows.set(key, row)
    for (const [symbol, wished] of choice)
      this.#programme.column(
        wished,
        Number.POSITIVE_INFINITY,
        symbol === 0
          ? [[row, -1]]
          : [
              [row, -1],
              [this.#people(day, symbol), 1],
            ],
      )
    return row
  }
}

/** Agents of one kind flow through their automaton: as many into a state as out of it. */
function flow(problem: Problem, programme: Programme, choices: Choices, index: number, count: number): void {
  const { classes, layers, next } = problem.agents[index]!.sequences
  const { days } = problem
  const rows = Array.from({ length: layers[days]! }, (_, state) => programme.row(state === 0 ? count : 0))
  for (let day = 0; day < days; day++)
    for (let kind = 0; kind < classes; kind++) {
      const choice = choices.row(index, day, kind)
      if (choice === undefined) continue
      for (let state = layers[day]!; state < layers[day + 1]!; state++) {
        const to = next[state * classes + kind]!
        if (to < 0) continue
        const into: [number, number][] = day + 1 < days ? [[rows[to]!, -1]] : []
        programme.column(0, count, [[rows[state]!, 1], [choice, 1], ...into])
      }
    }
}

/** above it the solver's memory (32-bit) and time are not worth a try */
const MOST_ENTRIES = 2_000_000

/** The bound by the programme's prices; undefined when it is too large or not solved within the time. */
export async function programmeBound(problem: Problem, limitMs: number): Promise<number | undefined> {
  const kinds = kindsOf(problem)
  const entries = kinds.reduce((sum, { index }) => sum + problem.agents[index]!.sequences.next.length * 3, 0)
  if (entries > MOST_ENTRIES) return undefined
  const programme = new Programme()
  coverRows(problem, programme)
  const choices = new Choices(problem, programme, shiftColumns(problem, programme))
  for (const { index, count } of kinds) flow(problem, programme, choices, index, count)
  const { colCost, colUpper, rowLower, rowUpper, starts, indices, values } = programme
  const highs = await loadHighs()
  return highs.withModel(
    {
      numCols: colCost.length,
      numRows: rowLower.length,
      colCost,
      colLower: new Float64Array(colCost.length),
      colUpper,
      rowLower,
      rowUpper,
      matrix: { format: 'csc', numRows: rowLower.length, numCols: colCost.length, starts, indices, values },
    },
    (model) => {
      model.options.set({ output_flag: false, time_limit: limitMs / 1000, solver: 'ipm', run_crossover: 'off' })
      model.run()
      if (model.getModelStatus() !== OPTIMAL) return undefined
      const { rowDual } = model.getSolution()
      return boundAt(
        problem,
        Float64Array.from(problem.need, (_, at) => -rowDual[at]!),
      )
    },
  )
}
