// Planning words shared by gateway, analytics and web: history, forecast, need, backtest, what-if. Routes under /api/plan.
import type { Label } from './fields.ts'
import type { ImportQuestion } from './import-question.ts'

/** A date 'YYYY-MM-DD' in the centre's own time. */
export type PlanDate = string

/** 'all', 'queue:<id>', 'number:<access number as dialled>' or 'service:<flow id>' (a flow that callers chose: 子业务). */
export type SeriesId = string

export interface SeriesInfo {
  id: SeriesId
  kind: 'all' | 'queue' | 'number' | 'service'
  name: string
  /** first and last date with history; absent while there is none */
  from?: PlanDate
  to?: PlanDate
  /** dates with history */
  days: number
}

export type SlotMinutes = 5 | 15 | 30 | 60

/** How a day is cut; minutes after midnight. */
export interface Grid {
  slotMinutes: SlotMinutes
  opensAt: number
  closesAt: number
}

/** What a planner knows of a date; the national calendar lies below it. */
export interface PlanMark {
  date: PlanDate
  type: 'closed' | 'holiday' | 'as-weekday' | 'promotion' | 'outage'
  /** as-weekday: 0 is Sunday */
  weekday?: number
  name?: string
  /** promotion not seen before: expected volume as a factor (1.2 = 20 % more) */
  lift?: number
  /** only this series; absent: all */
  series?: SeriesId
}

export interface PlanWarning {
  type: string
  /** date or local time 'YYYY-MM-DDTHH:MM' */
  at: string
  count: number
  text: Label
  /** what the planner is asked to mark that date as */
  mark?: 'promotion' | 'outage'
}

/** `at` is the local start: 'YYYY-MM-DDTHH:MM' of a slot, 'YYYY-MM-DD' of a day, 'YYYY-MM' of a month, 'YYYY' of a year. */
export interface HistoryPoint {
  at: string
  offered: number | null
  /** mean handle time, ms */
  ahtMs: number | null
  /** from another system's file, not from our ledger */
  imported?: true
}

export type Horizon = 'interval' | 'day' | 'month' | 'year'

export interface HistoryAnswer {
  series: SeriesId
  grid: Grid
  horizon: Horizon
  points: HistoryPoint[]
  marks: PlanMark[]
  warnings: PlanWarning[]
}

/** GET /api/plan/forecast */
export interface ForecastPoint {
  at: string
  mean: number
  /** as the model has it, where a planner changed it by hand */
  computed?: number
  lower95: number
  lower80: number
  upper80: number
  upper95: number
  ahtMs: number | null
  /** what came, where it is known */
  actual: number | null
  lastWeek: number | null
  lastYear: number | null
}

export interface ForecastAnswer {
  series: SeriesId
  grid: Grid
  horizon: Horizon
  /** name and label of the model used, and why when it is not the main one */
  model: string
  modelLabel: Label
  why?: Label
  points: ForecastPoint[]
  marks: PlanMark[]
  warnings: PlanWarning[]
  /** ms since 1970 */
  computedAt: number
}

/** Accuracy of one model over the backtest's days; shares, not percent. */
export interface ModelScore {
  model: string
  label: Label
  /** chosen for this series */
  chosen: boolean
  wapeNextDay: number | null
  wapeTwoWeeks: number | null
  wapeIntraday: number | null
  /** Σ(forecast − truth) / Σ truth */
  bias: number | null
  cover80: number | null
  cover95: number | null
}

/** GET /api/plan/backtest */
export interface BacktestAnswer {
  series: SeriesId
  grid: Grid
  from: PlanDate
  to: PlanDate
  scores: ModelScore[]
  /** next-day forecasts of the chosen model against the truth */
  points: { at: string; actual: number | null; mean: number; lower80: number; upper80: number }[]
  warnings: PlanWarning[]
}

/** What a queue is staffed for. Shares 0…1. */
export interface StaffingTarget {
  serviceLevel: number
  withinSeconds: number
  /** absent: callers are taken to wait for ever (Erlang C) */
  patienceSeconds?: number
  maxAbandon?: number
  maxOccupancy?: number
  /** handle time where history has none */
  ahtSeconds: number
  /** reason → share of paid time */
  shrinkage: Record<string, number>
  /** share of calls that find all lines busy, for lines and channels */
  lineBlocking: number
  /** IVR time per call, for lines */
  ivrSeconds: number
  /** on the phones while the service is open, whatever the calls; absent: nobody is needed where nobody calls */
  minAgents?: number
}

