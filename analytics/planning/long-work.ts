// Long work: one job at a time, told with its progress, cancelled at any time; ended ones are kept for an hour.
import type { JobAsk, JobResult } from '#engine/protocol/plan-ask.ts'
import type { PlanJob } from '#engine/protocol/planning.ts'
import { PlanRefusal } from './plain.ts'

/** What a job may tell while it runs. */
export interface Hooks {
  /** raised when the job is cancelled: what can answer the best so far answers it, the rest throws */
  signal: AbortSignal
  told(news: Partial<Pick<PlanJob, 'progress' | 'cost' | 'bound' | 'gap' | 'detail'>>): void
}

export type RunJob = (job: JobAsk, hooks: Hooks) => Promise<JobResult>

export interface Jobs {
  /** the job of this id as it is when there is one: a question asked twice starts nothing twice */
  start(id: string, title: string, job: JobAsk): PlanJob
  find(id: string): PlanJob
  list(): PlanJob[]
  cancel(id: string): PlanJob
  result(id: string): JobResult
  /** one that has ended; the next of this id begins anew */
  forget(id: string): void
  /** resolves when the job has ended, or after so many ms */
  ended(id: string, withinMs: number): Promise<PlanJob>
  stop(): Promise<void>
}

const KEPT_MS = 3_600_000
const MOST_WAITING = 20
const MOST_KEPT = 100

interface Kept {
  job: PlanJob
  ask: JobAsk
  cancelling: AbortController
  result?: JobResult
  /** those who wait for its end */
  heard: (() => void)[]
}

const isOver = ({ job }: Kept): boolean => job.state !== 'waiting' && job.state !== 'running'
const typeOf = (ask: JobAsk): PlanJob['type'] => (ask.type === 'replan' ? 'roster' : ask.type)

export function jobsOf(run: RunJob, now: () => number): Jobs {
  const kept = new Map<string, Kept>()
  let running: Promise<void> | undefined
  let stopped = false

  const sweep = (): void => {
    const over = [...kept.values()].filter(isOver)
    over.forEach((each, index) => {
      if ((each.job.endedAt ?? 0) < now() - KEPT_MS || index < over.length - MOST_KEPT) kept.delete(each.job.id)
    })
  }
  const of = (id: string): Kept => {
    const found = kept.get(id)
    if (!found) throw new PlanRefusal('not-found', id)
    return found
  }
  const end = (one: Kept, more: Partial<PlanJob>): void => {
    one.job = { ...one.job, ...more, endedAt: now() }
    for (const hear of one.heard.splice(0)) hear()
  }
  const work = async (one: Kept): Promise<void> => {
    const { signal } = one.cancelling
    one.job = { ...one.job, state: 'running', startedAt: now() }
    try {
      const told: Hooks['told'] = (news) => {
        one.job = { ...one.job, ...news, progress: Math.max(one.job.progress, Math.min(1, news.progress ?? 0)) }
      }
      one.result = await run(one.ask, { signal, told })
      end(one, { state: signal.aborted ? 'cancelled' : 'done', progress: 1, ...costsOf(one.result) })
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error)
      end(one, signal.aborted ? { state: 'cancelled' } : { state: 'failed', detail })
    }
  }
  const pump = (): void => {
    const next = stopped ? undefined : [...kept.values()].find((each) => each.job.state === 'waiting')
    if (running || !next) return
    running = work(next).finally(() => {
      running = undefined
      pump()
    })
  }
  const cancel = (one: Kept): void => {
    if (one.job.state === 'waiting') end(one, { state: 'cancelled' })
    one.cancelling.abort()
  }

  return {
    start(id, title, ask) {
      sweep()
      const known = kept.get(id)
      if (known) return known.job
      const waiting = [...kept.values()].filter((each) => each.job.state === 'waiting').length
      if (stopped || waiting >= MOST_WAITING) throw new PlanRefusal('overloaded')
      const job: PlanJob = { id, type: typeOf(ask), title, state: 'waiting', progress: 0, startedAt: now() }
      kept.set(id, { job, ask, cancelling: new AbortController(), heard: [] })
      pump()
      return of(id).job
    },
    find: (id) => of(id).job,
    list: () => {
      sweep()
      return [...kept.values()].map((each) => each.job).reverse()
    },
    cancel(id) {
      const one = of(id)
      if (!isOver(one)) cancel(one)
      return one.job
    },
    result(id) {
      const { job, result } = of(id)
      if (!result) throw new PlanRefusal('command-not-possible', job.detail ?? job.state)
      return result
    },
    forget(id) {
      if (isOver(of(id))) kept.delete(id)
    },
    async ended(id, withinMs) {
      const one = of(id)
      if (isOver(one)) return one.job
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, withinMs)
        one.heard.push(() => {
          clearTimeout(timer)
          resolve()
        })
      })
      return one.job
    },
    async stop() {
      stopped = true
      for (const one of kept.values()) if (!isOver(one)) cancel(one)
      await running
    },
  }
}

const costsOf = (result: JobResult): Partial<PlanJob> =>
  'cost' in result ? { cost: result.cost, bound: result.bound, gap: result.gap } : {}
