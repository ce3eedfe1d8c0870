// Erlang A (Palm): callers give up after an exponential patience; optionally a bounded number of lines.
// Sources: Mandelbaum and Zeltyn, The Palm/Erlang-A queue (2005); the wait of a caller who finds j others waiting has
// exp(−θV) ~ Beta(nμ/θ, j+1), which sums up to the density used in waitIntegrals.
import { inverseErlangB } from './erlang-b.ts'
import { integrate } from './quadrature.ts'

export interface ErlangAInput {
  /** calls per unit of time */
  rate: number
  aht: number
  /** mean patience */
  patience: number
  agents: number
  /** target wait */
  awt: number
  /** agents plus waiting places; absent = unbounded */
  lines?: number
}

export interface ErlangA {
  /** of those who enter */
  pWait: number
  /** of those who enter */
  pAbandon: number
  /** of all offered */
  pBlock: number
  occupancy: number
  meanQueue: number
  /** of all who enter, those who give up included */
  meanWaitAll: number
  /** P(virtual wait ≤ awt) */
  slVirtual: number
  /** served within awt / all offered */
  slOffered: number
  /** served within awt / served */
  slAnswered: number
  pAbandonBeforeT: number
  /** served within awt / (offered − abandoned before awt) */
  slExclShortAbandon: number
}

/** Terms below this share of the largest no longer change a sum. */
const NEGLIGIBLE = 1e-18

/** Far too many calls make the terms exceed what a double holds: then everything is scaled down by this. */
const SCALE = 1e-200

interface Queue {
  /** logarithm of the probability of exactly n busy and nobody waiting: with a hopeless overload it underflows */
  logFull: number
  /** nobody waits, one is free */
  pFree: number
  pWait: number
  pBlock: number
  meanQueue: number
}

/** Stationary queue by its birth-and-death terms t(j) = Π λ/(nμ + kθ), relative to t(0) = 1. */
function queueOf({ rate, aht, patience, agents, lines }: ErlangAInput): Queue {
  const x = (agents * patience) / aht
  const y = rate * patience
  const places = lines === undefined ? Number.POSITIVE_INFINITY : lines - agents
  // agents = 0: nobody is ever served at once
  let below = agents === 0 ? 0 : inverseErlangB(agents, rate * aht) - 1
  let term = 1
  let sum = 1
  let queue = 0
  let logScale = 0
  let j = 0
  while (j < places) {
    j += 1
    term *= y / (x + j)
    sum += term
    queue += j * term
    if (sum > 1 / SCALE) {
      term *= SCALE
      sum *= SCALE
      queue *= SCALE
      below *= SCALE
      logScale += Math.log(SCALE)
    }
    if (places === Number.POSITIVE_INFINITY && term < NEGLIGIBLE * sum && x + j > y) break
  }
  const last = j === places ? term : 0
  const total = below + sum
  return {
    logFull: logScale - Math.log(total),
    pFree: below / total,
    pWait: (sum - last) / total,
    pBlock: last / total,
    meanQueue: queue / total,
  }
}

/** P(Poisson(z) < m): how much of the exponential series a bounded queue keeps. */
function poissonBelow(m: number, z: number): number {
  if (m === Number.POSITIVE_INFINITY) return 1
  if (z <= 0) return m > 0 ? 1 : 0
  // from the largest term downwards and upwards, in logarithms only once
  const top = Math.min(m - 1, Math.floor(z))
  let log = -z + top * Math.log(z)
  for (let k = 2; k <= top; k++) log -= Math.log(k)
  const peak = Math.exp(log)
  let sum = peak
  let term = peak
  for (let k = top; k > 0 && term > NEGLIGIBLE * sum; k--) sum += term *= k / z
  term = peak
  for (let k = top + 1; k < m && term > NEGLIGIBLE * sum; k++) sum += term *= z / k
  return Math.min(1, sum)
}

/**
 * Where the density of the wait has its weight: around the wait that a steady flow would see, within some widths. In a
 * large centre that is a needle which equally spaced nodes would miss.
 */
