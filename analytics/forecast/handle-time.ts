// Handle time by slot: how long calls take, by weekday and time of day, drawn to the common mean where few calls were seen.
import { markOf } from './calendar.ts'
import { Z80, Z95 } from './counts.ts'
import { endOf, type History, profileDay, teaches, valuesOf } from './history.ts'

/** Calls handled and the seconds they took, by slot; both as long as each other. */
export interface Handled {
  calls: History
  seconds: readonly Float64Array[]
}

/** Seconds a call by slot of one date. */
export interface HandleTime {
  day: number
  mean: Float64Array
  lower95: Float64Array
  lower80: Float64Array
  upper80: Float64Array
  upper95: Float64Array
}

export interface FittedHandleTime {
  /** `calls` are the calls expected by slot: few calls make a mean less certain */
  forecast(
    day: number,
    calls: Float64Array,
    today?: { calls: Float64Array; seconds: Float64Array; seen: number },
  ): HandleTime
}

/** A time of day, a weekday or a morning counts for itself once this many calls were seen; before, mostly for the mean. */
const OWN_CALLS = 400
/** ... and a time of day on a weekday, as that differs less. */
const OWN_CELL_CALLS = 1200
/** Days this old count half. */
const HALF_LIFE_DAYS = 42
/** A slot's mean counts as at most this many times the usual, and at least that part of it. */
const ABSURD = 4
/** Standard deviation of one call's time over its mean: near exponential. */
const CALL_SPREAD = 1
/** What days differ by when nothing is known of it, worth a week of days. */
const GENERAL_DAY_SPREAD = 0.06
/** Nothing known at all: three minutes. */
const UNKNOWN_SECONDS = 180

interface Cell {
  day: number
  slot: number
  weekday: number
  calls: number
  weight: number
  /** seconds a call */
  mean: number
}

function cellsOf({ calls, seconds }: Handled): Cell[] {
  const cells: Cell[] = []
  const end = endOf(calls)
  for (let day = calls.firstDay; day < end; day++) {
    if (!teaches(calls, day)) continue
    const weekday = profileDay(calls.calendar, day)
    const age = 0.5 ** ((end - 1 - day) / HALF_LIFE_DAYS)
    const long = seconds[day - calls.firstDay]
    valuesOf(calls, day)!.forEach((count, slot) => {
      const mean = long ? long[slot]! / count : Number.NaN
      if (count > 0 && mean >= 0) cells.push({ day, slot, weekday, calls: count, weight: count * age, mean })
    })
  }
  return cells
}

function weightedMedian(cells: Cell[]): number {
  const sorted = cells.toSorted((a, b) => a.mean - b.mean)
  let left = sorted.reduce((sum, cell) => sum + cell.weight, 0) / 2
  for (const cell of sorted) {
    left -= cell.weight
    if (left <= 0) return cell.mean
  }
  return UNKNOWN_SECONDS
}

/** How many times the expected seconds a group of cells took; 1 while it has few calls. */
function factors(
  cells: Cell[],
  size: number,
  of: (cell: Cell) => number,
  expected: (cell: Cell) => number,
  own: number,
): Float64Array {
  const seconds = new Float64Array(size)
  const calls = new Float64Array(size)
  for (const cell of cells) {
    seconds[of(cell)]! += cell.weight * (cell.mean / expected(cell))
    calls[of(cell)]! += cell.weight
  }
  return seconds.map((value, at) => (value + own) / (calls[at]! + own))
}

export function fitHandleTime(handled: Handled): FittedHandleTime {
  const { slots, calendar } = handled.calls
  const cells = cellsOf(handled)
  const middle = cells.length > 0 ? weightedMedian(cells) : UNKNOWN_SECONDS
  for (const cell of cells) cell.mean = Math.min(ABSURD * middle, Math.max(middle / ABSURD, cell.mean))
  const all = cells.reduce((sum, cell) => sum + cell.weight, 0)
  const level = all > 0 ? cells.reduce((sum, cell) => sum + cell.weight * cell.mean, 0) / all : middle
  const byWeekday = factors(
    cells,
    7,
    (cell) => cell.weekday,
    () => level,
    OWN_CALLS,
  )
  const bySlot = factors(
    cells,
    slots,
    (cell) => cell.slot,
    (cell) => level * byWeekday[cell.weekday]!,
    OWN_CALLS,
  )
  const plain = (cell: Cell): number => level * byWeekday[cell.weekday]! * bySlot[cell.slot]!
  const byCell = factors(cells, 7 * slots, (cell) => cell.weekday * slots + cell.slot, plain, OWN_CELL_CALLS)
  const expected = (weekday: number, slot: number): number =>
    level * byWeekday[weekday]! * bySlot[slot]! * byCell[weekday * slots + slot]!
  const daySpread = daySpreadOf(cells, expected)
  return {
    forecast(day, calls, today) {
      const weekday = profileDay(calendar, day)
      const lift = today ? todayLift(today, (slot) => expected(weekday, slot)) : 1
      const closed = markOf(calendar, day).closed === true
      const mean = Float64Array.from({ length: slots }, (_, j) => (closed ? 0 : lift * expected(weekday, j)))
      const edge = (z: number): Float64Array =>
        mean.map((value, j) => {
          const spread = Math.log(1 + daySpread ** 2 + CALL_SPREAD ** 2 / Math.max(1, calls[j]! || 0))
          return value * Math.exp(z * Math.sqrt(spread) - spread / 2)
        })
      return { day, mean, lower95: edge(-Z95), lower80: edge(-Z80), upper80: edge(Z80), upper95: edge(Z95) }
    },
  }
}

/** How far whole days lie from what is expected of them, their calls' own noise taken off. */
function daySpreadOf(cells: Cell[], expected: (weekday: number, slot: number) => number): number {
  const days = new Map<number, { seconds: number; expected: number; calls: number }>()
  for (const cell of cells) {
    const day = days.get(cell.day) ?? { seconds: 0, expected: 0, calls: 0 }
    day.seconds += cell.calls * cell.mean
    day.expected += cell.calls * expected(cell.weekday, cell.slot)
    day.calls += cell.calls
    days.set(cell.day, day)
  }
  let squares = 7 * GENERAL_DAY_SPREAD ** 2
  for (const day of days.values())
    squares += Math.max(0, (day.seconds / day.expected - 1) ** 2 - CALL_SPREAD ** 2 / day.calls)
  return Math.sqrt(squares / (7 + days.size))
}

/** Today's calls so far took longer or shorter than expected; few calls say little. */
function todayLift(
  today: { calls: Float64Array; seconds: Float64Array; seen: number },
  expected: (slot: number) => number,
): number {
  let calls = 0
  let times = 0
  for (let j = 0; j < today.seen; j++) {
    const count = today.calls[j]!
    if (!(count > 0) || !(today.seconds[j]! >= 0)) continue
    const ratio = today.seconds[j]! / count / expected(j)
    times += count * Math.min(ABSURD, Math.max(1 / ABSURD, ratio))
    calls += count
  }
  return (times + OWN_CALLS) / (calls + OWN_CALLS)
}
