// Through a day slot by slot: those seen move what is expected of the others (a Kalman filter over factors and lasting noise).
import { root } from '../counts.ts'
import { dot } from '../linear.ts'
import { floodOf, raised } from './flood.ts'
import type { Outlook, Rest } from './outlook.ts'

/** A day's level may be further off than any learned from: its variance times these, each ten times less likely than the one before. */
const WIDENINGS = [1, 4, 16, 64, 256]
const LESS_LIKELY = 0.1
const NEGLIGIBLE = 0.01
/** One slot's surprise, given those before it, moves the rest as if it were at most this many standard deviations. */
const CLIP = 3
/** In the likelihood it is at most this many, so that a single absurd slot does not make the day look odd. */
const FAR = 6
const TINY = 1e-9

/** What is seen moves the rest; a flood raises it as far as it stands. */
export function givenMorning(outlook: Outlook, values: Float64Array | undefined, seen: number): Rest {
  const flood = values && seen > 0 ? floodOf(outlook, values, seen) : undefined
  return flood ? raised(mixed(outlook, flood.values, seen), flood.times) : mixed(outlook, values, seen)
}

/** A mixture over how far off the day's level may be, weighed by what has been seen. */
function mixed(outlook: Outlook, values: Float64Array | undefined, seen: number): Rest {
  const readings: { weight: number; rest: Rest }[] = []
  let first = 0
  let total = 0
  for (const [step, widen] of WIDENINGS.entries()) {
    const { rest, fitness } = throughDay(outlook, values, seen, widen)
    if (seen === 0) return rest
    if (step === 0) first = fitness
    const weight = Math.exp(Math.min(300, fitness - first)) * LESS_LIKELY ** step
    if (step > 0 && weight < NEGLIGIBLE * total) break
    total += weight
    readings.push({ weight, rest })
  }
  for (const reading of readings) reading.weight /= total
  return mixture(readings)
}

/** What is known of the factors and of the lasting noise, the last of the states. */
class Belief {
  readonly size: number
  readonly level: Float64Array
  readonly covariance: Float64Array
  readonly #along: Float64Array

  constructor(outlook: Outlook, widen: number) {
    const factors = outlook.loadings.length
    const spread = outlook.spread(widen)
    this.size = factors + 1
    this.level = new Float64Array(this.size)
    this.covariance = new Float64Array(this.size * this.size)
    this.#along = new Float64Array(this.size)
    for (let a = 0; a < factors; a++)
      for (let b = 0; b < factors; b++) this.covariance[a * this.size + b] = spread[a * factors + b]!
    this.covariance[this.size * this.size - 1] = outlook.noise.lasting
  }

  /** One slot on: the lasting noise fades and is renewed. */
  fade(carry: number, lasting: number): void {
    const { size, covariance } = this
    const last = size - 1
    this.level[last]! *= carry
    for (let a = 0; a < size; a++) {
      covariance[a * size + last]! *= carry
      covariance[last * size + a]! *= carry
    }
    covariance[last * size + last]! += lasting * (1 - carry * carry)
  }

  /** Covariance of the states with what `sight` sees of them; kept until the next call. */
  along(sight: Float64Array): Float64Array {
    for (let a = 0; a < this.size; a++) {
      let sum = 0
      for (let b = 0; b < this.size; b++) sum += this.covariance[a * this.size + b]! * sight[b]!
      this.#along[a] = sum
    }
    return this.#along
  }

  learn(along: Float64Array, variance: number, surprise: number): void {
    for (let a = 0; a < this.size; a++) {
      const gain = along[a]! / variance
      this.level[a]! += gain * surprise
      for (let b = 0; b < this.size; b++) this.covariance[a * this.size + b]! -= gain * along[b]!
    }
  }
}

function throughDay(
  outlook: Outlook,
  values: Float64Array | undefined,
  seen: number,
  widen: number,
): { rest: Rest; fitness: number } {
  const { noise, noiseSd, loadings } = outlook
  const belief = new Belief(outlook, widen)
  const sum = new Sum(belief.size)
  const sight = new Float64Array(belief.size)
  const mean = outlook.mean.slice()
  const variance = new Float64Array(mean.length)
  let fitness = 0
  for (let j = 0; j < mean.length; j++) {
    if (j > 0) {
      belief.fade(noise.carry, noise.lasting)
      sum.fade(noise.carry)
    }
    for (let k = 0; k < loadings.length; k++) sight[k] = loadings[k]![j]!
    sight[loadings.length] = noiseSd[j]!
    const along = belief.along(sight)
    const own = noiseSd[j]! ** 2 * (1 - noise.lasting)
    variance[j] = Math.max(TINY, dot(sight, along) + own)
    const off = dot(sight, belief.level)
    if (j >= seen) {
      mean[j]! += off
      sum.add(2 * Math.max(0, mean[j]!), sight, along, variance[j]!)
    } else if (values && !Number.isNaN(values[j]!)) {
      const sd = Math.sqrt(variance[j]!)
      const surprise = (root(values[j]!) - mean[j]! - off) / sd
      fitness -= Math.log(sd) + 0.5 * Math.min(FAR, Math.abs(surprise)) ** 2
      belief.learn(along, variance[j]!, sd * Math.max(-CLIP, Math.min(CLIP, surprise)))
    }
  }
  return { rest: { mean, variance, totalVariance: sum.variance }, fitness }
}

/** The sum of what is to come: its variance, and how it goes with the states. */
class Sum {
  variance = 0
  readonly #with: Float64Array

  constructor(size: number) {
    this.#with = new Float64Array(size)
  }

  fade(carry: number): void {
    this.#with[this.#with.length - 1]! *= carry
  }

  add(slope: number, sight: Float64Array, along: Float64Array, variance: number): void {
    this.variance += 2 * slope * dot(sight, this.#with) + slope * slope * variance
    for (let a = 0; a < along.length; a++) this.#with[a]! += slope * along[a]!
  }
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
