// How good the forecasts were: a job that is joined while it runs and read while it is kept.

import { createHash } from 'node:crypto'
import type { Label } from '#engine/protocol/fields.ts'
import type { SeriesAsk } from '#engine/protocol/plan-ask.ts'
import type { PlanJob } from '#engine/protocol/planning.ts'
import type { Answers } from './desk.ts'
import { todayOf } from './past.ts'
import { PlanRefusal } from './plain.ts'

/** A page shows the job's progress and asks again. */
const WAIT_MS = 3_000

/** Nobody is left with general words: how far it is, and that asking again is the way. */
function beingComputed({ state, progress }: PlanJob): Label {
  const done = Math.floor(progress * 100)
  return state === 'waiting'
    ? {
        zh: '回测在排队，等前面的任务算完；请稍后再问。',
        en: 'The backtest waits for the work before it. Ask again later.',
      }
    : {
        zh: `回测正在计算，已完成 ${done}%，请稍后再问。`,
        en: `A backtest is running, ${done}% done. Ask again.`,
      }
}
const NOT_COMPUTED: Label = { zh: '回测没有算出结果，请再试一次。', en: 'The backtest gave no result: try it again.' }

export const answerBacktest: Answers<'backtest'> = async ({ series, grid, marks, weeks, title }, desk) => {
  const of: SeriesAsk = { series, grid, marks }
  const key = JSON.stringify([of, weeks, todayOf(desk), desk.revision()])
  const id = `backtest-${createHash('sha256').update(key).digest('hex').slice(0, 24)}`
  desk.jobs.start(id, title, { type: 'backtest', of, weeks })
  const job = await desk.jobs.ended(id, WAIT_MS)
  if (job.state === 'waiting' || job.state === 'running')
    throw new PlanRefusal('unavailable', beingComputed(job), `still being computed: job ${id}`)
  if (job.state !== 'done') {
    // who asks once more wants it after all
    desk.jobs.forget(id)
    throw new PlanRefusal('unavailable', NOT_COMPUTED, job.detail ?? job.state)
  }
  const result = desk.jobs.result(id)
  if (result.type !== 'backtest') throw new PlanRefusal('not-found', undefined, id)
  return result.answer
}
