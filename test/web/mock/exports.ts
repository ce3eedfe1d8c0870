// The mock's files in the background: above a thousand rows each look writes some more.
import type { ExportJob } from '#engine/protocol/api.ts'
import { type MockAnswer, type MockAsked, refuse } from './asked.ts'

const SMALL_ROWS = 1_000
const ROWS_A_LOOK = 500
const ok = (json: unknown): MockAnswer => ({ status: 200, json })

/** `count`: rows of the search that is asked for. */
export function createExports(count: (asked: MockAsked) => number): (asked: MockAsked) => MockAnswer | undefined {
  const jobs: ExportJob[] = []

  function start(asked: MockAsked): MockAnswer {
    const format = asked.query.get('format') === 'csv' ? 'csv' : 'xlsx'
    const total = asked.path.endsWith('/calls') ? count(asked) : 10
    const small = total <= SMALL_ROWS
    const job: ExportJob = {
      ...{ id: `export-${jobs.length + 1}`, title: { zh: '通话记录', en: 'Call log' }, format, total },
      ...{ state: small ? 'done' : 'running', rows: small ? total : 0, startedAt: Date.now() },
      fileName: `${asked.path.endsWith('/calls') ? '通话记录' : '报表'}-2026-11-29.${format}`,
    }
    jobs.unshift(job)
    return ok(job)
  }
  function grown(job: ExportJob): ExportJob {
    if (job.state !== 'running') return job
    job.rows = Math.min(job.total, job.rows + ROWS_A_LOOK)
    if (job.rows === job.total) job.state = 'done'
    return job
  }

  return (asked) => {
    const [, , area, id, act] = asked.path.split('/')
    if (area !== 'exports') return undefined
    if (!id) return ok(jobs)
    if (asked.method === 'POST' && act !== 'cancel') return start(asked)
    const job = jobs.find((each) => each.id === id)
    if (!job) return refuse(404, 'not-found')
    if (act === 'file') return { status: 200, bytes: Buffer.from('\ufefffile'), type: 'text/csv' }
    if (act === 'cancel') job.state = 'cancelled'
    return ok(grown(job))
  }
}
