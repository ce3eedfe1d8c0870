// A day to come before anything of it is seen: expected roots, and how their errors go together.

import { markOf } from '../calendar.ts'
import { meanOf } from '../counts.ts'
import { type History, profileDay } from '../history.ts'
import { dot } from '../linear.ts'
import type { FactorFit } from './fit.ts'
import { noiseOf } from './noise.ts'
import type { Standing } from './state.ts'

export interface Outlook {
  mean: Float64Array
  /** covariance of the roots of two slots; `widen` multiplies the variance of the day's level */
  covariance(widen: number): (i: number, j: number) => number
  /** variance of Σ weight · root */
  variance(weights: Float64Array): number
}

export function outlookOf(fit: FactorFit, at: Standing[], known: History, day: number): Outlook {
  const count = fit.loadings.length
  const row = fit.features.of(day, known)
  const mean = fit.profiles[profileDay(known.calendar, day)]!.slice()
  for (let k = 0; k < count; k++) {
    const level = at[k]!.level + dot(row, fit.effects[k]!)
    for (let j = 0; j < mean.length; j++) mean[j]! += level * fit.loadings[k]![j]!
  }
  const lift = Math.sqrt(liftOf(fit, known, day))
  if (lift !== 1) for (let j = 0; j < mean.length; j++) mean[j]! *= lift
  const noiseSd = noiseOf(
    fit.noise,
    mean.map((value) => meanOf(value, 0.25)),
  ).map(Math.sqrt)
  const { lasting, carry } = fit.noise
  const fades = mean.map((_, gap) => (gap === 0 ? 1 : lasting * carry ** gap))
  return {
    mean,
    covariance(widen) {
      const spread = factorSpread(fit, at, widen)
      const mixed = fit.loadings.map((_, a) => mix(fit.loadings, spread.subarray(a * count, (a + 1) * count)))
      return (i, j) => {
        let sum = noiseSd[i]! * noiseSd[j]! * fades[Math.abs(i - j)]!
        for (let a = 0; a < count; a++) sum += fit.loadings[a]![i]! * mixed[a]![j]!
        return sum
      }
    },
    variance(weights) {
      const along = fit.loadings.map((loading) => dot(loading, weights))
      let sum = 0
      factorSpread(fit, at, 1).forEach((value, cell) => {
        sum += value * along[Math.floor(cell / count)]! * along[cell % count]!
      })
      // `echo` is what earlier slots' lasting noise still says of this one
      let echo = 0
      for (let j = 0; j < weights.length; j++) {
        const noise = weights[j]! * noiseSd[j]!
        sum += noise * (noise + 2 * lasting * echo)
        echo = (echo + noise) * carry
      }
      return sum
    },
  }
}

/** What the planner states of a promotion counts until an effect of its own has been learned. */
function liftOf(fit: FactorFit, known: History, day: number): number {
  const { promotion, lift } = markOf(known.calendar, day)
  return lift === undefined || (promotion !== undefined && fit.features.learned(promotion)) ? 1 : lift
}

function mix(loadings: Float64Array[], shares: Float64Array): Float64Array {
  const out = new Float64Array(loadings[0]!.length)
  for (const [b, loading] of loadings.entries())
    for (let j = 0; j < out.length; j++) out[j]! += shares[b]! * loading[j]!
  return out
}

/** Covariance of the factors' scores on a day to come; `widen` loosens the first, the level of the day. */
function factorSpread(fit: FactorFit, at: Standing[], widen: number): Float64Array {
  const count = fit.loadings.length
  const sd = at.map((standing, k) => Math.sqrt((standing.variance + fit.states[k]!.passing) * (k === 0 ? widen : 1)))
  return fit.together.map((value, cell) => value * sd[Math.floor(cell / count)]! * sd[cell % count]!)
}
