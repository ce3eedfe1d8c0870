// A day to come before anything of it is seen: expected roots, and how their errors go together.
import { markOf } from '../calendar.ts'
import { rateOf } from '../counts.ts'
import { type History, profileDay } from '../history.ts'
import { addTo, dot, type Matrix } from '../linear.ts'
import type { FactorFit } from './fit.ts'
import { type Noise, noiseOf } from './noise.ts'
import type { Standing } from './state.ts'

/** How far a holiday not seen yet may be from what is expected, as a share of the usual root. */
const HOLIDAYS_DIFFER = 0.25

export interface Outlook {
  mean: Float64Array
  loadings: Float64Array[]
  noise: Noise
  noiseSd: Float64Array
  /** covariance of the factors' scores; `widen` multiplies the variance of the first, the level of the day */
  spread(widen: number): Matrix
}

/** The day's roots; those of slots already seen are as expected before. */
export interface Rest {
  mean: Float64Array
  variance: Float64Array
  /** variance of the sum of counts still to come, by the delta rule */
  totalVariance: number
}

export function outlookOf(fit: FactorFit, at: Standing[], known: History, day: number): Outlook {
  const { loadings, noise } = fit
  const row = fit.features.of(day, known)
  const mean = fit.profiles[profileDay(known.calendar, day)]!.slice()
  for (const [k, loading] of loadings.entries()) addTo(mean, at[k]!.level + dot(row, fit.effects[k]!), loading)
  const lift = Math.sqrt(liftOf(fit, known, day) * fit.growth(day))
  if (lift !== 1) for (let j = 0; j < mean.length; j++) mean[j]! *= lift
  const rates = mean.map(rateOf)
  const { holiday, name = '' } = markOf(known.calendar, day)
  const strange = holiday === true && !fit.features.seen(name)
  const unseen =
    fit.unseen[profileDay(known.calendar, day)]! + (strange ? (HOLIDAYS_DIFFER * dot(mean, loadings[0]!)) ** 2 : 0)
  // wider on the root scale is more in the mean of counts: taken off again
  if (strange) for (let j = 0; j < mean.length; j++) mean[j]! *= Math.sqrt(1 - HOLIDAYS_DIFFER ** 2)
  const spread = (widen: number): Matrix => {
    const sd = at.map((standing, k) =>
      Math.sqrt((standing.variance + fit.states[k]!.passing) * (k === 0 ? widen : 1) + (k === 0 ? unseen : 0)),
    )
    return fit.together.map((value, cell) => value * sd[Math.floor(cell / sd.length)]! * sd[cell % sd.length]!)
  }
  return { mean, loadings, noise, noiseSd: noiseOf(noise, rates).map(Math.sqrt), spread }
}

/** What the planner states of a promotion counts until an effect of its own has been learned. */
function liftOf(fit: FactorFit, known: History, day: number): number {
  const { promotion, lift } = markOf(known.calendar, day)
  return lift === undefined || (promotion !== undefined && fit.features.learned(promotion)) ? 1 : lift
}
