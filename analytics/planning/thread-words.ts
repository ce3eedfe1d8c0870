// What goes to the thread of long work, and what comes back.
import type { History } from '#analytics/forecast/history.ts'
import type { Grid, PlanJob } from '#engine/protocol/planning.ts'
import type { Backtested } from './backtest.ts'

export type ThreadWork = { type: 'backtest'; history: History; chosen: string; grid: Grid; weeks: number }

export interface ThreadAnswers {
  backtest: Backtested
}

export type News = Partial<Pick<PlanJob, 'progress' | 'cost' | 'bound' | 'gap' | 'detail'>>

export type ThreadNews =
  | { type: 'told'; news: News }
  | { type: 'done'; value: unknown }
  | { type: 'failed'; detail: string }
