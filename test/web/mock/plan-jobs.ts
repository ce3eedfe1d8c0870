// The mock's long work: each job runs for a while by the clock and can be cancelled.
import type { PlanJob } from '#engine/protocol/planning.ts'
import { type MockAnswer, type MockAsked, refuse } from './asked.ts'

export interface MockJobs {
  start(type: PlanJob['type'], title: string, lastsMs: number, resultId?: string): PlanJob
  find(id: string): PlanJob | undefined
  handle(asked: MockAsked): MockAnswer | undefined
}

interface Work {
  job: PlanJob
  lastsMs: number
  resultId: string | undefined
}

export function createMockJobs(): MockJobs {
  const works: Work[] = []

  /** A roster's search comes nearer to its bound with time. */
  function quality(share: number): Pick<PlanJob, 'cost' | 'bound' | 'gap'> {
    const cost = Math.round(1_186 + 1_400 * (1 - share) ** 4)
    return { cost, bound: 1_002, gap: (cost - 1_002) / 1_002 }
  }

  function view({ job, lastsMs, resultId }: Work): PlanJob {
    if (job.state !== 'running') return job
    const progress = Math.min(1, (Date.now() - job.startedAt) / lastsMs)
    Object.assign(job, { progress }, job.type === 'roster' ? quality(progress) : {})
    if (progress === 1)
      Object.assign(job, { state: 'done', endedAt: job.startedAt + lastsMs }, resultId ? { resultId } : {})
    return job
  }

  return {
    start(type, title, lastsMs, resultId) {
      const job: PlanJob = {
        id: `job-${works.length + 1}`,
        type,
        title,
        state: 'running',
        progress: 0,
        startedAt: Date.now(),
      }
      works.push({ job, lastsMs, resultId })
      return job
    },
    find(id) {
      const work = works.find((one) => one.job.id === id)
      return work && view(work)
    },
    handle({ method, path }) {
      const [, , area, kind, id, verb] = path.split('/')
      if (area !== 'plan' || kind !== 'jobs') return undefined
      if (id === undefined) return { status: 200, json: works.map(view) }
      const work = works.find((one) => one.job.id === id)
      if (!work) return refuse(404, 'not-found')
      view(work)
      if (method === 'POST' && verb === 'cancel' && work.job.state === 'running')
        Object.assign(work.job, { state: 'cancelled', endedAt: Date.now() })
      return { status: 200, json: work.job }
    },
  }
}
