// A lower bound of a roster problem from prices of its cells, exact whatever the prices are: each agent's cheapest roster.
import { Noise, Planner } from './pricing.ts'
import type { Problem } from './problem.ts'

/** Agents with the same rules and wishes have the same cheapest roster: one of them stands for all. */
export function kindsOf(problem: Problem): { index: number; count: number }[] {
  const found = new Map<unknown, Map<string, { index: number; count: number }>>()
  problem.agents.forEach(({ sequences, wish }, index) => {
    const alike = found.get(sequences) ?? new Map<string, { index: number; count: number }>()
    found.set(sequences, alike)
    const key = wish.join()
    const kind = alike.get(key) ?? { index, count: 0 }
    kind.count += 1
    alike.set(key, kind)
  })
  return [...found.values()].flatMap((alike) => [...alike.values()])
}

/**
 * No roster costs less: under and over cover cost at least price × (have − need) for any price between −under and over, and
 * no agent's roster costs less at these prices than its cheapest. Costs are whole numbers, so the bound is rounded up.
 */
export function boundAt(problem: Problem, given: ArrayLike<number>): number {
  const { need, under, over } = problem
  const prices = Float64Array.from(given, (price, at) => Math.min(over[at]!, Math.max(-under[at]!, price)))
  const planner = new Planner(problem, new Noise(1))
  let bound = 0
  for (let at = 0; at < need.length; at++) bound -= prices[at]! * need[at]!
  for (const { index, count } of kindsOf(problem)) bound += count * planner.plan(index, prices, 0)
  return Math.max(0, Math.ceil(bound - 1e-6))
}

/** A weak bound in a moment: every cell at the price of one missing, at none, or at that of one too many. */
export const quickBound = (problem: Problem): number =>
  Math.max(
    boundAt(
      problem,
      problem.under.map((price) => -price),
    ),
    boundAt(problem, new Int32Array(problem.need.length)),
    boundAt(problem, problem.over),
  )
