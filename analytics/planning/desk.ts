// What every answer to a planning question is given: the database, the clock, the models, what is kept between questions.

import type { FittedHandleTime } from '#analytics/forecast/handle-time.ts'
import type { History } from '#analytics/forecast/history.ts'
import type { Wander } from '#analytics/forecast/horizons.ts'
import type { DayForecast, Fitted, Lasting, Model } from '#analytics/forecast/model.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { PlanAnswers, PlanAsk } from '#engine/protocol/plan-ask.ts'
import type { PlanWarning, TodayAnswer } from '#engine/protocol/planning.ts'
import type { ClickHouse } from '../clickhouse/client.ts'
import type { Cache } from './caches.ts'
import type { Counts } from './counts.ts'
import type { LocalClock } from './local-time.ts'
import type { Jobs } from './long-work.ts'

/** The past of a series up to yesterday. */
export interface Past {
  /** names this past: same key, same past */
  key: string
  today: number
  counts: Counts
  /** own first date, where there is one */
  ownFirst?: number
  /** up to yesterday, cleaned; absent while nothing is known */
  history?: History
  warnings: PlanWarning[]
}

/** Which model it is, and why when it is not the main one. */
export interface Said {
  model: string
  label: Label
  why?: Label
}

export interface Chosen extends Said {
  fitted: Fitted
}

/** Forecasts of the dates from an origin on, made with what was known there. */
export interface Ahead {
  chosen: Said
  /** days[0] is the origin's date */
  origin: number
  days: DayForecast[]
  /** how far the series' level wanders, and how its days err together: for sums and dates far ahead */
  wander: Wander
  lasting?: Lasting
}

export interface Caches {
  pasts: Cache<Past>
  /** dates on which the centre lived */
  live: Cache<Set<number>>
  fits: Cache<Chosen | undefined>
  ahead: Cache<Ahead>
  /** undefined while no call was handled */
  handleTimes: Cache<FittedHandleTime | undefined>
  todays: Cache<TodayAnswer>
}

export interface Desk {
  clickhouse: ClickHouse
  clock: LocalClock
  now(): number
  /** grows whenever facts of a past day, or imported rows, come in */
  revision(): number
  changed(): void
  models: Map<string, Model>
  caches: Caches
  jobs: Jobs
}

export type AskOf<Type extends PlanAsk['type']> = Extract<PlanAsk, { type: Type }>
export type Answers<Type extends PlanAsk['type']> = (ask: AskOf<Type>, desk: Desk) => Promise<PlanAnswers[Type]>
