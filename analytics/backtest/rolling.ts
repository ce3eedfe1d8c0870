// The rolling-origin backtest: two weeks ahead (W2), the next day (D1), the rest of the day from given hours (ID).
import { type History, isClosed, knownAt, openWeekdays, valuesOf, weekdayOf } from '#analytics/forecast/history.ts'
import type { Ask, DayForecast, Fitted, Model } from '#analytics/forecast/model.ts'
import type { Target } from './score.ts'

export interface Plan {
  /** first and last test day, days since 1970-01-01 */
  from: number
  to: number
  /** a model learns anew, and W2 starts, every so many usual-open days */
  every: number
  /** usual-open days ahead in W2 */
  ahead: number
  /** slots seen at the intraday origins, by task name */
  mornings: Record<string, number>
}

export type Tasks = Map<string, Target[]>

/** Forecasts beside what came; days that were closed, slots seen before the origin and slots not known are no targets. */
export function targetsOf(history: History, forecasts: DayForecast[], ask: Ask): Target[] {
  const targets: Target[] = []
  for (const { day, mean, lower95, lower80, upper80, upper95 } of forecasts) {
    if (isClosed(history, day)) continue
    const seen = day === ask.from ? ask.seen : 0
    valuesOf(history, day)!.forEach((truth, j) => {
      if (j < seen || Number.isNaN(truth)) return
      targets.push({
        truth,
        mean: mean[j]!,
        lower95: lower95[j]!,
        lower80: lower80[j]!,
        upper80: upper80[j]!,
        upper95: upper95[j]!,
      })
    })
  }
  return targets
}

/** Runs a model over the plan; nothing at or after an origin is handed to it. */
export function rollingBacktest(
  history: History,
  model: Model,
  plan: Plan,
  done: (share: number) => void = () => {},
): Tasks {
  const tasks: Tasks = new Map()
  const open = openWeekdays(history)
  const days: number[] = []
  for (let day = plan.from; day <= plan.to; day++) if (open[weekdayOf(day)]) days.push(day)
  let fitted: Fitted | undefined
  const run = (task: string, ask: Ask): void => {
    const targets = tasks.get(task) ?? []
    tasks.set(task, targets)
    for (const target of targetsOf(history, fitted!.forecast(ask), ask)) targets.push(target)
  }
  days.forEach((day, at) => {
    const known = knownAt(history, day)
    const last = days[at + plan.ahead - 1]
    if (at % plan.every === 0) {
      if (last !== undefined || !fitted) fitted = model.fit(known)
      if (last !== undefined) run('W2', { known, from: day, count: last - day + 1, seen: 0 })
    }
    if (!isClosed(history, day)) {
      run('D1', { known, from: day, count: 1, seen: 0 })
      for (const [task, seen] of Object.entries(plan.mornings))
        run(task, { known: knownAt(history, day, seen), from: day, count: 1, seen })
    }
    done((at + 1) / days.length)
  })
  const intraday = [...tasks].filter(([task]) => task.startsWith('ID')).flatMap(([, targets]) => targets)
  if (intraday.length > 0) tasks.set('ID', intraday)
  return tasks
}

/** Mean absolute difference to the same slot one week before, over the days before the test: the scale of MASE. */
export function weekBeforeError(history: History, before: number): number {
  let sum = 0
  let count = 0
  for (let day = history.firstDay + 7; day < before; day++)
    valuesOf(history, day)?.forEach((value, j) => {
      const earlier = valuesOf(history, day - 7)![j]!
      if (Number.isNaN(value) || Number.isNaN(earlier)) return
      sum += Math.abs(value - earlier)
      count += 1
    })
  return sum / count
}