function panels({ rate, aht, patience, agents, awt }: ErlangAInput): number[] {
  const serve = agents / aht
  const width = Math.sqrt(patience / Math.max(serve, 1 / aht))
  const peak = agents === 0 ? 0 : patience * Math.log(rate / serve)
  const middle = Math.max(0, peak)
  const near = peak > 0 ? width : Math.min(width, 1 / Math.max(serve - rate, 1e-300))
  // in overload the weight lies beyond awt, and what is below it hangs on its edge
  const edge = 1 / Math.max(Math.abs(rate * Math.exp(-awt / patience) - serve), 1e-300)
  const inner = [middle - 9 * near, middle, middle + 9 * near, middle + 40 * near, awt - 9 * edge, awt - 40 * edge]
    .sort((a, b) => a - b)
    .filter((t) => t > 0 && t < awt)
  return [0, ...inner, awt]
}

/** ∫ f, ∫ f·e^(−θt), ∫ f·(1 − e^(−θt)) over the waits from 0 to awt, f being the density of the virtual wait. */
function waitIntegrals(input: ErlangAInput, logFull: number): Float64Array {
  const { rate, aht, patience, agents, awt, lines } = input
  if (awt <= 0 || logFull === Number.NEGATIVE_INFINITY) return new Float64Array(3)
  const theta = 1 / patience
  const serve = agents / aht
  const y = rate * patience
  const places = lines === undefined ? Number.POSITIVE_INFINITY : lines - agents
  const integrands = (t: number, out: Float64Array): void => {
    const gone = -Math.expm1(-theta * t)
    const z = y * gone
    const density = serve * Math.exp(logFull + z - serve * t) * poissonBelow(places, z)
    out[0] = density
    out[1] = density * (1 - gone)
    out[2] = density * gone
  }
  const total = new Float64Array(3)
  const edges = panels(input)
  for (let n = 1; n < edges.length; n++) {
    const part = integrate(integrands, 3, edges[n - 1]!, edges[n]!, 1e-12)
    for (let k = 0; k < 3; k++) total[k]! += part[k]!
  }
  return total
}

/** Throws RangeError on agents < 0, patience ≤ 0 or aht ≤ 0. With rate 0 nobody waits. */
export function erlangA(input: ErlangAInput): ErlangA {
  const { rate, aht, patience, agents, awt } = input
  if (!(agents >= 0 && patience > 0 && aht > 0 && rate >= 0))
    throw new RangeError('erlangA needs agents ≥ 0, rate ≥ 0, patience > 0 and aht > 0')
  const { logFull, pFree, pWait, pBlock, meanQueue } =
    rate === 0 ? { logFull: Number.NEGATIVE_INFINITY, pFree: 1, pWait: 0, pBlock: 0, meanQueue: 0 } : queueOf(input)
  const entered = rate * (1 - pBlock)
  const pAbandon = entered === 0 ? 0 : meanQueue / (entered * patience)
  const [within = 0, served = 0, gone = 0] = waitIntegrals(input, logFull)
  const later = Math.max(0, pWait - within)
  const pAbandonBeforeT = gone + -Math.expm1(-awt / patience) * later
  const slOffered = pFree + served
  return {
    pWait: pBlock === 1 ? 0 : pWait / (1 - pBlock),
    pAbandon,
    pBlock,
    // rounding must not make the busiest centre busier than busy
    occupancy: agents === 0 ? 0 : Math.min(1, (entered * aht * (1 - pAbandon)) / agents),
    meanQueue,
    meanWaitAll: entered === 0 ? 0 : meanQueue / entered,
    // not 1 − later: in overload nothing would be left of its digits
    slVirtual: Math.min(1, pFree + within),
    slOffered,
    slAnswered: slOffered / ((1 - pAbandon) * (1 - pBlock)),
    pAbandonBeforeT,
    slExclShortAbandon: slOffered / (1 - pAbandonBeforeT),
  }
}
