// Blending: agents idle beyond a threshold take outbound calls of the same length. Exact birth-and-death chain.
import { integrate } from './quadrature.ts'

export interface BlendingInput {
  rate: number
  aht: number
  /** null = callers wait for ever */
  patience: number | null
  agents: number
  /** agents kept idle for inbound before an outbound call is taken */
  threshold: number
  awt: number
}

export interface Blending {
  pWait: number
  meanWaitAll: number
  pAbandon: number
  /** outbound calls per unit of time */
  outboundRate: number
  occupancy: number
  slOffered: number
}

/**
 * States are busy agents plus waiting callers, from agents − threshold (outbound fills up to there at once) upwards.
 * Source: CCmath's definition of the blending model; the chain is solved exactly. Infinity where the load does not fit.
 */
export function blending({ rate, aht, patience, agents, threshold, awt }: BlendingInput): Blending {
  const lowest = Math.max(0, agents - threshold)
  const theta = patience === null ? 0 : 1 / patience
  const serve = agents / aht
  if (theta === 0 && rate >= serve)
    return { pWait: 1, meanWaitAll: Number.POSITIVE_INFINITY, pAbandon: 0, outboundRate: 0, occupancy: 1, slOffered: 0 }
  let term = 1
  let total = 1
  let busy = lowest
  for (let n = lowest + 1; n <= agents; n++) {
    term *= (rate * aht) / n
    total += term
    busy += n * term
  }
  const atFull = term
  let waiting = 0
  let over = atFull
  for (let j = 1; ; j++) {
    term *= rate / (serve + j * theta)
    total += term
    over += term
    waiting += j * term
    busy += agents * term
    if (term < 1e-19 * total && rate < serve + j * theta) break
  }
  const pWait = over / total
  const occupancy = agents === 0 ? 0 : busy / total / agents
  const meanQueue = waiting / total
  const pAbandon = theta * (meanQueue / rate)
  const [served = 0] = integrate(
    (t, out) => {
      const gone = theta === 0 ? rate * t : (rate / theta) * -Math.expm1(-theta * t)
      out[0] = (atFull / total) * serve * Math.exp(gone - serve * t - theta * t)
    },
    1,
    0,
    awt,
    1e-13,
  )
  return {
    pWait,
    meanWaitAll: meanQueue / rate,
    pAbandon,
    outboundRate: (occupancy * agents) / aht - rate * (1 - pAbandon),
    occupancy,
    slOffered: 1 - pWait + served,
  }
}
