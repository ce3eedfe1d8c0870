// Follows the rosters being computed: progress is noted, a result stored as duties when its job has ended or was cancelled.

import type { PlanJobs, Services } from '../../gateway/http/services.ts'
import type { Label } from '../../protocol/fields.ts'
import type { PlanJob } from '../../protocol/planning.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import { type Ending, endJob, findJob, listJobs, noteProgress, openJobs } from '../records/roster-work.ts'
import { askPlan } from './ask.ts'

interface Parts extends Pick<Services, 'bus' | 'sql' | 'now'> {
  failed(error: unknown): void
  /** between two looks while something is under way */
  everyMs?: number
  /** between two looks else: another gateway may have died with work of its own */
  idleMs?: number
}

const EVERY_MS = 1_000
const IDLE_MS = 15_000
const LOST: Label = {
  zh: '分析服务已重启，计算丢失，请重新计算',
  en: 'The analytics service was restarted: the work is lost, start it again',
}

export function followJobs(parts: Parts): PlanJobs {
  const { sql } = parts
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let again = false
  let stopped = false

  /** Answers whether anything is still under way. */
  async function look(): Promise<boolean> {
    const open = await openJobs(sql)
    if (open.length === 0) return false
    // while analytics is away nothing is known of them: they stay as they are
    const list = await askPlan(parts, { type: 'job-list' })
    if (!list.ok) return true
    const known = new Map(list.value.map((job) => [job.id, job]))
    for (const { id } of open) await settle(parts, id, known.get(id))
    return true
  }
  function follow(): void {
    if (stopped) return
    // a job that began during a look is in the next one
    if (looking) {
      again = true
      return
    }
    clearTimeout(timer)
    again = false
    looking = look()
      .catch((error: unknown) => {
        parts.failed(error)
        return true
      })
      .then((more) => {
        looking = undefined
        const pause = more || again ? (parts.everyMs ?? EVERY_MS) : (parts.idleMs ?? IDLE_MS)
        if (!stopped) timer = setTimeout(follow, pause)
      })
  }
  follow()

  return {
    follow,
    list: () => listAll(parts),
    find: (id) => find(parts, id),
    async cancel(id) {
      const answer = await askPlan(parts, { type: 'job-cancel', id })
      if (answer.ok || answer.refusal === 'not-found') return find(parts, id)
      return answer
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await looking
    },
  }
}

const isOver = (job: PlanJob): boolean => job.state !== 'waiting' && job.state !== 'running'

async function settle(parts: Parts, id: string, job: PlanJob | undefined): Promise<void> {
  const { sql } = parts
  const at = parts.now()
  if (job === undefined) await endJob(sql, { id, state: 'failed', at, say: LOST })
  else if (!isOver(job)) await noteProgress(sql, job)
  else await endJob(sql, await endingOf(parts, job, at))
}

/** A job that was cancelled before it had anything ends without a result. */
async function endingOf(parts: Parts, job: PlanJob, at: number): Promise<Ending> {
  const state = job.state as Ending['state']
  const ending = { id: job.id, state, at, ...(job.detail === undefined ? {} : { detail: job.detail }) }
  if (state === 'failed') return ending
  const result = await askPlan(parts, { type: 'job-result', id: job.id })
  if (result.ok && 'duties' in result.value) return { ...ending, result: result.value }
  if (state === 'cancelled') return ending
  const detail = result.ok ? 'no duties in the result' : (result.detail ?? result.refusal)
  return { ...ending, state: 'failed', detail }
}

async function listAll(parts: Parts): Promise<PlanJob[]> {
  const [own, list] = await Promise.all([listJobs(parts.sql), askPlan(parts, { type: 'job-list' })])
  const live = new Map((list.ok ? list.value : []).map((job) => [job.id, job]))
  const rosters = own.map((job) => withLive(job, live.get(job.id)))
  const known = new Set(own.map((job) => job.id))
  const others = [...live.values()].filter((job) => !known.has(job.id))
  return [...rosters, ...others].sort((a, b) => b.startedAt - a.startedAt)
}

/** It is over for the pages when its duties are stored, not before. */
const withLive = (job: PlanJob, live: PlanJob | undefined): PlanJob =>
  isOver(job) || !live || isOver(live) ? job : { ...job, ...live, ...(job.resultId ? { resultId: job.resultId } : {}) }

async function find(parts: Parts, id: string): Promise<Outcome<PlanJob>> {
  const own = await findJob(parts.sql, id)
  if (own && isOver(own)) return done(own)
  const live = await askPlan(parts, { type: 'job', id })
  if (!own) return live
  if (!live.ok && live.refusal !== 'not-found') return done(own)
  const job = live.ok ? live.value : undefined
  // who looks at the very moment it ends need not wait for the next look of ours
  if (!job || isOver(job)) await settle(parts, id, job)
  return done(withLive((await findJob(parts.sql, id)) ?? own, job))
}
