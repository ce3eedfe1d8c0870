// A morning far busier than any day learned from: a flood. What lies beyond the ordinary is taken as it is, so that the rest of
// the day rises with what the morning shows.
import { rateOf } from '../counts.ts'
import type { Outlook, Rest } from './outlook.ts'

/** Within so many times the usual, or so many standard deviations of the day's level, a morning is an ordinary one. */
const ORDINARY = 1.5
const DEVIATIONS = 3
const MOST_ORDINARY = 4
/** Slots are taken together until so many calls are expected; the latest so many of those say how high it stands. */
const BLOCK_CALLS = 10
const BLOCKS = 3
/** How surely a flood goes on as it is: a standard deviation, as a share of the root. */
const UNSURE = 0.2

interface Flood {
  /** how many times beyond the ordinary */
  times: number
  /** the morning as it would be at the edge of the ordinary */
  values: Float64Array
}

export function floodOf(outlook: Outlook, values: Float64Array, seen: number): Flood | undefined {
  const rates = outlook.mean.map(rateOf)
  const ratio = latestRatio(values, rates, seen)
  const edge = edgeOf(outlook)
  if (!(ratio > edge)) return undefined
  const times = ratio / edge
  // slots before it began stay as they were
  const calm = values.map((value, j) => Math.min(value, Math.max(edge * rates[j]!, value / times)))
  return { times, values: calm }
}

/** Median over the latest blocks: one absurd slot is no flood. */
function latestRatio(values: Float64Array, rates: Float64Array, seen: number): number {
  const ratios: number[] = []
  let came = 0
  let expected = 0
  for (let j = seen - 1; j >= 0 && ratios.length < BLOCKS; j--) {
    if (Number.isNaN(values[j]!)) continue
    came += values[j]!
    expected += rates[j]!
    if (expected < BLOCK_CALLS) continue
    ratios.push(came / expected)
    came = 0
    expected = 0
  }
  // two say the lower of them, one nothing
  return ratios.length < 2 ? 1 : ratios.sort((a, b) => a - b)[(ratios.length - 1) >> 1]!
}

/** By how much a day may be busier and still be like those learned from. */
function edgeOf({ mean, loadings, spread }: Outlook): number {
  const [loading] = loadings
  let level = 0
  for (let j = 0; j < mean.length; j++) level += mean[j]! * loading![j]!
  const sd = level !== 0 ? Math.sqrt(spread(1)[0]!) / Math.abs(level) : 0
  return Math.min(MOST_ORDINARY, Math.max(ORDINARY, (1 + DEVIATIONS * sd) ** 2))
}

/** The rest of a day at the edge of the ordinary, raised by what lies beyond it. */
export function raised({ mean, variance, totalVariance }: Rest, times: number): Rest {
  const unsure = (UNSURE * (1 - 1 / times)) ** 2
  let sum = 0
  for (const root of mean) sum += Math.max(0, root) ** 2
  return {
    mean: mean.map((root) => root * Math.sqrt(times)),
    variance: variance.map((value, j) => value * times + unsure * mean[j]! ** 2 * times),
    totalVariance: totalVariance * times ** 2 + 4 * unsure * (sum * times) ** 2,
  }
}
