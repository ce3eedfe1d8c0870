// Questions of the gateway to the analytics role on subject ask.plan. The gateway knows the records (names, targets, marks,
// rosters), analytics the facts, the formulae and the solver; so each question carries what analytics cannot know.
import type { ForecastFactor } from './forecast-edits.ts'
import type {
  BacktestAnswer,
  ForecastAnswer,
  Grid,
  HistoryAnswer,
  Horizon,
  NeedAnswer,
  PlanDate,
  PlanJob,
  PlanMark,
  SeriesId,
  SeriesInfo,
  StaffingTarget,
  TodayAnswer,
  WhatIf,
} from './planning.ts'
import type { RosterProblem, SolvedDuty } from './roster.ts'

/** A series, how its day is cut, and what the planner marked. */
export interface SeriesAsk {
  series: SeriesId
  grid: Grid
  marks: PlanMark[]
  /** what planners changed by hand; absent: nothing */
  edits?: ForecastFactor[]
}

/** Agents planned by slot of the grid, per date; agents whose presence counts for the series. */
export interface StaffAsk {
  scheduled: { date: PlanDate; agents: number[] }[]
  agentIds: string[]
}

export type ImportedRow = { at: string; offered: number; ahtMs: number | null }

export interface PresenceSpan {
  agentId: string
  mode: 'signed-in' | 'break'
  reason: string
  /** ms since 1970 */
  from: number
  to: number
}

export type JobAsk =
  | { type: 'roster'; problem: RosterProblem; fixed: SolvedDuty[]; budgetMs: number; seed: number }
  /** one day anew: only `day` may change for the agents present */
  | { type: 'replan'; problem: RosterProblem; current: SolvedDuty[]; day: number; absent: string[]; budgetMs: number }
  | { type: 'forecast-all'; of: SeriesAsk[]; from: PlanDate; days: number }
  | { type: 'backtest'; of: SeriesAsk; weeks: number }

export type PlanAsk =
  | { type: 'series' }
  | ({ type: 'history'; from: PlanDate; to: PlanDate; horizon: Horizon } & SeriesAsk)
  | ({ type: 'forecast'; from: PlanDate; to: PlanDate; horizon: Horizon } & SeriesAsk)
  | ({ type: 'need'; from: PlanDate; to: PlanDate; target: StaffingTarget; whatIf: WhatIf } & SeriesAsk & StaffAsk)
  | ({ type: 'today'; target: StaffingTarget } & SeriesAsk & StaffAsk)
  /** waits for the job that it starts, or joins; answers `unavailable` while it is still being computed */
  | ({ type: 'backtest'; weeks: number; title: string } & SeriesAsk)
  /** `id` of the import: what its dates held before is kept under it */
  | { type: 'import'; id: string; series: SeriesId; slotMinutes: number; rows: ImportedRow[] }
  /** brings back what was there before the import */
  | { type: 'undo-import'; id: string; series: SeriesId }
  | { type: 'forget-import'; series: SeriesId; from: PlanDate; to: PlanDate }
  | { type: 'presence'; agentIds: string[]; from: number; to: number }
  | { type: 'job-start'; id: string; title: string; job: JobAsk }
  | { type: 'job'; id: string }
  | { type: 'job-list' }
  | { type: 'job-cancel'; id: string }
  | { type: 'job-result'; id: string }

/** What each question is answered with (inside the bus's Answer). */
export interface PlanAnswers {
  series: Omit<SeriesInfo, 'name'>[]
  history: HistoryAnswer
  forecast: ForecastAnswer
  need: NeedAnswer
  today: TodayAnswer
  backtest: BacktestAnswer
  import: { accepted: number }
  'undo-import': { removed: number; restored: number }
  'forget-import': { removed: number }
  presence: PresenceSpan[]
  'job-start': PlanJob
  job: PlanJob
  'job-list': PlanJob[]
  'job-cancel': PlanJob
  'job-result': JobResult
}

export type JobResult =
  | { type: 'roster' | 'replan'; duties: SolvedDuty[]; cost: number; bound: number; gap: number }
  | { type: 'forecast-all'; series: number; seconds: number; failed: { series: SeriesId; why: string }[] }
  | { type: 'backtest'; answer: BacktestAnswer }
