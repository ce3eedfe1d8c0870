// The planning desk: puts together what the answers need, and learns when the past has changed.

import { loadModels } from '#analytics/forecast/model.ts'
import type { Answer } from '#engine/protocol/actors.ts'
import type { ClickHouse } from '../clickhouse/client.ts'
import { answerPlan } from './answer.ts'
import { cacheOf } from './caches.ts'
import type { Caches, Desk } from './desk.ts'
import { localClock, MINUTE_MS } from './local-time.ts'
import { jobsOf } from './long-work.ts'
import { runJob } from './run-job.ts'

export interface Planning {
  answer(value: unknown): Promise<Answer>
  /** facts up to this time were written */
  heard(at: number): void
  stop(): Promise<void>
}

/** A fact older than this when it comes in is one of the past: the ledger is being caught up with. */
const LATE_MS = 10 * MINUTE_MS

const newCaches = (): Caches => ({
  pasts: cacheOf(64),
  live: cacheOf(4),
  fits: cacheOf(96),
  ahead: cacheOf(1_200),
  handleTimes: cacheOf(200),
  todays: cacheOf(200),
})

export async function openPlanning(parts: {
  clickhouse: ClickHouse
  timeZone: string
  now: () => number
}): Promise<Planning> {
  const { clickhouse, now } = parts
  const clock = localClock(parts.timeZone)
  const models = await loadModels()
  let revision = 0
  let newest = now()
  let late = false
  const jobs = jobsOf((job, hooks) => runJob(job, hooks, desk), now)
  const desk: Desk = {
    ...{ clickhouse, clock, now, models, jobs, caches: newCaches() },
    revision: () => revision,
    changed() {
      revision += 1
    },
  }
  return {
    answer: (value) => answerPlan(value, desk),
    heard(at) {
      const wasLate = late
      late = at < now() - LATE_MS
      // the last late batch, and one that reaches over midnight, still hold facts of the past
      if (late || wasLate || clock.local(newest).day < clock.local(at).day) revision += 1
      newest = at
    },
    stop: () => jobs.stop(),
  }
}
