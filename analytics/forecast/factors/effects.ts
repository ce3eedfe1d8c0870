// What the calendar explains of a factor's scores: ridge regression with errors that last from day to day.
import { addTo, dot, type Matrix, solve } from '../linear.ts'

/** A score counts as at most this many typical ones. */
const CLAMP = 4
const ROUNDS = 3

/** Robust standard deviation about zero. */
export const typicalOf = (scores: Float64Array): number =>
  (Float64Array.from(scores, Math.abs).sort()[Math.floor(scores.length / 2)] ?? 0) * 1.4826

/** The calendar's features by day, and their products, which every regression on them shares. */
export interface Design {
  rows: Float64Array[]
  /** days the planner named: they may be as odd as they are */
  named: boolean[]
  /** Σ xₜxₜ′ over days with one before them, Σ xₜ₋₁xₜ₋₁′, and Σ xₜxₜ₋₁′ + xₜ₋₁xₜ′; lower halves */
  own: Matrix
  before: Matrix
  across: Matrix
}

export function designOf(rows: Float64Array[], named: boolean[]): Design {
  const count = rows[0]!.length
  const [own, before, across] = [0, 0, 0].map(() => new Float64Array(count * count)) as [Matrix, Matrix, Matrix]
  for (const [at, row] of rows.entries()) {
    const last = at > 0 ? rows[at - 1]! : undefined
    for (let i = 0; i < count; i++)
      for (let j = 0; j <= i; j++) {
        const cell = i * count + j
        const product = row[i]! * row[j]!
        if (at < rows.length - 1) before[cell]! += product
        if (!last) continue
        own[cell]! += product
        across[cell]! += row[i]! * last[j]! + last[i]! * row[j]!
      }
  }
  return { rows, named, own, before, across }
}

/** Coefficients of the calendar's features (Cochrane–Orcutt with a ridge). */
export function learnEffects(scores: Float64Array, design: Design, ridge: number): Float64Array {
  const { rows, named } = design
  const limit = CLAMP * (typicalOf(scores) || 1)
  const calm = scores.map((score, at) => (named[at] ? score : Math.max(-limit, Math.min(limit, score))))
  let effects: Float64Array = new Float64Array(rows[0]!.length)
  let carry = 0.4
  for (let round = 0; round < ROUNDS; round++) {
    effects = regress(calm, design, ridge, carry)
    carry = carryOf(scores.map((score, at) => score - dot(rows[at]!, effects)))
  }
  return effects
}

/** Ridge regression of the steps from `carry` times the day before. */
function regress(
  scores: Float64Array,
  { rows, own, before, across }: Design,
  ridge: number,
  carry: number,
): Float64Array {
  const count = rows[0]!.length
  const normal = own.slice()
  addTo(normal, carry * carry, before)
  addTo(normal, -carry, across)
  for (let i = 0; i < count; i++) normal[i * count + i]! += ridge
  const right = new Float64Array(count)
  for (let at = 1; at < rows.length; at++) {
    const value = scores[at]! - carry * scores[at - 1]!
    addTo(right, value, rows[at]!)
    addTo(right, -carry * value, rows[at - 1]!)
  }
  return solve(normal, right)
}

function carryOf(rest: Float64Array): number {
  let product = 0
  let square = 0
  for (let at = 1; at < rest.length; at++) {
    product += rest[at]! * rest[at - 1]!
    square += rest[at - 1]! ** 2
  }
  return Math.max(0, Math.min(0.97, product / (square || 1)))
}
