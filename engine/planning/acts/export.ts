// What a planner sees as a file: history, forecast, need, a roster.

import type { Services } from '../../gateway/http/services.ts'
import type { HistoryPoint, Horizon, PlanDate, SeriesId, SlotMinutes } from '../../protocol/planning.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { FileFormat } from '../../records/table-files/table.ts'
import { addDays, datesFrom } from '../core/clock.ts'
import { forecastTable, historyTable, needTable, rosterTable } from '../files/tables.ts'
import type { Table } from '../files/write.ts'
import { viewOf } from '../records/rosters.ts'
import { askNeed, askPlan, seriesAsk, staffedAsk } from './ask.ts'

export interface ExportAsk {
  what: 'history' | 'forecast' | 'need' | 'roster'
  format: FileFormat
  series: SeriesId
  /** of the roster */
  id: string
  from: PlanDate
  to: PlanDate
  horizon: Horizon
  slotMinutes?: SlotMinutes
  lang: 'zh' | 'en'
}

/** A file's history may be longer than one answer. */
const HISTORY_DAYS = 28
const MOST_DAYS = 3_660

export async function exportTable(services: Services, ask: ExportAsk): Promise<Outcome<Table>> {
  const { series, from, to, slotMinutes, horizon, lang } = ask
  switch (ask.what) {
    case 'history':
      return exportHistory(services, ask)
    case 'forecast': {
      const of = await seriesAsk(services, series, slotMinutes)
      const answer = await askPlan(services, { type: 'forecast', from, to, horizon, ...of })
      return answer.ok ? done(forecastTable(answer.value, lang)) : answer
    }
    case 'need': {
      const of = await staffedAsk(services, series, from, to, slotMinutes)
      const answer = await askNeed(services, { type: 'need', from, to, whatIf: {}, ...of })
      return answer.ok ? done(needTable(answer.value, lang)) : answer
    }
    case 'roster': {
      const view = await viewOf(services.sql, ask.id)
      return view.ok ? done(rosterTable(view.value, datesFrom(view.value.from, view.value.days), lang)) : view
    }
  }
}

async function exportHistory(services: Services, ask: ExportAsk): Promise<Outcome<Table>> {
  const of = await seriesAsk(services, ask.series, ask.slotMinutes)
  if (ask.to > addDays(ask.from, MOST_DAYS))
    return refused('bad-input', { say: { zh: '日期范围太长', en: 'The dates are too far apart' } })
  const points: HistoryPoint[] = []
  const step = ask.horizon === 'interval' ? HISTORY_DAYS : MOST_DAYS
  for (let from = ask.from; from < ask.to; from = addDays(from, step)) {
    const [to] = [addDays(from, step), ask.to].sort() as [PlanDate]
    const answer = await askPlan(services, { type: 'history', from, to, horizon: ask.horizon, ...of })
    if (!answer.ok) return answer
    points.push(...answer.value.points)
  }
  return done(historyTable({ points }, ask.lang))
}
