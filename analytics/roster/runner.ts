// Rosters solved in the background: a search and its bound in a thread each, progress told, stopped any time with the best.
import type { Worker } from 'node:worker_threads'
import { startThread } from '#config/code/place.ts'
import type { RosterProblem, SolvedDuty } from '#engine/protocol/roster.ts'
import type { Pin } from './duties.ts'
import type { BoundBy, Given, Job, Told } from './solver-words.ts'

export interface SolveAsk {
  file: RosterProblem
  budgetMs: number
  seed?: number
  pins?: Pin[]
  onProgress?: (progress: SolveProgress) => void
}

export interface SolveProgress {
  elapsedMs: number
  /** of the budget, 0…1 */
  done: number
  /** of the best roster so far; null before the first */
  cost: number | null
  /** no roster costs less; null before the first bound */
  bound: number | null
  boundBy: BoundBy | null
  /** share of the cost that might still be saved at most, 0…1 */
  gap: number | null
}

export interface SolveAnswer extends SolveProgress {
  cost: number
  bound: number
  boundBy: BoundBy
  gap: number
  duties: SolvedDuty[]
  /** ended by `cancel` */
  stopped: boolean
}

export interface Solving {
  /** rejected when no roster keeps an agent's rules, which it names */
  answer: Promise<SolveAnswer>
  /** ends the search within about a tenth of a second; the answer is the best so far */
  cancel(): void
}

const THREAD = new URL('./solver-thread.ts', import.meta.url)

/** what the linear programme may take at least; a search that ends sooner does not wait for it */
const MIN_BOUND_MS = 10_000

/** Starts a thread for one job. `ended` is settled when it is gone. */
function thread(
  job: Job,
  stop: SharedArrayBuffer,
  hear: (told: Told) => void,
): { worker: Worker; ended: Promise<void> } {
  const given: Given = { job, stop }
  const worker = startThread(THREAD, { workerData: given })
  worker.on('message', hear)
  const ended = new Promise<void>((resolve, reject) => {
    worker.once('error', reject)
    worker.once('exit', () => resolve())
  })
  return { worker, ended }
}

export const gapOf = (cost: number, bound: number): number => (cost <= bound ? 0 : (cost - bound) / cost)

/** What is known of a solve so far, from what its threads told. */
class Known {
  progress: SolveProgress = { elapsedMs: 0, done: 0, cost: null, bound: null, boundBy: null, gap: null }
  found: Extract<Told, { kind: 'found' }> | undefined
  readonly #began = performance.now()
  readonly #onProgress: (progress: SolveProgress) => void

  constructor(onProgress: (progress: SolveProgress) => void) {
    this.#onProgress = onProgress
  }

  hear(told: Told): void {
    const { progress } = this
    if (told.kind === 'found') this.found = told
    if (told.kind === 'progress') progress.done = told.done
    if (told.kind === 'bound' && told.bound >= (progress.bound ?? 0)) {
      progress.bound = told.bound
      progress.boundBy = told.by
    }
    if (told.kind !== 'bound') progress.cost = told.cost
    if (progress.cost !== null && progress.bound !== null) progress.gap = gapOf(progress.cost, progress.bound)
    progress.elapsedMs = performance.now() - this.#began
    this.#onProgress({ ...progress })
  }

  answer(): SolveAnswer {
    const { cost, bound, boundBy, gap } = this.progress
    if (!this.found || cost === null || bound === null || boundBy === null || gap === null)
      throw new Error('the solver ended without an answer')
    const { duties, stopped } = this.found
    return { ...this.progress, cost, bound, boundBy, gap, duties, stopped }
  }
}

/** Each thread uses a core: the bound's for some seconds, the search's for the whole budget. */
export function startSolve({ file, budgetMs, seed = 1, pins = [], onProgress = () => {} }: SolveAsk): Solving {
  const stop = new SharedArrayBuffer(4)
  const known = new Known(onProgress)
  const hear = (told: Told) => known.hear(told)
  const search = thread({ kind: 'search', file, pins, budgetMs, seed }, stop, hear)
  const bound = thread({ kind: 'bound', file, pins, limitMs: Math.max(MIN_BOUND_MS, budgetMs) }, stop, hear)
  const quick = new Promise<void>((resolve) => bound.worker.on('message', () => resolve()))
  const answer = (async () => {
    try {
      // the weak bound takes a moment only; the strong one is not waited for
      await Promise.all([search.ended, Promise.race([quick, bound.ended])])
      return known.answer()
    } finally {
      await Promise.all([search.worker.terminate(), bound.worker.terminate()])
    }
  })()
  bound.ended.catch(() => {})
  return { answer, cancel: () => Atomics.store(new Int32Array(stop), 0, 1) }
}

export interface DayAsk {
  file: RosterProblem
  duties: SolvedDuty[]
  day: number
  /** agents who do not come, and agents who stay as they are */
  absent: string[]
  keep?: string[]
  budgetMs?: number
}

export interface DayAnswer {
  /** the whole roster: other days, and those not disturbed, just as they were given */
  duties: SolvedDuty[]
  cost: number
  /** agents present whose shift or breaks of the day changed */
  changed: string[]
}

/** One day after absences, in a thread; takes its budget and some tenths of a second to start. */
export async function replanDayAside({ keep = [], budgetMs = 1_000, ...ask }: DayAsk): Promise<DayAnswer> {
  let found: DayAnswer | undefined
  const { worker, ended } = thread({ kind: 'day', keep, budgetMs, ...ask }, new SharedArrayBuffer(4), (told) => {
    if (told.kind === 'found') found = { duties: told.duties, cost: told.cost, changed: told.changed }
  })
  await ended.finally(() => worker.terminate())
  if (!found) throw new Error('the solver ended without an answer')
  return found
}
