// Erlang C: callers wait for ever. Rates and times share one unit (per second and seconds, say).
import { inverseErlangB } from './erlang-b.ts'

export interface ErlangC {
  pWait: number
  /** served within the wait asked for */
  serviceLevel: number
  /** mean wait of all callers (average speed of answer); Infinity when the load does not fit */
  asa: number
  occupancy: number
  meanQueue: number
}

/** Probability that a caller waits; 1 when agents ≤ erlangs. Source: Erlang 1917, C = B / (1 − ρ(1 − B)). */
export function erlangCWait(agents: number, erlangs: number): number {
  if (erlangs <= 0) return 0
  if (agents <= erlangs) return 1
  return 1 / (1 + (1 - erlangs / agents) * (inverseErlangB(agents, erlangs) - 1))
}

/** `rate` calls and `aht` in one unit of time, `within` the target wait in the same. */
export function erlangC(rate: number, aht: number, agents: number, within: number): ErlangC {
  const erlangs = rate * aht
  if (erlangs <= 0) return { pWait: 0, serviceLevel: 1, asa: 0, occupancy: 0, meanQueue: 0 }
  if (agents <= erlangs)
    return {
      pWait: 1,
      serviceLevel: 0,
      asa: Number.POSITIVE_INFINITY,
      occupancy: 1,
      meanQueue: Number.POSITIVE_INFINITY,
    }
  const pWait = erlangCWait(agents, erlangs)
  const asa = (pWait * aht) / (agents - erlangs)
  return {
    pWait,
    serviceLevel: 1 - pWait * Math.exp((-(agents - erlangs) * within) / aht),
    asa,
    occupancy: erlangs / agents,
    meanQueue: rate * asa,
  }
}
