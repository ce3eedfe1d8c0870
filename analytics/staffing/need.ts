// From a service target to agents: per interval, with shrinkage; the smallest number that keeps every limit.
import { erlangA } from './erlang-a.ts'
import { erlangC } from './erlang-c.ts'
import { Unreachable } from './unreachable.ts'

const TOO_HIGH = {
  zh: '再多坐席也达不到这个目标：请放宽服务水平、占用率或放弃率。',
  en: 'No number of agents reaches this target: allow a lower service level, or more occupancy or abandonment.',
}
const NOBODY = { zh: '损耗率使在线坐席为零：请降低损耗率。', en: 'Shrinkage leaves nobody: lower it.' }

export interface ServiceTarget {
  /** calls per unit of time, and handle time in the same unit */
  rate: number
  aht: number
  /** share (0…1) to be answered within `within` */
  serviceLevel: number
  within: number
  /** most that agents may be busy, 0…1 */
  maxOccupancy?: number
  /** not fewer, whatever the calls */
  atLeast?: number
}

export interface Need {
  agents: number
  serviceLevel: number
  occupancy: number
  pAbandon: number
}

const MOST_AGENTS = 1_000_000

/** Smallest n ≥ 0 that fits; `fits` stays true once true. Gallops away from a guess in the right direction, then halves. */
function smallest(guess: number, fits: (n: number) => boolean): number {
  let low = -1
  let high = Math.max(0, guess)
  if (fits(high)) {
    for (let step = 1; high > 0; step *= 2) {
      const lower = Math.max(0, high - step)
      if (!fits(lower)) {
        low = lower
        break
      }
      high = lower
    }
    if (low < 0) return high
  } else {
    low = high
    for (let step = 1; ; step *= 2) {
      high = low + step
      if (fits(high)) break
      low = high
      if (high > MOST_AGENTS) throw new Unreachable(TOO_HIGH)
    }
  }
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (fits(middle)) high = middle
    else low = middle
  }
  return high
}

/** Agents by Erlang C (nobody gives up). 0 when there are no calls. */
export function agentsForErlangC(target: ServiceTarget): Need {
  const load = target.rate * target.aht
  if (load <= 0) return { agents: 0, serviceLevel: 1, occupancy: 0, pAbandon: 0 }
  // whatever the service level asks, nobody is busier than allowed: the least is no guess
  const least = Math.max(target.atLeast ?? 0, 1, Math.ceil(load / (target.maxOccupancy ?? 1) - 1e-9))
  const agents = smallest(
    least,
    (n) =>
      n >= least && n > load && erlangC(target.rate, target.aht, n, target.within).serviceLevel >= target.serviceLevel,
  )
  const { serviceLevel, occupancy } = erlangC(target.rate, target.aht, agents, target.within)
  return { agents, serviceLevel, occupancy, pAbandon: 0 }
}

export interface PatienceTarget extends ServiceTarget {
  /** mean patience */
  patience: number
  /** most that may give up, 0…1 */
  maxAbandon?: number
}

/** Agents by Erlang A. The service level is of all offered calls. */
export function agentsForErlangA(target: PatienceTarget): Need {
  const load = target.rate * target.aht
  if (load <= 0) return { agents: 0, serviceLevel: 1, occupancy: 0, pAbandon: 0 }
  const solve = (agents: number) =>
    erlangA({ rate: target.rate, aht: target.aht, patience: target.patience, agents, awt: target.within })
  const fits = (n: number): boolean => {
    const now = solve(n)
    return (
      n >= (target.atLeast ?? 0) &&
      now.slOffered >= target.serviceLevel &&
      now.occupancy <= (target.maxOccupancy ?? 1) &&
      now.pAbandon <= (target.maxAbandon ?? 1)
    )
  }
  const agents = smallest(Math.max(target.atLeast ?? 0, Math.round(load)), fits)
  const { slOffered, occupancy, pAbandon } = solve(agents)
  return { agents, serviceLevel: slOffered, occupancy, pAbandon }
}

/** Share of paid time that is not on the phones, by reason, each 0…1 of what the ones before leave. */
export type Shrinkage = Record<string, number>

/** Agents to put on the roster so that `agents` are on the phones: agents ÷ Π(1 − share). */
export function withShrinkage(agents: number, shrinkage: Shrinkage): number {
  const left = Object.values(shrinkage).reduce((share, each) => share * (1 - each), 1)
  if (left <= 0) throw new Unreachable(NOBODY)
  return agents / left
}
