// Fitted models and the days they forecast, kept between questions: a slider must not wait for a model to learn.

import { endOf, type History, knownAt } from '#analytics/forecast/history.ts'
import { wanderOf } from '#analytics/forecast/horizons.ts'
import type { Choice } from '#analytics/forecast/model.ts'
import type { QueueForecast } from '#analytics/forecast/runner.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { Ahead, Chosen, Desk, Past, Said } from './desk.ts'
import { PlanRefusal, round } from './plain.ts'

const NO_MODELS: Label = {
  zh: '预测模型缺失，请联系管理员。',
  en: 'The forecast models are missing: tell an administrator.',
}

/** The model that chooses among the others by the series' own last weeks. */
export const CHOOSER = 'auto'
const MAIN = 'factors'
export const keyOf = (past: Past, origin: number): string => `${past.key}@${origin}`

/** Asked for a little, forecast so many days at once: the next question is often for the next week. */
export const LEAST_DAYS = 14

export async function chosenAt(past: Past, origin: number, desk: Desk): Promise<Chosen | undefined> {
  if (!past.history || endOf(past.history) <= past.history.firstDay) return undefined
  const history = knownAt(past.history, origin)
  if (history.days.length === 0) return undefined
  return desk.caches.fits.get(keyOf(past, origin), async () => choose(history, desk))
}

function choose(history: History, desk: Desk): Chosen {
  const chooser = desk.models.get(CHOOSER)
  if (!chooser) throw new PlanRefusal('unavailable', NO_MODELS)
  const fitted = chooser.fit(history)
  return { ...saidOf(fitted.choice, desk), fitted }
}

export function saidOf(choice: Choice | undefined, { models }: Desk): Said {
  const model = models.get(choice?.model ?? CHOOSER)
  if (!model) throw new PlanRefusal('unavailable', NO_MODELS)
  return { model: model.name, label: model.label, ...(choice ? whyOf(choice) : {}) }
}

/** Said only where it is not the main model. */
function whyOf({ model, wape, days }: Choice): Pick<Said, 'why'> {
  if (model === MAIN) return {}
  const percent = (name: string): string => `${round((wape[name] ?? 0) * 100, 1)} %`
  if (wape[MAIN] === undefined || wape[model] === undefined)
    return {
      why: {
        zh: '历史太短，不足以学习日历与周内曲线',
        en: 'the history is too short to learn weekday profiles and the calendar from',
      },
    }
  return {
    why: {
      zh: `最近 ${days} 天它更准：误差 ${percent(model)}，主模型 ${percent(MAIN)}`,
      en: `it was better over the last ${days} days: ${percent(model)} off, the main model ${percent(MAIN)}`,
    },
  }
}

/** Forecasts of [origin, to); nothing known from the origin on is used. Undefined while nothing is known before it. */
export async function aheadOf(past: Past, origin: number, to: number, desk: Desk): Promise<Ahead | undefined> {
  const key = keyOf(past, origin)
  const kept = await desk.caches.ahead.peek(key)
  if (kept && kept.days.length >= to - origin) return kept
  const chosen = await chosenAt(past, origin, desk)
  if (!chosen || !past.history) return undefined
  const count = Math.max(LEAST_DAYS, to - origin)
  const known = knownAt(past.history, origin)
  const days = chosen.fitted.forecast({ known, from: origin, count, seen: 0 })
  const { model, label, why, fitted } = chosen
  const ahead: Ahead = {
    ...{ origin, days, wander: wanderOf(known) },
    chosen: { model, label, ...(why ? { why } : {}) },
    ...(fitted.lasting ? { lasting: fitted.lasting } : {}),
  }
  desk.caches.ahead.put(key, ahead)
  return ahead
}

/** A forecast made elsewhere of the days from the end of this past on. */
export function keepAhead(past: Past, history: History, made: QueueForecast, desk: Desk): void {
  const origin = past.today
  desk.caches.ahead.put(keyOf(past, origin), {
    ...{ origin, days: made.days, wander: wanderOf(history) },
    chosen: saidOf(made.choice, desk),
  })
}
