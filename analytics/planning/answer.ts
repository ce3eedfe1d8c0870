// Answers the gateway's planning questions (subject ask.plan). Never throws: what cannot be done is a refusal.

import type { Answer } from '#engine/protocol/actors.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { PlanAsk } from '#engine/protocol/plan-ask.ts'
import { Unreachable } from '../staffing/unreachable.ts'
import { answerBacktest } from './answer-backtest.ts'
import { answerForecast } from './answer-forecast.ts'
import { answerHistory } from './answer-history.ts'
import { answerForgetImport, answerImport, answerUndoImport } from './answer-import.ts'
import { answerJob, answerJobCancel, answerJobList, answerJobResult, answerJobStart } from './answer-jobs.ts'
import { answerNeed } from './answer-need.ts'
import { answerPresence } from './answer-presence.ts'
import { answerSeries } from './answer-series.ts'
import { answerToday } from './answer-today.ts'
import { planAskSchema } from './ask.ts'
import type { Answers, Desk } from './desk.ts'
import { PlanRefusal } from './plain.ts'

const TABLE: { [Type in PlanAsk['type']]: Answers<Type> } = {
  series: answerSeries,
  history: answerHistory,
  forecast: answerForecast,
  need: answerNeed,
  today: answerToday,
  backtest: answerBacktest,
  import: answerImport,
  'undo-import': answerUndoImport,
  'forget-import': answerForgetImport,
  presence: answerPresence,
  'job-start': answerJobStart,
  job: answerJob,
  'job-list': answerJobList,
  'job-cancel': answerJobCancel,
  'job-result': answerJobResult,
}

export async function answerPlan(value: unknown, desk: Desk): Promise<Answer> {
  const asked = planAskSchema.safeParse(value)
  if (!asked.success) {
    const [issue] = asked.error.issues
    return { ok: false, refusal: 'bad-input', detail: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` }
  }
  try {
    const ask = asked.data as PlanAsk
    const answer = TABLE[ask.type] as (ask: PlanAsk, desk: Desk) => Promise<unknown>
    return { ok: true, value: await answer(ask, desk) }
  } catch (error) {
    return refusalOf(error)
  }
}

const NO_FIGURE: Label = {
  zh: '按这些设定算不出人数：请检查目标、处理时长、等待耐心与损耗率。',
  en: 'No number of agents comes of these settings: check target, handle time, patience and shrinkage.',
}

export function refusalOf(error: unknown): Extract<Answer, { ok: false }> {
  const detail = error instanceof Error ? error.message : String(error)
  if (error instanceof PlanRefusal) {
    const { refusal, say } = error
    return { ok: false, refusal, ...(detail === '' ? {} : { detail }), ...(say ? { say } : {}) }
  }
  if (error instanceof Unreachable) return { ok: false, refusal: 'bad-input', detail, say: error.say }
  if (error instanceof RangeError) return { ok: false, refusal: 'bad-input', detail, say: NO_FIGURE }
  return { ok: false, refusal: 'unavailable', detail }
}
