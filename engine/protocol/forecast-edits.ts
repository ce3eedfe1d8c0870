// A forecast changed by hand: a factor on hours of dates, each change a version that is taken back and brought back.
import type { PlanDate, SeriesId } from './planning.ts'

export interface ForecastFactor {
  from: PlanDate
  /** the last date it holds for */
  to: PlanDate
  /** minutes after midnight of each date; up to but not `toMinute` */
  fromMinute: number
  toMinute: number
  /** 1.2: a fifth more than computed */
  factor: number
}

/** GET /api/plan/forecast-edits, newest first */
export interface ForecastEdit extends ForecastFactor {
  id: string
  series: SeriesId
  /** counted in its series from 1 */
  version: number
  note: string
  account: string
  at: number
  undoneAt?: number
  undoneBy?: string
}
