// One job of the runner in a thread of its own: a search, a bound, or one day re-planned.
import { parentPort, workerData } from 'node:worker_threads'
import { quickBound } from './bound.ts'
import { centreProblem, heatOf, writeCentre } from './centre.ts'
import { replanDay } from './day.ts'
import { pinned, readCentre } from './duties.ts'
import { programmeBound } from './programme.ts'
import { search } from './search.ts'
import type { Given, Job, Told } from './solver-words.ts'

const { job, stop } = workerData as Given
const asked = new Int32Array(stop)
const now = () => performance.now()
const tell = (told: Told) => parentPort?.postMessage(told)

function solve({ file, pins, budgetMs, seed }: Extract<Job, { kind: 'search' }>): void {
  const problem = pinned(centreProblem(file), pins)
  const found = search(problem, {
    seed,
    budgetMs,
    ...heatOf(file),
    now,
    goOn: (done, cost) => {
      tell({ kind: 'progress', done, cost })
      return Atomics.load(asked, 0) === 0
    },
  })
  const { cost, stopped } = found
  tell({ kind: 'found', duties: writeCentre(problem, file, found.roster), cost, stopped, changed: [] })
}

async function bound({ file, pins, limitMs }: Extract<Job, { kind: 'bound' }>): Promise<void> {
  const problem = pinned(centreProblem(file), pins)
  tell({ kind: 'bound', bound: quickBound(problem), by: 'quick' })
  const strong = await programmeBound(problem, limitMs)
  if (strong !== undefined) tell({ kind: 'bound', bound: strong, by: 'programme' })
}

function day({ file, duties, day, absent, keep, budgetMs }: Extract<Job, { kind: 'day' }>): void {
  const problem = centreProblem(file)
  const indices = (ids: string[]) => ids.map((id) => problem.agents.findIndex((agent) => agent.id === id))
  const ask = { day, absent: indices(absent), pinned: indices(keep), seed: 1, budgetMs, now }
  const found = replanDay(problem, readCentre(problem, file, duties), ask)
  const changed = found.changed.map((agent) => problem.agents[agent]!.id)
  const moved = writeCentre(problem, file, found.roster).filter(
    (duty) => duty.day === day && changed.includes(duty.agent),
  )
  const kept = duties.filter((duty) => duty.day !== day || ![...absent, ...changed].includes(duty.agent))
  tell({ kind: 'found', duties: [...kept, ...moved], cost: found.cost, stopped: false, changed })
}

if (job.kind === 'search') solve(job)
else if (job.kind === 'bound') await bound(job)
else day(job)
