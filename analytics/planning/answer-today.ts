// Today: what was planned before it began, what came, and what the rest will bring given the day so far.

import { type History, knownAt } from '#analytics/forecast/history.ts'
import type { DayForecast } from '#analytics/forecast/model.ts'
import type { StaffingTarget, TodayAnswer, TodayPoint } from '#engine/protocol/planning.ts'
import { noHistory } from './answer-forecast.ts'
import { openOn, scheduledBy, staffOf } from './answer-need.ts'
import { demandOf } from './demand.ts'
import type { Answers, AskOf, Chosen, Desk, Past } from './desk.ts'
import { edited, factorsOf, unedited } from './edits.ts'
import { aheadOf, chosenAt } from './fits.ts'
import { handleTimesOf } from './handle-time.ts'
import { MINUTE_MS, timeOf } from './local-time.ts'
import { pastOf, todaySoFar } from './past.ts'
import { known, round, slotsOf, someOf } from './plain.ts'

const FRESH_MS = 5 * MINUTE_MS

/** Answers of the last five minutes are given again. */
export const answerToday: Answers<'today'> = async (ask, desk) => {
  const past = await pastOf(ask, desk)
  const key = JSON.stringify([
    past.key,
    ask.edits,
    ask.target,
    ask.scheduled,
    ask.agentIds,
    Math.floor(desk.now() / FRESH_MS),
  ])
  return desk.caches.todays.get(key, () => makeToday(ask, past, desk))
}

async function makeToday(ask: AskOf<'today'>, past: Past, desk: Desk): Promise<TodayAnswer> {
  const { today } = past
  const { count, seen } = await todaySoFar(ask, past, desk)
  const ahead = await aheadOf(past, today, today + 1, desk)
  const factors = factorsOf(ask)(today)
  const planned = ahead?.days[0] && edited(ahead.days[0], factors)
  const chosen = planned && (await chosenAt(past, today, desk))
  const came = unedited(count.offered, factors)
  const modelled = chosen && past.history && reforecast(chosen, past.history, today, came, seen)
  const rest = modelled && edited(modelled, factors)
  const staffed = (await staffOf(ask, ask.grid, { from: today, to: today + 1 }, today, desk)).get(today)
  const scheduled = scheduledBy(ask).get(today)
  const times = await handleTimesOf(past, today, slotsOf(ask.grid), desk)
  const aht = times(today, planned?.mean ?? new Float64Array(slotsOf(ask.grid)), { count, seen })
  const target = planned && !openOn(planned) ? { ...ask.target, minAgents: 0 } : ask.target
  const points = Array.from({ length: slotsOf(ask.grid) }, (_, slot): TodayPoint => {
    const toCome = slot >= seen ? rest : undefined
    const expected = toCome ? toCome.mean[slot] : planned?.mean[slot]
    return {
      at: timeOf(today, ask.grid.opensAt + slot * ask.grid.slotMinutes),
      planned: known(planned?.mean[slot]),
      actual: known(count.offered[slot]),
      reforecast: known(toCome?.mean[slot]),
      lower80: known(toCome?.lower80[slot]),
      upper80: known(toCome?.upper80[slot]),
      need: expected === undefined ? null : needOf(expected, aht[slot]!, ask.grid.slotMinutes, target),
      scheduled: scheduled?.[slot] ?? null,
      staffed: known(staffed?.[slot]),
    }
  })
  return { series: ask.series, grid: ask.grid, points, ...sumsOf(points, seen), ...restOf(ask, past, desk) }
}

const restOf = (
  ask: AskOf<'today'>,
  past: Past,
  desk: Desk,
): Pick<TodayAnswer, 'computedAt' | 'timeZone' | 'warnings'> => ({
  computedAt: desk.now(),
  timeZone: desk.clock.zone,
  warnings: someOf([...(past.history ? [] : [noHistory(timeOf(past.today, ask.grid.opensAt))]), ...past.warnings]),
})

/** The rest of the day, given its beginning. */
function reforecast(
  chosen: Chosen,
  history: History,
  today: number,
  came: Float64Array,
  seen: number,
): DayForecast | undefined {
  const known = knownAt({ ...history, days: [...history.days, came] }, today, seen)
  const [forecast] = chosen.fitted.forecast({ known, from: today, count: 1, seen })
  return forecast
}

const needOf = (calls: number, ahtMs: number, slotMinutes: number, target: StaffingTarget): number =>
  demandOf(calls, ahtMs > 0 ? ahtMs / 1000 : target.ahtSeconds, slotMinutes * 60, target).agents

function sumsOf(points: readonly TodayPoint[], seen: number) {
  const sum = (values: (number | null)[]): number => round(values.reduce<number>((all, one) => all + (one ?? 0), 0))
  const soFar = sum(points.slice(0, seen).map((point) => point.actual))
  return {
    planned: sum(points.map((point) => point.planned)),
    reforecast: round(soFar + sum(points.map((point) => point.reforecast))),
    soFar,
    plannedSoFar: sum(points.slice(0, seen).map((point) => point.planned)),
  }
}
