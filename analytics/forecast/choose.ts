// Which model a queue is best served by, judged on its own last weeks: the main one unless a simpler one did clearly better.
import { targetsOf } from '#analytics/backtest/rolling.ts'
import type { Target } from '#analytics/backtest/score.ts'
import { endOf, type History, knownAt, teaches } from './history.ts'
import type { Ask, Choice, Model } from './kit.ts'

/** Weeks judged, two at a time; less when the history is short, so that most of it is left to learn from. */
const JUDGED_DAYS = 28
const AHEAD_DAYS = 14
/** A simpler model must do better by this much, or chance would choose. */
const CLEARLY = 0.98

/** `models` in order of preference, the first wins unless another is clearly better. Nothing of the judged weeks is learned from. */
export function choose(history: History, models: readonly [Model, ...Model[]]): Choice {
  const end = endOf(history)
  const days = Math.min(JUDGED_DAYS, Math.floor(history.days.length / 3))
  const fitting = models.filter((model) => history.days.length - days >= Math.min(model.needsDays, AHEAD_DAYS))
  const wape: Record<string, number> = {}
  for (const model of fitting) wape[model.name] = wapeOf(lastDays(history, model, end - days, end))
  const [main] = models
  let best = main.name
  for (const model of fitting)
    if (wape[model.name]! < (best === main.name ? CLEARLY : 1) * (wape[best] ?? 0)) best = model.name
  if (fitting.length === 0) best = models.at(-1)!.name
  return { model: best, wape, days }
}

/** Learned once before `from`, asked again every two weeks. */
function lastDays(history: History, model: Model, from: number, to: number): Target[] {
  const fitted = model.fit(knownAt(history, from))
  const targets: Target[] = []
  for (let day = from; day < to; day += AHEAD_DAYS) {
    const ask: Ask = { known: knownAt(history, day), from: day, count: Math.min(AHEAD_DAYS, to - day), seen: 0 }
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
