// What each kind of long work does: histories are read here, the work itself is done in a thread.

import { dateOf, dayOf, type History } from '#analytics/forecast/history.ts'
import { ForecastRunner } from '#analytics/forecast/runner.ts'
import type { JobAsk, JobResult, SeriesAsk } from '#engine/protocol/plan-ask.ts'
import type { PlanWarning, SeriesId } from '#engine/protocol/planning.ts'
import { noHistory } from './answer-forecast.ts'
import type { Desk, Past } from './desk.ts'
import { CHOOSER, chosenAt, keepAhead, LEAST_DAYS } from './fits.ts'
import type { Hooks } from './long-work.ts'
import { pastOf, todayOf } from './past.ts'
import { someOf } from './plain.ts'
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

/** Series read and learned at once: what they hold must fit in memory, whatever their number. */
const BATCH = 32

/** Every series learns anew, in threads; its forecast is kept, so the pages that ask next need not wait. */
async function forecastAll({ of, from, days }: JobOf<'forecast-all'>, hooks: Hooks, desk: Desk): Promise<JobResult> {
  const began = desk.now()
  const failed: Failed[] = []
  const to = dayOf(from) + days
  const runner = new ForecastRunner()
  try {
    for (let at = 0; at < of.length; at += BATCH) {
      if (hooks.signal.aborted) throw new Error('cancelled')
      failed.push(...(await forecastSome(of.slice(at, at + BATCH), to, runner, hooks.signal, desk)))
      hooks.told({ progress: Math.min(1, (at + BATCH) / of.length) })
    }
  } finally {
    await runner.close()
  }
  return { type: 'forecast-all', series: of.length - failed.length, seconds: (desk.now() - began) / 1000, failed }
}

type Failed = { series: SeriesId; why: string }

/** Answers those without a forecast, and why. */
async function forecastSome(
  of: readonly SeriesAsk[],
  to: number,
  runner: ForecastRunner,
  signal: AbortSignal,
  desk: Desk,
): Promise<Failed[]> {
  const failed: Failed[] = []
  const pasts = new Map<string, { ask: SeriesAsk; past: Past; history: History }>()
  for (const ask of of) {
    const past = await pastOf(ask, desk)
    if (past.history && past.history.days.length > 0) pasts.set(past.key, { ask, past, history: past.history })
    else failed.push({ series: ask.series, why: 'no history' })
  }
  const today = todayOf(desk)
  const count = Math.max(LEAST_DAYS, to - today)
  const histories = new Map([...pasts].map(([key, { history }]) => [key, history]))
  const { forecasts, faults } = await runner.fit(histories, { model: CHOOSER, count, signal })
  for (const [key, { ask, past, history }] of pasts) {
    const found = forecasts.get(key)
    if (found) keepAhead(past, history, found, desk)
    else failed.push({ series: ask.series, why: faults.get(key) ?? 'no forecast' })
  }
  return failed
}
