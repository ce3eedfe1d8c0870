// What the calendar explains of a factor's scores: ridge regression with errors that last from day to day.
import { addTo, dot, type Matrix, solve } from '../linear.ts'

/** A score counts as at most this many typical ones. */
const CLAMP = 4
const ROUNDS = 3
/** So many standard deviations of a mean square may be chance. */
const CHANCE = 1.5

/** Robust standard deviation about zero. */
export const typicalOf = (scores: Float64Array): number =>
  (Float64Array.from(scores, Math.abs).sort()[Math.floor(scores.length / 2)] ?? 0) * 1.4826

/** The calendar's features by day, and their products, which every regression on them shares. */
export interface Design {
  rows: Float64Array[]
  /** places of each row that are not 0 */
  places: number[][]
  /** by feature; −1 is none */
  groups: number[]
  /** days the planner named: they may be as odd as they are */
  named: boolean[]
  /** Σ xₜxₜ′ over days with one before them, Σ xₜ₋₁xₜ₋₁′, and Σ xₜxₜ₋₁′ + xₜ₋₁xₜ′; lower halves */
  own: Matrix
  before: Matrix
  across: Matrix
}

export function designOf(rows: Float64Array[], named: boolean[], groups: number[]): Design {
  const count = rows[0]!.length
  const [own, before, across] = [0, 0, 0].map(() => new Float64Array(count * count)) as [Matrix, Matrix, Matrix]
  const places = rows.map((row) => [...row.keys()].filter((i) => row[i] !== 0))
  for (const [at, row] of rows.entries()) {
    const last = at > 0 ? rows[at - 1]! : undefined
    for (const i of places[at]!) {
      for (const j of places[at]!) {
        if (j > i) break
        const product = row[i]! * row[j]!
        if (at < rows.length - 1) before[i * count + j]! += product
        if (last) own[i * count + j]! += product
      }
      if (last)
        for (const j of places[at - 1]!) across[i > j ? i * count + j : j * count + i]! += crossOf(i, j, row, last)
    }
  }
  return { rows, places, groups, named, own, before, across }
}

/** On the diagonal xₜxₜ₋₁ comes twice. */
const crossOf = (i: number, j: number, row: Float64Array, last: Float64Array): number =>
  row[i]! * last[j]! * (i === j ? 2 : 1)

/** Coefficients of the calendar's features (Cochrane–Orcutt with a ridge). */
export function learnEffects(scores: Float64Array, design: Design, ridge: number): Float64Array {
  const { rows, named } = design
  const ridges = ridgesOf(scores, design, ridge)
  const limit = CLAMP * (typicalOf(scores) || 1)
  const calm = scores.map((score, at) => (named[at] ? score : Math.max(-limit, Math.min(limit, score))))
  let effects: Float64Array = new Float64Array(rows[0]!.length)
  let carry = 0.4
  for (let round = 0; round < ROUNDS; round++) {
    effects = regress(calm, design, ridges, carry)
    carry = carryOf(scores.map((score, at) => score - dot(rows[at]!, effects)))
  }
  return effects
}

/** Effects of a group that the scores do not show are as good as none. */
const MOST_RIDGE = 1e4
const LEAST_RIDGE = 0.02

/**
 * A group's features may be as strong as its days stand out: its ridge is noise over signal (empirical Bayes), so that a
 * calendar without any effect in the data does no harm.
 */
function ridgesOf(scores: Float64Array, { places, groups }: Design, ridge: number): Float64Array {
  const count = Math.max(-1, ...groups) + 1
  const squares = new Float64Array(count)
  const days = new Float64Array(count)
  const noise = typicalOf(scores) ** 2 || 1e-9
  places.forEach((own, at) => {
    for (const group of new Set(own.map((i) => groups[i]!)))
      if (group >= 0) {
        squares[group]! += scores[at]! ** 2
        days[group]! += 1
      }
  })
  const strength = squares.map((sum, group) => {
    const chance = noise * (1 + CHANCE * Math.sqrt(2 / Math.max(1, days[group]!)))
    return Math.max(0, sum / Math.max(1, days[group]!) - chance)
  })
  return Float64Array.from(groups, (group) =>
    group < 0 ? ridge : Math.max(LEAST_RIDGE, Math.min(MOST_RIDGE, noise / (strength[group]! || 1e-12))),
  )
}

/** Ridge regression of the steps from `carry` times the day before. */
function regress(
  scores: Float64Array,
  { rows, own, before, across }: Design,
  ridges: Float64Array,
  carry: number,
): Float64Array {
  const count = rows[0]!.length
  const normal = own.slice()
  addTo(normal, carry * carry, before)
  addTo(normal, -carry, across)
  for (let i = 0; i < count; i++) normal[i * count + i]! += ridges[i]!
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
