// Long work: one job at a time, told with its progress, cancelled at any time; ended ones are kept for an hour.
import type { Label } from '#engine/protocol/fields.ts'
import type { JobAsk, JobResult } from '#engine/protocol/plan-ask.ts'
import type { PlanJob } from '#engine/protocol/planning.ts'
import { PlanRefusal } from './plain.ts'

const NO_RESULT: Label = { zh: '这项任务没有结果，请重新计算。', en: 'The work has no result: start it again.' }

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

/** Those there are; ended ones go after a while. */
interface Shelf {
  all: Map<string, Kept>
  of(id: string): Kept
  waiting(): Kept[]
  sweep(): void
}

function shelfOf(now: () => number): Shelf {
  const all = new Map<string, Kept>()
  return {
    all,
    of(id) {
      const found = all.get(id)
      if (!found) throw new PlanRefusal('not-found', undefined, id)
      return found
    },
    waiting: () => [...all.values()].filter((each) => each.job.state === 'waiting'),
    sweep() {
      const over = [...all.values()].filter(isOver)
      over.forEach((each, index) => {
        if ((each.job.endedAt ?? 0) < now() - KEPT_MS || index < over.length - MOST_KEPT) all.delete(each.job.id)
      })
    },
  }
}

/** Ends it for those who wait for it too. */
function end(one: Kept, now: number, more: Partial<PlanJob>): void {
  one.job = { ...one.job, ...more, endedAt: now }
  for (const hear of one.heard.splice(0)) hear()
}

function cancel(one: Kept, now: number): void {
  if (one.job.state === 'waiting') end(one, now, { state: 'cancelled' })
  one.cancelling.abort()
}

async function work(run: RunJob, one: Kept, now: () => number): Promise<void> {
  const { signal } = one.cancelling
  one.job = { ...one.job, state: 'running', startedAt: now() }
  const told: Hooks['told'] = (news) => {
    one.job = { ...one.job, ...news, progress: Math.max(one.job.progress, Math.min(1, news.progress ?? 0)) }
  }
  try {
    one.result = await run(one.ask, { signal, told })
    end(one, now(), { state: signal.aborted ? 'cancelled' : 'done', progress: 1, ...costsOf(one.result) })
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    end(one, now(), signal.aborted ? { state: 'cancelled' } : { state: 'failed', detail })
  }
}

/** One after the other. */
interface Line {
  pump(): void
  closed(): boolean
  close(): Promise<void>
}

function lineOf(run: RunJob, shelf: Shelf, now: () => number): Line {
  let running: Promise<void> | undefined
  let stopped = false
  const pump = (): void => {
    const next = stopped ? undefined : shelf.waiting()[0]
    if (running || !next) return
    running = work(run, next, now).finally(() => {
      running = undefined
      pump()
    })
  }
  return {
    pump,
    closed: () => stopped,
    async close() {
      stopped = true
      for (const one of shelf.all.values()) if (!isOver(one)) cancel(one, now())
      await running
    },
  }
}

export function jobsOf(run: RunJob, now: () => number): Jobs {
  const shelf = shelfOf(now)
  const line = lineOf(run, shelf, now)
  return {
    start(id, title, ask) {
      shelf.sweep()
      const known = shelf.all.get(id)
      if (known) return known.job
      if (line.closed() || shelf.waiting().length >= MOST_WAITING) throw new PlanRefusal('overloaded')
      const job: PlanJob = { id, type: typeOf(ask), title, state: 'waiting', progress: 0, startedAt: now() }
      shelf.all.set(id, { job, ask, cancelling: new AbortController(), heard: [] })
      line.pump()
      return shelf.of(id).job
    },
    find: (id) => shelf.of(id).job,
    list() {
      shelf.sweep()
      return [...shelf.all.values()].map((each) => each.job).reverse()
    },
    cancel(id) {
      const one = shelf.of(id)
      if (!isOver(one)) cancel(one, now())
      return one.job
    },
    result(id) {
      const { job, result } = shelf.of(id)
      if (!result) throw new PlanRefusal('command-not-possible', NO_RESULT, job.detail ?? job.state)
      return result
    },
    forget(id) {
      if (isOver(shelf.of(id))) shelf.all.delete(id)
    },
    ended: (id, withinMs) => heardOf(shelf.of(id), withinMs),
    stop: () => line.close(),
  }
}

async function heardOf(one: Kept, withinMs: number): Promise<PlanJob> {
  if (isOver(one)) return one.job
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, withinMs)
    one.heard.push(() => {
      clearTimeout(timer)
      resolve()
    })
  })
  return one.job
}

const costsOf = (result: JobResult): Partial<PlanJob> =>
  'cost' in result ? { cost: result.cost, bound: result.bound, gap: result.gap } : {}
