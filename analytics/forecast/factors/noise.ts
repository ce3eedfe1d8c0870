// What is left of a day after its factors: white noise near Poisson's, and a part that lasts some slots (AR(1)).
import { poissonRootVariance } from '../counts.ts'

export interface Noise {
  /** noise variance over Poisson's, by slot */
  ratio: Float64Array
  /** share of the variance that lasts from slot to slot, and how well it lasts */
  lasting: number
  carry: number
}

/** Sightings of the pooled ratio that a slot's own is shrunk with. */
const POOLED_WEIGHT = 30

/** Callers do not agree with each other: less noise than nearly Poisson's was a lucky history. */
const LEAST_RATIO = 0.8

/** `left` are rows of residuals (NaN unknown), `rates` expected counts by weekday, `freedom` corrects for what was fitted. */
export function learnNoise(
  left: Float64Array[],
  rates: Float64Array[],
  weekdayAt: (row: number) => number,
  slots: number,
  freedom: number,
): Noise {
  const own = new Float64Array(slots)
  const seen = new Float64Array(slots)
  let pooled = 0
  let cells = 0
  const lag = [0, 0, 0]
  const unit = new Float64Array(slots)
  // slots in which nothing is expected say nothing of noise
  const scales = rates.map((rate) =>
    rate.map((value) => (poissonRootVariance(value) < 1e-3 ? Number.NaN : Math.sqrt(poissonRootVariance(value)))),
  )
  left.forEach((row, at) => {
    const scale = scales[weekdayAt(at)]!
    for (let j = 0; j < slots; j++) unit[j] = row[j]! / scale[j]!
    for (let j = 0; j < slots; j++) {
      const value = unit[j]!
      if (Number.isNaN(value)) continue
      own[j]! += value * value
      seen[j]! += 1
      pooled += value * value
      cells += 1
      if (j < 2 || Number.isNaN(unit[j - 1]! + unit[j - 2]!)) continue
      lag[0]! += value * value
      lag[1]! += value * unit[j - 1]!
      lag[2]! += value * unit[j - 2]!
    }
  })
  pooled = cells > 0 ? (pooled / cells) * freedom : 1
  const ratio = own.map((sum, j) =>
    Math.max(LEAST_RATIO, (sum * freedom + POOLED_WEIGHT * pooled) / (seen[j]! + POOLED_WEIGHT)),
  )
  const carry = lag[1]! > 0 ? Math.min(0.95, Math.max(0, lag[2]! / lag[1]!)) : 0
  const lasting = carry > 0 ? Math.min(0.9, Math.max(0, lag[1]! / carry / lag[0]!)) : 0
  return { ratio, lasting, carry }
}

/** Noise variance by slot for expected counts. */
export const noiseOf = (noise: Noise, rates: Float64Array): Float64Array =>
  rates.map((rate, j) => noise.ratio[j]! * Math.max(1e-6, poissonRootVariance(rate)))
