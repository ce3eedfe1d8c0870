// Fitted models and the days they forecast, kept between questions: a slider must not wait for a model to learn.

import { endOf, type History, knownAt } from '#analytics/forecast/history.ts'
import type { Ahead, Chosen, Desk, Past } from './desk.ts'
import { PlanRefusal } from './kit.ts'

const FALL_BACK = 'same-weekday'
const MAIN = 'factors'
/** three weeks of weekdays */
const LEAST_KNOWN_DAYS = 15
/** Asked for a little, forecast so many days at once: the next question is often for the next week. */
const LEAST_DAYS = 14

export async function chosenAt(past: Past, origin: number, desk: Desk): Promise<Chosen | undefined> {
  if (!past.history || endOf(past.history) <= past.history.firstDay) return undefined
  const history = knownAt(past.history, origin)
  if (history.days.length === 0) return undefined
  return desk.caches.fits.get(`${past.key}@${origin}`, async () => choose(history, desk))
}

function choose(history: History, desk: Desk): Chosen {
  const main = desk.models.get(MAIN)
  const spare = desk.models.get(FALL_BACK)
  if (!main || !spare) throw new PlanRefusal('unavailable', 'the forecast models are missing')
  const days = history.days.filter((values) => values.some((value) => !Number.isNaN(value))).length
  const enough = history.days.length >= main.needsDays && days >= LEAST_KNOWN_DAYS
  const model = enough ? main : spare
  return {
    model: model.name,
    label: model.label,
    fitted: model.fit(history),
    ...(enough
      ? {}
      : {
          why: {
            zh: `只有 ${days} 天历史，跨 ${history.days.length} 天，不足三周`,
            en: `there are only ${days} days of history in ${history.days.length}, less than three weeks`,
          },
        }),
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
