// Counts on the square-root scale, where their noise hardly depends on their size, and the way back as mean and quantiles.

const SHIFT = 0.25
/** Up to here quantiles are those of a count (negative binomial); beyond, the normal one on the root scale is as good. */
const COUNTING_UP_TO = 60

export const Z80 = 1.2815515655446004
export const Z95 = 1.959963984540054

export const root = (count: number): number => Math.sqrt(Math.max(0, count) + SHIFT)

/** The mean of a count whose root has this mean and variance: E[x²] − ¼, exact for any distribution. */
export const meanOf = (rootMean: number, variance: number): number =>
  Math.max(0, Math.max(0, rootMean) ** 2 + variance - SHIFT)

const STEP = 0.05
const TABLE_TO = 20
/** Mean and variance of sqrt(y + ¼) for a Poisson y, by rate. */
let table: { mean: Float64Array; variance: Float64Array } | undefined

function tabled(): { mean: Float64Array; variance: Float64Array } {
  if (table) return table
  const size = TABLE_TO / STEP + 2
  table = { mean: new Float64Array(size), variance: new Float64Array(size) }
  for (let i = 0; i < size; i++) {
    const { mean, square } = exactRoot(i * STEP)
    table.mean[i] = mean
    table.variance[i] = Math.max(0, square - mean * mean)
  }
  return table
}

function exactRoot(rate: number): { mean: number; square: number } {
  let mass = Math.exp(-rate)
  let mean = 0
  let square = 0
  for (let y = 0; y < rate + 12 * Math.sqrt(rate) + 20; y++) {
    mean += mass * root(y)
    square += mass * (y + SHIFT)
    mass *= rate / (y + 1)
  }
  return { mean, square }
}

/** Variance of sqrt(y + ¼) for a Poisson y: 0 at rate 0, ¼ for large rates. */
export function poissonRootVariance(rate: number): number {
  if (rate >= TABLE_TO) return SHIFT
  const { variance } = tabled()
  const at = Math.max(0, rate) / STEP
  const low = Math.floor(at)
  return variance[low]! + (at - low) * (variance[low + 1]! - variance[low]!)
}

/** The rate of the Poisson count whose root has this mean. */
export function rateOf(rootMean: number): number {
  const { mean } = tabled()
  if (rootMean >= mean.at(-2)!) return rootMean * rootMean
  let low = 0
  let high = mean.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (mean[middle]! <= rootMean) low = middle
    else high = middle
  }
  return STEP * (low + Math.max(0, (rootMean - mean[low]!) / (mean[high]! - mean[low]!)))
}

/** Smallest count whose distribution function reaches p; Poisson when variance <= mean, else negative binomial. */
export function countQuantile(mean: number, variance: number, p: number): number {
  if (mean <= 0) return 0
  const excess = Math.max(0, variance - mean)
  // (a, b, 0) recursion of Panjer: mass(y) = mass(y-1) · (a + b / y)
  const a = excess > 1e-9 ? excess / variance : 0
  const size = excess > 1e-9 ? (mean * mean) / excess : 0
  const b = a > 0 ? a * (size - 1) : mean
  let mass = a > 0 ? Math.exp(size * Math.log(1 - a)) : Math.exp(-mean)
  let sum = mass
  let y = 0
  while (sum < p && y < mean + 40 * Math.sqrt(variance) + 40) {
    y += 1
    mass *= a + b / y
    sum += mass
  }
  return y
}

/** A quantile of a count whose root has this mean and variance; z and p name the same quantile. */
export function quantileOf(rootMean: number, variance: number, z: number, p: number): number {
  const mean = meanOf(rootMean, variance)
  if (mean >= COUNTING_UP_TO) return Math.max(0, Math.max(0, rootMean + z * Math.sqrt(variance)) ** 2 - SHIFT)
  const beyondPoisson = Math.max(0, variance - poissonRootVariance(mean))
  return countQuantile(mean, mean + 4 * mean * beyondPoisson, p)
}
