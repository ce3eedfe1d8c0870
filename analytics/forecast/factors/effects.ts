// What the calendar explains of a factor's scores: ridge regression with errors that last from day to day.
import { dot, solve } from '../linear.ts'

/** A score counts as at most this many typical ones. */
const CLAMP = 4
const ROUNDS = 3

/** Robust standard deviation about zero. */
export const typicalOf = (scores: Float64Array): number =>
  (Float64Array.from(scores, Math.abs).sort()[Math.floor(scores.length / 2)] ?? 0) * 1.4826

/** Coefficients of the calendar's features (Cochrane–Orcutt with a ridge). Days the planner `named` may be as odd as they are. */
export function learnEffects(
  scores: Float64Array,
  rows: Float64Array[],
  named: boolean[],
  ridge: number,
): Float64Array {
  const limit = CLAMP * (typicalOf(scores) || 1)
  const calm = scores.map((score, at) => (named[at] ? score : Math.max(-limit, Math.min(limit, score))))
  let effects: Float64Array = new Float64Array(rows[0]!.length)
  let carry = 0.4
  for (let round = 0; round < ROUNDS; round++) {
    effects = regress(calm, rows, ridge, carry)
    carry = carryOf(scores.map((score, at) => score - dot(rows[at]!, effects)))
  }
  return effects
}

/** Ridge regression of the steps from `carry` times the day before. */
function regress(scores: Float64Array, rows: Float64Array[], ridge: number, carry: number): Float64Array {
  const count = rows[0]!.length
  const normal = new Float64Array(count * count)
  const right = new Float64Array(count)
  for (let i = 0; i < count; i++) normal[i * count + i] = ridge
  const step = new Float64Array(count)
  for (let at = 1; at < rows.length; at++) {
    const row = rows[at]!
    const before = rows[at - 1]!
    for (let i = 0; i < count; i++) step[i] = row[i]! - carry * before[i]!
    const value = scores[at]! - carry * scores[at - 1]!
    for (let i = 0; i < count; i++) {
      const left = step[i]!
      if (Math.abs(left) < 1e-6) continue
      right[i]! += left * value
      for (let j = 0; j <= i; j++) normal[i * count + j]! += left * step[j]!
    }
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
