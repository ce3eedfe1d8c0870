// Rosters as long work: the solver's own threads, its progress, and the best so far when it is cancelled.
import { replanDayAside, startSolve } from '#analytics/roster/runner.ts'
import type { JobAsk, JobResult } from '#engine/protocol/plan-ask.ts'
import type { RosterProblem, SolvedDuty } from '#engine/protocol/roster.ts'
import type { Hooks } from './long-work.ts'

type JobOf<Type extends JobAsk['type']> = Extract<JobAsk, { type: Type }>

/** Share of the bound by which the cost lies above it; a bound of nothing leaves no share to tell. */
export const gapOf = (cost: number, bound: number): number => (bound > 0 ? Math.max(0, (cost - bound) / bound) : 0)

/** Costs of the solver are in its slots, those told in points: of an hour. */
export const pointsOf = (problem: RosterProblem, cost: number): number => (cost * problem.slotMinutes) / 60

export async function solveRoster(job: JobOf<'roster'>, { signal, told }: Hooks): Promise<JobResult> {
  const solving = startSolve({
    file: job.problem,
    budgetMs: job.budgetMs,
    seed: job.seed,
    pins: job.fixed.map(({ agent, day, shift }) => ({ agent, day, shift })),
    onProgress: ({ done, cost, bound }) =>
      told({
        progress: done,
        ...(cost === null ? {} : { cost: pointsOf(job.problem, cost) }),
        ...(bound === null ? {} : { bound: pointsOf(job.problem, bound) }),
        ...(cost === null || bound === null ? {} : { gap: gapOf(cost, bound) }),
      }),
  })
  const cancel = (): void => solving.cancel()
  signal.addEventListener('abort', cancel)
  if (signal.aborted) cancel()
  try {
    const { duties, cost, bound } = await solving.answer
    return { type: 'roster', duties, ...inPoints(job.problem, cost, bound) }
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

const inPoints = (problem: RosterProblem, cost: number, bound: number) => ({
  cost: pointsOf(problem, cost),
  bound: pointsOf(problem, bound),
  gap: gapOf(cost, bound),
})

/** One day anew for those present; no answer costs less than the other days do, which stay as they are. */
export async function replanDay(job: JobOf<'replan'>): Promise<JobResult> {
  const { problem, current, day, absent, budgetMs } = job
  const { duties, cost } = await replanDayAside({ file: problem, duties: current, day, absent, budgetMs })
  const bound = costBut(problem, current, day)
  return { type: 'replan', duties, ...inPoints(problem, cost, bound) }
}

/** Cost of under and over cover of all days but one. */
export function costBut(problem: RosterProblem, duties: readonly SolvedDuty[], but: number): number {
  const cover = problem.demand.map((day) => new Int32Array(day.length))
  const shifts = new Map(problem.shifts.map((shift) => [shift.id, shift]))
  for (const duty of duties) {
    const shift = shifts.get(duty.shift)
    if (!shift) continue
    const add = (from: number, slots: number, by: number): void => {
      for (let slot = from; slot < from + slots; slot++) cover[duty.day]![slot]! += by
    }
    add(shift.start, shift.len, 1)
    for (const [after, slots] of duty.breaks) add(shift.start + after, slots, -1)
  }
  const { underCost, overCost } = problem.rules
  let cost = 0
  cover.forEach((day, index) => {
    if (index === but) return
    day.forEach((have, slot) => {
      const over = have - problem.demand[index]![slot]!
      cost += over > 0 ? over * overCost : -over * underCost
    })
  })
  return cost
}
