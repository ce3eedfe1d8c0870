// Which model a queue is best served by, judged on its own last weeks: the main one unless a simpler one did clearly better.
import { targetsOf } from '#analytics/backtest/rolling.ts'
import type { Target } from '#analytics/backtest/score.ts'
import { endOf, type History, knownAt, teaches } from './history.ts'
import type { Ask, Choice, Model } from './model.ts'

/** Weeks judged, two at a time; less when the history is short, so that most of it is left to learn from. */
const JUDGED_DAYS = 28
const AHEAD_DAYS = 14
/** A simpler model must do better by this much, or chance would choose. */
const CLEARLY = 0.9

/** `models` in order of preference, the first wins unless another is clearly better. Nothing of the judged weeks is learned from. */
export function choose(history: History, models: readonly [Model, ...Model[]]): Choice {
  const [main] = models
  const days = Math.min(JUDGED_DAYS, Math.floor(history.days.length / 3))
  const fitting = models.filter((model) => history.days.length - days >= Math.min(model.needsDays, AHEAD_DAYS))
  if (fitting.length === 0) return { model: models.at(-1)!.name, wape: {}, days }
  const wape = errors(history, fitting, days)
  let best = clearest(wape, main.name)
  // learned once, the main model may have missed a change that it has seen by now: asked again before it is left
  if (best !== main.name && days > AHEAD_DAYS) best = clearest(errors(history, fitting, AHEAD_DAYS), main.name)
  return { model: best, wape, days }
}

const errors = (history: History, models: Model[], days: number): Record<string, number> =>
  Object.fromEntries(models.map((model) => [model.name, wapeOf(lastDays(history, model, days))]))

function clearest(wape: Record<string, number>, main: string): string {
  let best = main
  for (const [name, error] of Object.entries(wape))
    if (error < (best === main ? CLEARLY : 1) * (wape[best] ?? Number.POSITIVE_INFINITY)) best = name
  return best
}

/** The last `days` by a model learned once before them, asked again every two weeks. */
function lastDays(history: History, model: Model, days: number): Target[] {
  const to = endOf(history)
  const from = to - days
  const fitted = (model.roughly ?? model).fit(knownAt(history, from))
  const targets: Target[] = []
  for (let day = from; day < to; day += AHEAD_DAYS) {
    const ask: Ask = {
      known: knownAt(history, day),
      from: day,
      count: Math.min(AHEAD_DAYS, to - day),
      seen: 0,
      meansOnly: true,
    }
    const forecasts = fitted.forecast(ask).filter((forecast) => teaches(history, forecast.day))
    targets.push(...targetsOf(history, forecasts, ask))
  }
  return targets
}

function wapeOf(targets: Target[]): number {
  let off = 0
  let all = 0
  for (const { truth, mean } of targets) {
    off += Math.abs(truth - mean)
    all += truth
  }
  return all > 0 ? off / all : 0
}
