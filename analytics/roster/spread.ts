// What is lacking weighs more where much of it lies: by the share of a cell's need, and of its day's, that is missing.
import type { Problem } from './problem.ts'

/** Of a problem with a `spread`; the published instances have none, their cost is the linear one alone. */
export class Spread {
  /** weight of what is missing now, in units of cost, on top of the linear cost */
  weight = 0
  readonly #problem: Problem
  readonly #price: number
  /** agents missing by day, and needed */
  readonly #lack: Float64Array
  readonly #need: Float64Array
  readonly #prices: Float64Array

  constructor(problem: Problem, price: number) {
    const { need, days, cells } = problem
    this.#problem = problem
    this.#price = price
    this.#need = Float64Array.from({ length: days }, (_, day) => {
      let sum = 0
      for (let at = day * cells; at < (day + 1) * cells; at++) sum += need[at]!
      return sum
    })
    this.#lack = this.#need.slice()
    this.#prices = new Float64Array(need.length)
    // nobody is there yet: half the price for all that is needed, by its cell and by its day
    for (const sum of this.#need) this.weight += price * sum
  }

  /** What the last of `lack` missing agents of a cell weighs. */
  #last(day: number, at: number, lack: number): number {
    // breaks are taken out before shifts are: for that moment there may be less than nobody where nobody is needed
    const ofSlot = (lack - 0.5) / Math.max(1, this.#problem.need[at]!)
    const ofDay = (this.#lack[day]! - 0.5) / Math.max(1, this.#need[day]!)
    return this.#price * (ofSlot + ofDay)
  }

  /** One more in a cell of a day, or one less; `lack` were missing there before. */
  moved(day: number, at: number, lack: number, by: 1 | -1): void {
    if (by > 0 && lack > 0) {
      this.weight -= this.#last(day, at, lack)
      this.#lack[day]! -= 1
    }
    if (by < 0 && lack >= 0) {
      this.#lack[day]! += 1
      this.weight += this.#last(day, at, lack + 1)
    }
  }

  /** What one more in each cell would change, when the linear cost would change by `more`. */
  prices(have: Int32Array, more: Int32Array): Float64Array {
    const { need, days, cells } = this.#problem
    const prices = this.#prices
    for (let day = 0; day < days; day++)
      for (let at = day * cells; at < (day + 1) * cells; at++) {
        const lack = need[at]! - have[at]!
        prices[at] = lack > 0 ? more[at]! - this.#last(day, at, lack) : more[at]!
      }
    return prices
  }
}
