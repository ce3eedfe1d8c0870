// From a fitted factor model to the days to come: the levels carried on, and the morning seen so far conditioned upon.

import { markOf } from '../calendar.ts'
import { meanOf, root } from '../counts.ts'
import { endOf, type History, isClosed, openWeekdays, profileDay, teaches, valuesOf, weekdayOf } from '../history.ts'
import type { Ask } from '../kit.ts'
import { cholesky, dot, forward } from '../linear.ts'
import type { FactorFit } from './fit.ts'
import { noiseOf } from './noise.ts'
import { follow, type Standing } from './state.ts'

/** A date on the root scale: expected value and variance by slot. */
export interface RootDay {
  day: number
  closed: boolean
  mean: Float64Array
  variance: Float64Array
  totalSd: number
}

/** So many days back a level can be felt at all. */
const FELT_DAYS = 90
/** Mean squared surprise of a morning's slots, 1 when all is as expected, from which it is called odd. */
const ODD_MORNING = 6
const WIDEST = 256

function standings(fit: FactorFit, known: History, before: number): Standing[] {
  const days: number[] = []
  for (let day = Math.max(known.firstDay, before - FELT_DAYS); day < before; day++)
    if (teaches(known, day)) days.push(day)
  const rests = days.map((day) => {
    const profile = fit.profiles[profileDay(known.calendar, day)]!
    const row = fit.features.of(day)
    const expected = fit.loadings.map((_, k) => dot(row, fit.effects[k]!))
    return valuesOf(known, day)!.map((value, j) => {
      let rest = Number.isNaN(value) ? 0 : root(value) - profile[j]!
      if (!Number.isNaN(value)) for (let k = 0; k < expected.length; k++) rest -= expected[k]! * fit.loadings[k]![j]!
      return rest
    })
  })
  return fit.states.map((state, k) =>
    follow(
      state,
      rests.map((rest) => dot(fit.loadings[k]!, rest)),
    ),
  )
}

/** Covariance of the factors' scores on a day to come; `widen` loosens the first, the level of the day. */
function factorSpread(fit: FactorFit, at: Standing[], widen: number): Float64Array {
  const count = fit.loadings.length
  const sd = at.map((standing, k) => Math.sqrt((standing.variance + fit.states[k]!.passing) * (k === 0 ? widen : 1)))
  return fit.together.map((value, cell) => value * sd[Math.floor(cell / count)]! * sd[cell % count]!)
}

function predictDay(fit: FactorFit, at: Standing[], known: History, day: number, seen: number, widen = 1): RootDay {
  const slots = known.slots
  const count = fit.loadings.length
  const row = fit.features.of(day)
  const mean = fit.profiles[profileDay(known.calendar, day)]!.slice()
  for (let k = 0; k < count; k++) {
    const level = at[k]!.level + dot(row, fit.effects[k]!)
    for (let j = 0; j < slots; j++) mean[j]! += level * fit.loadings[k]![j]!
  }
  const noise = noiseOf(
    fit.noise,
    mean.map((value) => meanOf(value, 0.25)),
  )
  const spread = factorSpread(fit, at, widen)
  const noiseSd = noise.map(Math.sqrt)
  const fades = Float64Array.from({ length: slots }, (_, gap) => fit.noise.lasting * fit.noise.carry ** gap)
  const mixed = fit.loadings.map((_, a) => {
    const out = new Float64Array(slots)
    for (let b = 0; b < count; b++)
      for (let j = 0; j < slots; j++) out[j]! += spread[a * count + b]! * fit.loadings[b]![j]!
    return out
  })
  const covariance = (i: number, j: number): number => {
    if (i === j) fades[0] = 1
    let sum = noiseSd[i]! * noiseSd[j]! * (i === j ? 1 : fades[Math.abs(i - j)]!)
    for (let a = 0; a < count; a++) sum += fit.loadings[a]![i]! * mixed[a]![j]!
    return sum
  }
  const variance = Float64Array.from({ length: slots }, (_, j) => covariance(j, j))
  const { weights, oddness } = condition(mean, variance, covariance, known, day, seen)
  // a morning unlike any day learned from: the day's level may be further off than was thought
  if (oddness > ODD_MORNING && widen < WIDEST) return predictDay(fit, at, known, day, seen, widen * 4)
  return { day, closed: false, mean, variance, totalSd: totalSd(mean, seen, covariance, weights) }
}

/** Given the slots seen, moves mean and variance of the others (Gaussian conditioning); answers the solved rows of those to come. */
function condition(
  mean: Float64Array,
  variance: Float64Array,
  covariance: (i: number, j: number) => number,
  known: History,
  day: number,
  seen: number,
): { weights: Float64Array[]; oddness: number } {
  const values = valuesOf(known, day)
  const sights: number[] = []
  for (let j = 0; j < seen; j++) if (values && !Number.isNaN(values[j]!)) sights.push(j)
  if (sights.length === 0) return { weights: [], oddness: 0 }
  const n = sights.length
  const lower = new Float64Array(n * n)
  for (let a = 0; a < n; a++) for (let b = 0; b <= a; b++) lower[a * n + b] = covariance(sights[a]!, sights[b]!)
  cholesky(lower, n)
  const surprise = forward(
    lower,
    n,
    Float64Array.from(sights, (j) => {
      const limit = 6 * Math.sqrt(variance[j]!)
      return Math.max(-limit, Math.min(limit, root(values![j]!) - mean[j]!))
    }),
  )
  const weights: Float64Array[] = []
  for (let j = seen; j < mean.length; j++) {
    const weight = forward(
      lower,
      n,
      Float64Array.from(sights, (i) => covariance(i, j)),
    )
    mean[j]! += dot(weight, surprise)
    variance[j] = Math.max(1e-6, variance[j]! - dot(weight, weight))
    weights.push(weight)
  }
  return { weights, oddness: dot(surprise, surprise) / n }
}

/** Standard deviation of the sum of counts still to come, by the delta rule. */
function totalSd(
  mean: Float64Array,
  seen: number,
  covariance: (i: number, j: number) => number,
  weights: Float64Array[],
): number {
  let sum = 0
  for (let i = seen; i < mean.length; i++)
    for (let j = seen; j <= i; j++) {
      const known = weights.length > 0 ? dot(weights[i - seen]!, weights[j - seen]!) : 0
      sum += (i === j ? 4 : 8) * Math.max(0, mean[i]!) * Math.max(0, mean[j]!) * (covariance(i, j) - known)
    }
  return Math.sqrt(Math.max(0, sum))
}

/** The days asked for, on the root scale. */
export function predictFactors(fit: FactorFit, ask: Ask): RootDay[] {
  const { known, from } = ask
  const open = openWeekdays(known)
  const at = standings(fit, known, Math.min(from, endOf(known)))
  const days: RootDay[] = []
  for (let day = Math.min(from, endOf(known)); day < from + ask.count; day++) {
    const mark = markOf(known.calendar, day)
    const begun = day === from && ask.seen > 0 && !isClosed(known, day)
    const closed = mark.closed === true || (!begun && !open[mark.asWeekday ?? weekdayOf(day)])
    if (closed) {
      const none = new Float64Array(known.slots)
      if (day >= from) days.push({ day, closed, mean: none, variance: none, totalSd: 0 })
      continue
    }
    if (day >= from) days.push(predictDay(fit, at, known, day, begun ? ask.seen : 0))
    fit.states.forEach((state, k) => {
      at[k] = { level: at[k]!.level * state.carry, variance: at[k]!.variance * state.carry ** 2 + state.step }
    })
  }
  return days
}
