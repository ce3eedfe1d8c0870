// Fitted models and the days they forecast, kept between questions: a slider must not wait for a model to learn.

import { endOf, type History, knownAt } from '#analytics/forecast/history.ts'
import type { Fitted } from '#analytics/forecast/kit.ts'
import type { Ahead, Chosen, Desk, Past } from './desk.ts'
import { PlanRefusal, round } from './kit.ts'

/** The model that chooses among the others by the series' own last weeks. */
export const CHOOSER = 'auto'
const MAIN = 'factors'
/** Asked for a little, forecast so many days at once: the next question is often for the next week. */
const LEAST_DAYS = 14

export async function chosenAt(past: Past, origin: number, desk: Desk): Promise<Chosen | undefined> {
  if (!past.history || endOf(past.history) <= past.history.firstDay) return undefined
  const history = knownAt(past.history, origin)
  if (history.days.length === 0) return undefined
  return desk.caches.fits.get(`${past.key}@${origin}`, async () => choose(history, desk))
}

function choose(history: History, desk: Desk): Chosen {
  const chooser = desk.models.get(CHOOSER)
  if (!chooser) throw new PlanRefusal('unavailable', 'the forecast models are missing')
  const fitted = chooser.fit(history)
  const { choice } = fitted
  const model = desk.models.get(choice?.model ?? '') ?? chooser
  return { model: model.name, label: model.label, fitted, ...(choice ? whyOf(choice) : {}) }
}

/** Said only where it is not the main model. */
function whyOf({ model, wape, days }: NonNullable<Fitted['choice']>): Pick<Chosen, 'why'> {
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
  const key = `${past.key}@${origin}`
  const kept = await desk.caches.ahead.peek(key)
  if (kept && kept.days.length >= to - origin) return kept
  const chosen = await chosenAt(past, origin, desk)
  if (!chosen || !past.history) return undefined
  const count = Math.max(LEAST_DAYS, to - origin)
  const known = knownAt(past.history, origin)
  const days = chosen.fitted.forecast({ known, from: origin, count, seen: 0 })
  const ahead = { chosen, origin, days }
  desk.caches.ahead.put(key, ahead)
  return ahead
}
