// A day already begun: the slots seen move what is expected of the others (Gaussian conditioning).
import { root } from '../counts.ts'
import { cholesky, dot, forward } from '../linear.ts'
import type { Outlook } from './outlook.ts'

/** A day's level may be further off than any learned from: its variance times these, each ten times less likely than the one before. */
const WIDENINGS = [1, 4, 16, 64, 256]
const LESS_LIKELY = 0.1
const NEGLIGIBLE = 0.01
/** One slot's surprise, given those before it, moves the rest as if it were at most this many standard deviations. */
const CLIP = 3
/** In the likelihood it is at most this many, so that a single absurd slot does not make the day look odd. */
const FAR = 6

export interface Rest {
  mean: Float64Array
  variance: Float64Array
  totalVariance: number
}

interface Reading {
  covariance: (i: number, j: number) => number
  lower: Float64Array
  surprise: Float64Array
  /** log-likelihood of the slots seen, but for a constant */
  fitness: number
}

/** The day's roots given the slots seen, those before `seen` unchanged; a mixture over how far off the day's level may be. */
export function givenMorning(outlook: Outlook, values: Float64Array | undefined, seen: number): Rest {
  const sights: number[] = []
  for (let j = 0; j < seen; j++) if (values && !Number.isNaN(values[j]!)) sights.push(j)
  if (sights.length === 0 || !values) return nothingSeen(outlook, seen)
  const off = Float64Array.from(sights, (j) => root(values[j]!) - outlook.mean[j]!)
  const readings: { weight: number; rest: Rest }[] = []
  let first = 0
  let total = 0
  for (const [step, widen] of WIDENINGS.entries()) {
    const reading = read(outlook, sights, off, widen)
    if (step === 0) first = reading.fitness
    const weight = Math.exp(Math.min(300, reading.fitness - first)) * LESS_LIKELY ** step
    if (step > 0 && weight < NEGLIGIBLE * total) break
    total += weight
    readings.push({ weight, rest: follows(outlook, sights, reading, seen) })
  }
  for (const reading of readings) reading.weight /= total
  return mixture(readings)
}

function nothingSeen(outlook: Outlook, seen: number): Rest {
  const covariance = outlook.covariance(1)
  const { mean } = outlook
  return {
    mean,
    variance: mean.map((_, j) => covariance(j, j)),
    totalVariance: outlook.variance(slopes(mean, seen)),
  }
}

/** How a count moves with its root, for the slots still to come: variance of sums by the delta rule. */
const slopes = (mean: Float64Array, seen: number): Float64Array =>
  mean.map((value, j) => (j < seen ? 0 : 2 * Math.max(0, value)))

/** Goes through the slots seen one by one, each judged by what those before it make likely. */
function read(outlook: Outlook, sights: number[], off: Float64Array, widen: number): Reading {
  const covariance = outlook.covariance(widen)
  const n = sights.length
  const lower = new Float64Array(n * n)
  for (let a = 0; a < n; a++) for (let b = 0; b <= a; b++) lower[a * n + b] = covariance(sights[a]!, sights[b]!)
  cholesky(lower, n)
  const surprise = new Float64Array(n)
  let fitness = 0
  for (let a = 0; a < n; a++) {
    let rest = off[a]!
    for (let b = 0; b < a; b++) rest -= lower[a * n + b]! * surprise[b]!
    const sd = lower[a * n + a]!
    surprise[a] = Math.max(-CLIP, Math.min(CLIP, rest / sd))
    fitness -= Math.log(sd) + 0.5 * Math.min(FAR, Math.abs(rest / sd)) ** 2
  }
  return { covariance, lower, surprise, fitness }
}

function follows(outlook: Outlook, sights: number[], reading: Reading, seen: number): Rest {
  const { covariance, lower, surprise } = reading
  const n = sights.length
  const mean = outlook.mean.slice()
  const variance = mean.map((_, j) => covariance(j, j))
  const weights: Float64Array[] = []
  for (let j = seen; j < mean.length; j++) {
    const weight = Float64Array.from(sights, (i) => covariance(i, j))
    forward(lower, n, weight)
    mean[j]! += dot(weight, surprise)
    variance[j] = Math.max(1e-6, variance[j]! - dot(weight, weight))
    weights.push(weight)
  }
  return { mean, variance, totalVariance: restVariance(slopes(mean, seen), seen, covariance, weights) }
}

/** Variance of Σ slope · root over the slots to come, given those seen. */
function restVariance(
  slope: Float64Array,
  seen: number,
  covariance: (i: number, j: number) => number,
  weights: Float64Array[],
): number {
  const known = new Float64Array(weights[0]?.length ?? 0)
  let sum = 0
  for (let i = seen; i < slope.length; i++) {
    const weight = weights[i - seen]!
    for (let a = 0; a < known.length; a++) known[a]! += slope[i]! * weight[a]!
    sum += slope[i]! ** 2 * covariance(i, i)
    for (let j = seen; j < i; j++) sum += 2 * slope[i]! * slope[j]! * covariance(i, j)
  }
  return Math.max(0, sum - dot(known, known))
}

function mixture(readings: { weight: number; rest: Rest }[]): Rest {
  const { rest } = readings[0]!
  if (readings.length === 1) return rest
  const mean = rest.mean.map((_, j) => readings.reduce((sum, each) => sum + each.weight * each.rest.mean[j]!, 0))
  const variance = mean.map((value, j) =>
    readings.reduce((sum, each) => sum + each.weight * (each.rest.variance[j]! + (each.rest.mean[j]! - value) ** 2), 0),
  )
  return {
    mean,
    variance,
    totalVariance: readings.reduce((sum, each) => sum + each.weight * each.rest.totalVariance, 0),
  }
}
