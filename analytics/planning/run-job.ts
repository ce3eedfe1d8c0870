// What each kind of long work does: histories are read here, the work itself is done in a thread.

import { dateOf, dayOf } from '#analytics/forecast/history.ts'
import type { JobAsk, JobResult, SeriesAsk } from '#engine/protocol/plan-ask.ts'
import type { PlanWarning, SeriesId } from '#engine/protocol/planning.ts'
import { noHistory } from './answer-forecast.ts'
import type { Desk } from './desk.ts'
import { aheadOf, chosenAt } from './fits.ts'
import type { Hooks } from './jobs.ts'
import { someOf } from './kit.ts'
import { pastOf, todayOf } from './past.ts'
import { replanDay, solveRoster } from './roster-job.ts'
import { inThread } from './thread.ts'

type JobOf<Type extends JobAsk['type']> = Extract<JobAsk, { type: Type }>

export async function runJob(job: JobAsk, hooks: Hooks, desk: Desk): Promise<JobResult> {
  switch (job.type) {
    case 'backtest':
      return backtest(job, hooks, desk)
    case 'forecast-all':
      return forecastAll(job, hooks, desk)
    case 'roster':
      return solveRoster(job, hooks)
    case 'replan':
      return replanDay(job)
  }
}

async function backtest({ of, weeks }: JobOf<'backtest'>, hooks: Hooks, desk: Desk): Promise<JobResult> {
  const past = await pastOf(of, desk)
  const today = dateOf(todayOf(desk))
  const answerWith = (warnings: PlanWarning[]) => ({
    ...{ series: of.series, grid: of.grid, from: today, to: today },
    ...{ scores: [], points: [], warnings: someOf(warnings) },
  })
  const chosen = await chosenAt(past, past.today, desk)
  if (!chosen || !past.history) return { type: 'backtest', answer: answerWith([noHistory(today)]) }
  const work = { type: 'backtest' as const, history: past.history, chosen: chosen.model, grid: of.grid, weeks }
  const done = await inThread(work, hooks.signal, hooks.told)
  const short: PlanWarning[] = done.scores.length > 0 ? [] : [tooShort(today)]
  return { type: 'backtest', answer: { ...answerWith([...short, ...past.warnings]), ...done } }
}

const tooShort = (at: string): PlanWarning => ({
  type: 'backtest-too-short',
  at,
  count: 1,
  text: {
    zh: '历史太短，尚不能回测：需要三周以上',
    en: 'The history is too short for a backtest: more than three weeks are needed',
  },
})

/** Every series learns anew; its forecast is kept, so the pages that ask next need not wait. */
async function forecastAll({ of, from, days }: JobOf<'forecast-all'>, hooks: Hooks, desk: Desk): Promise<JobResult> {
  const began = desk.now()
  const failed: { series: SeriesId; why: string }[] = []
  const to = dayOf(from) + days
  for (const [index, each] of of.entries()) {
    if (hooks.signal.aborted) throw new Error('cancelled')
    const why = await forecastOne(each, to, desk)
    if (why !== undefined) failed.push({ series: each.series, why })
    hooks.told({ progress: (index + 1) / of.length })
  }
  return { type: 'forecast-all', series: of.length - failed.length, seconds: (desk.now() - began) / 1000, failed }
}

async function forecastOne(ask: SeriesAsk, to: number, desk: Desk): Promise<string | undefined> {
  try {
    const past = await pastOf(ask, desk)
    const ahead = await aheadOf(past, past.today, Math.max(to, past.today + 1), desk)
    return ahead ? undefined : 'no history'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
