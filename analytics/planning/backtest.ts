// How good the forecasts of the last weeks were: every model by rolling origin, the chosen one beside what came.
import { rollingBacktest, type Tasks } from '#analytics/backtest/rolling.ts'
import { type Score, score } from '#analytics/backtest/score.ts'
import {
  dateOf,
  endOf,
  type History,
  isClosed,
  openWeekdays,
  valuesOf,
  weekdayOf,
} from '#analytics/forecast/history.ts'
import type { Model } from '#analytics/forecast/model.ts'
import type { BacktestAnswer, Grid, ModelScore } from '#engine/protocol/planning.ts'
import { timeOf } from './local-time.ts'
import { known, round } from './plain.ts'

/** Learned anew every so many open days, and two weeks ahead starts there; ten open days are two weeks. */
const EVERY = 5
const AHEAD = 10
/** A model must have had this long to learn before its first test day. */
const LEAST_DAYS = 21

export interface BacktestParts {
  history: History
  models: readonly Model[]
  /** name of the model in use */
  chosen: string
  grid: Grid
  weeks: number
  /** told with the share done; throws to stop */
  told(share: number): void
}

export type Backtested = Pick<BacktestAnswer, 'from' | 'to' | 'scores' | 'points'>

/** The last `weeks` weeks, or as many as leave something to learn from before; no score when there are none. */
export function backtestOf({ history, models, chosen, grid, weeks, told }: BacktestParts): Backtested {
  const to = endOf(history) - 1
  const from = Math.max(to + 1 - weeks * 7, history.firstDay + LEAST_DAYS)
  const empty: Backtested = { from: dateOf(from), to: dateOf(Math.max(from, to)), scores: [], points: [] }
  if (from > to) return empty
  const able = models.filter((model) => from - history.firstDay >= model.needsDays)
  const slots = history.slots
  const mornings = { ID25: Math.round(slots / 4), ID40: Math.round(slots * 0.4), ID60: Math.round(slots * 0.6) }
  const plan = { from, to, every: EVERY, ahead: AHEAD, mornings: slots >= 8 ? mornings : {} }
  const scores: ModelScore[] = []
  let points: Backtested['points'] = []
  able.forEach((model, index) => {
    const tasks = rollingBacktest(history, model, plan, (share) => told((index + share) / able.length))
    scores.push(scoreOf(model, tasks, model.name === chosen))
    if (model.name === chosen) points = pointsOf(history, from, to, tasks, grid)
  })
  return { ...empty, scores, points }
}

function scoreOf(model: Model, tasks: Tasks, chosen: boolean): ModelScore {
  const of = (task: string): Score | undefined => {
    const targets = tasks.get(task)
    return targets && targets.length > 0 ? score(targets, 1) : undefined
  }
  const share = (value: number | undefined): number | null =>
    value === undefined || !Number.isFinite(value) ? null : round(value, 4)
  const next = of('D1')
  return {
    model: model.name,
    label: model.label,
    chosen,
    wapeNextDay: share(next?.wape),
    wapeTwoWeeks: share(of('W2')?.wape),
    wapeIntraday: share(of('ID')?.wape),
    bias: share(next?.bias),
    cover80: share(next?.coverage80),
    cover95: share(next?.coverage95),
  }
}

/** Next-day targets come in order of dates and slots, those of unknown truth left out: put back to their times. */
function pointsOf(history: History, from: number, to: number, tasks: Tasks, grid: Grid): Backtested['points'] {
  const targets = tasks.get('D1') ?? []
  const open = openWeekdays(history)
  const points: Backtested['points'] = []
  for (let day = from; day <= to; day++) {
    if (!open[weekdayOf(day)] || isClosed(history, day)) continue
    valuesOf(history, day)!.forEach((truth, slot) => {
      const target = Number.isNaN(truth) ? undefined : targets[points.length]
      if (!target) return
      points.push({
        at: timeOf(day, grid.opensAt + slot * grid.slotMinutes),
        actual: known(target.truth),
        mean: round(target.mean),
        lower80: round(target.lower80),
        upper80: round(target.upper80),
      })
    })
  }
  return points
}
