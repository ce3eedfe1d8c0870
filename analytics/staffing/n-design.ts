// Two skills in the N design, solved exactly: group A takes skill 1 only, group B both. Yardstick of the simulation.
// Source: the continuous-time Markov chain of busy agents and waiting callers (Garnett and Mandelbaum 2000 name the designs).

export interface NDesignInput {
  /** calls per unit of time */
  rate1: number
  rate2: number
  /** calls an agent serves per unit of time, the same for both skills */
  mu: number
  /** callers give up at this rate each */
  theta1: number
  theta2: number
  agentsA: number
  agentsB: number
}

export interface NDesign {
  states: number
  pWait1: number
  pWait2: number
  pAbandon1: number
  pAbandon2: number
  occupancyA: number
  occupancyB: number
  meanQueue1: number
  meanQueue2: number
}

/** callers who find this many of their own waiting are turned away */
const LONGEST = 60
const ENOUGH = 1e-13
const MOST_SWEEPS = 100_000

interface Chain {
  size: number
  /** for each state, where it is entered from and how fast: CSR by entered state */
  first: Int32Array
  from: Int32Array
  rate: Float64Array
  out: Float64Array
  of: { a: number; b: number; q1: number; q2: number }[]
}

/** B takes its own skill 2 first when both wait: those callers have no other group. */
function chainOf(input: NDesignInput): Chain {
  const { rate1, rate2, mu, theta1, theta2, agentsA, agentsB } = input
  const of: Chain['of'] = []
  const numbers = new Map<number, number>()
  const keyOf = (a: number, b: number, q1: number, q2: number): number =>
    ((a * (agentsB + 1) + b) * (LONGEST + 1) + q1) * (LONGEST + 1) + q2
  for (let a = 0; a <= agentsA; a++)
    for (let b = 0; b <= agentsB; b++)
      for (let q1 = 0; q1 <= (a === agentsA && b === agentsB ? LONGEST : 0); q1++)
        for (let q2 = 0; q2 <= (b === agentsB ? LONGEST : 0); q2++) {
          numbers.set(keyOf(a, b, q1, q2), of.length)
          of.push({ a, b, q1, q2 })
        }
  const arcs: [number, number, number][] = []
  of.forEach(({ a, b, q1, q2 }, here) => {
    const go = (rate: number, a2: number, b2: number, q12: number, q22: number): void => {
      const there = numbers.get(keyOf(a2, b2, q12, q22))
      if (rate > 0 && there !== undefined) arcs.push([here, there, rate])
    }
    if (a < agentsA) go(rate1, a + 1, b, q1, q2)
    else if (b < agentsB) go(rate1, a, b + 1, q1, q2)
    else go(rate1, a, b, q1 + 1, q2)
    if (b < agentsB) go(rate2, a, b + 1, q1, q2)
    else go(rate2, a, b, q1, q2 + 1)
    go(q1 * theta1, a, b, q1 - 1, q2)
    go(q2 * theta2, a, b, q1, q2 - 1)
    if (q1 > 0) go(a * mu, a, b, q1 - 1, q2)
    else go(a * mu, a - 1, b, q1, q2)
    if (q2 > 0) go(b * mu, a, b, q1, q2 - 1)
    else if (q1 > 0) go(b * mu, a, b, q1 - 1, q2)
    else go(b * mu, a, b - 1, q1, q2)
  })
  return compressed(of, arcs)
}

function compressed(of: Chain['of'], arcs: [number, number, number][]): Chain {
  const first = new Int32Array(of.length + 1)
  const out = new Float64Array(of.length)
  for (const [here, there, rate] of arcs) {
    first[there + 1]! += 1
    out[here]! += rate
  }
  for (let n = 0; n < of.length; n++) first[n + 1]! += first[n]!
  const at = first.slice()
  const from = new Int32Array(arcs.length)
  const rates = new Float64Array(arcs.length)
  for (const [here, there, rate] of arcs) {
    const place = at[there]!++
    from[place] = here
    rates[place] = rate
  }
  return { size: of.length, first, from, rate: rates, out, of }
}

/** Gauss–Seidel on the balance equations, forwards and backwards in turn. */
function stationary({ size, first, from, rate, out }: Chain): Float64Array {
  const p = new Float64Array(size).fill(1 / size)
  const visit = (state: number): number => {
    let enters = 0
    for (let n = first[state]!; n < first[state + 1]!; n++) enters += p[from[n]!]! * rate[n]!
    const next = enters / out[state]!
    const off = Math.abs(next - p[state]!)
    p[state] = next
    return off
  }
  for (let sweep = 0; sweep < MOST_SWEEPS; sweep++) {
    let off = 0
    for (let state = 0; state < size; state++) off += visit(state)
    for (let state = size - 1; state >= 0; state--) off += visit(state)
    const total = p.reduce((sum, each) => sum + each, 0)
    for (let state = 0; state < size; state++) p[state]! /= total
    if (off / total < ENOUGH) return p
  }
  throw new RangeError('the chain does not settle')
}

/** Exact but for callers beyond 60 waiting of a skill, who are turned away. Throws RangeError when it does not settle. */
export function nDesign(input: NDesignInput): NDesign {
  const chain = chainOf(input)
  const p = stationary(chain)
  const mean = (value: (state: Chain['of'][number]) => number): number =>
    chain.of.reduce((sum, state, n) => sum + value(state) * p[n]!, 0)
  const { agentsA, agentsB } = input
  const meanQueue1 = mean((state) => state.q1)
  const meanQueue2 = mean((state) => state.q2)
  return {
    states: chain.size,
    pWait1: mean(({ a, b }) => (a === agentsA && b === agentsB ? 1 : 0)),
    pWait2: mean(({ b }) => (b === agentsB ? 1 : 0)),
    pAbandon1: (input.theta1 * meanQueue1) / input.rate1,
    pAbandon2: (input.theta2 * meanQueue2) / input.rate2,
    occupancyA: mean(({ a }) => a) / agentsA,
    occupancyB: mean(({ b }) => b) / agentsB,
    meanQueue1,
    meanQueue2,
  }
}