/** Sliders: factors on the forecast and other targets. */
export interface WhatIf {
  volume?: number
  handleTime?: number
  serviceLevel?: number
  withinSeconds?: number
  patienceSeconds?: number
  maxOccupancy?: number
  /** all shrinkage together */
  shrinkage?: number
}

export interface NeedPoint {
  at: string
  calls: number
  ahtMs: number
  erlangs: number
  /** on the phones */
  agents: number
  /** on the roster: with shrinkage, a fraction is kept */
  toRoster: number
  /** of the published roster; null where there is none */
  scheduled: number | null
  /** signed in and not on break; null in the future */
  actual: number | null
  /** telephone lines, and media channels (caller's and agent's legs) */
  lines: number
  channels: number
  serviceLevel: number
  occupancy: number
  abandoned: number
  /** `toRoster` is the planner's own, from a file; shown while no slider is moved */
  imported?: true
}

/** POST /api/plan/need with NeedAsk */
export interface NeedAsk {
  series: SeriesId
  from: PlanDate
  /** first date not asked for */
  to: PlanDate
  slotMinutes?: SlotMinutes
  whatIf?: WhatIf
}

export interface NeedAnswer {
  series: SeriesId
  grid: Grid
  target: StaffingTarget
  points: NeedPoint[]
  peak: { at: string; erlangs: number; agents: number; lines: number; channels: number } | null
  /** hours on the roster, all days */
  hours: number
  warnings: PlanWarning[]
}

/** GET /api/plan/today: planned against actual, and the re-forecast. One point a slot. */
export interface TodayPoint {
  at: string
  planned: number | null
  actual: number | null
  reforecast: number | null
  lower80: number | null
  upper80: number | null
  need: number | null
  scheduled: number | null
  staffed: number | null
}

export interface TodayAnswer {
  series: SeriesId
  grid: Grid
  points: TodayPoint[]
  /** sums of the day */
  planned: number
  reforecast: number
  soFar: number
  plannedSoFar: number
  computedAt: number
  /** the centre's own (IANA name): a room screen has no session that tells it */
  timeZone: string
  warnings: PlanWarning[]
}

/** POST /api/plan/import?what=history&dryRun=true with the file as body: what would be taken, and what is wrong. */
export interface ImportPreview {
  what: 'history' | 'need' | 'roster'
  rows: number
  accepted: number
  from?: PlanDate
  to?: PlanDate
  /** the sheet that is read; absent in a CSV file */
  sheet?: string
  /** rows and cells as the spreadsheet shows them: 数据!B7 */
  problems: { row: number; cell: string; column?: string; text: Label }[]
  /** found and not listed */
  moreProblems: number
  /** what else is in the file and not read: titles, other sheets, other queues */
  notes: Label[]
  /** what the file leaves open: read as `chosen` unless the planner says otherwise (query parameter `name`) */
  questions: ImportQuestion[]
  sample: Record<string, string>[]
  /** false for a dry run */
  imported: boolean
  /** of an import that was taken: by it the import can be taken back */
  id?: string
}

/** An import as it was taken in. Taking it back brings what was there before it. */
export interface ImportDone {
  id: string
  what: ImportPreview['what']
  /** of the roster, where it was one */
  series: SeriesId
  /** of the series or the roster */
  name: string
  at: number
  account: string
  accepted: number
  from: PlanDate
  to: PlanDate
  /** when it was taken back */
  undoneAt?: number
}

/** Long work. */
export interface PlanJob {
  id: string
  type: 'roster' | 'forecast-all' | 'backtest'
  title: string
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed'
  /** 0…1 */
  progress: number
  startedAt: number
  endedAt?: number
  /** rosters: cost of the best so far and lower bound in points, (cost − bound) / bound */
  cost?: number
  bound?: number
  gap?: number
  /** what it made: a roster's id … */
  resultId?: string
  /** for the log; people are told `say` */
  detail?: string
  say?: Label
}
