// How many agents, lines and channels each interval needs, beside those scheduled and those who were there.

import { dateOf, dayOf } from '#analytics/forecast/history.ts'
import type { DayForecast } from '#analytics/forecast/model.ts'
import type { StaffAsk } from '#engine/protocol/plan-ask.ts'
import type { Grid, NeedPoint } from '#engine/protocol/planning.ts'
import { noHistory, outlookOf } from './answer-forecast.ts'
import { unpublished } from './calendar.ts'
import { demandOf, targetUnder } from './demand.ts'
import type { Answers, Desk } from './desk.ts'
import { timeOf } from './local-time.ts'
import { known, round, slotsOf, someOf } from './plain.ts'
import { modeChanges, presenceOf, staffedSlots } from './presence.ts'
import { type Span, spanOf } from './span.ts'

export const answerNeed: Answers<'need'> = async (ask, desk) => {
  const { grid, whatIf } = ask
  const span = spanOf(ask.from, ask.to, grid, 'interval')
  const outlook = await outlookOf(ask, span, desk)
  const target = targetUnder(ask.target, whatIf)
  const present = await staffOf(ask, grid, span, outlook.past.today, desk)
  const scheduled = scheduledBy(ask)
  const slotSeconds = grid.slotMinutes * 60
  const points: NeedPoint[] = []
  for (let day = span.from; day < span.to; day++) {
    const forecast = outlook.of(day)
    if (!forecast) continue
    const usual = outlook.ahtOf(forecast)
    const staffed = openOn(forecast) ? target : { ...target, minAgents: 0 }
    for (let slot = 0; slot < slotsOf(grid); slot++) {
      const calls = forecast.mean[slot]! * (whatIf.volume ?? 1)
      const ahtMs = usual[slot]! || target.ahtSeconds * 1000
      const aht = ahtMs * (whatIf.handleTime ?? 1)
      const demand = demandOf(calls, aht / 1000, slotSeconds, staffed)
      points.push({
        at: timeOf(day, grid.opensAt + slot * grid.slotMinutes),
        calls: round(calls),
        ahtMs: round(aht, 0),
        erlangs: round(demand.erlangs, 3),
        agents: demand.agents,
        toRoster: round(demand.toRoster),
        scheduled: scheduled.get(day)?.[slot] ?? null,
        actual: known(present.get(day)?.[slot]),
        lines: demand.lines,
        channels: demand.channels,
        serviceLevel: round(demand.serviceLevel, 4),
        occupancy: round(demand.occupancy, 4),
        abandoned: round(demand.abandoned, 4),
      })
    }
  }
  return {
    series: ask.series,
    grid,
    target,
    points,
    peak: peakOf(points),
    hours: round(points.reduce((sum, point) => sum + point.toRoster, 0) * (grid.slotMinutes / 60)),
    warnings: someOf([
      ...(outlook.chosen ? [] : [noHistory(ask.from)]),
      ...unpublished(Math.max(span.from, outlook.past.today), span.to, desk.clock.zone),
      ...outlook.past.warnings,
    ]),
  }
}

/** A closed day is certain: nobody is needed, whatever the least is. */
export const openOn = ({ totalSd, mean }: DayForecast): boolean => totalSd > 0 || mean.some((calls) => calls > 0)

/** The busiest interval, with the most lines and channels of any. */
function peakOf(points: readonly NeedPoint[]) {
  const [first] = points
  if (!first) return null
  const busiest = points.reduce((most, point) => (point.erlangs > most.erlangs ? point : most), first)
  return {
    at: busiest.at,
    erlangs: busiest.erlangs,
    agents: busiest.agents,
    lines: Math.max(...points.map((point) => point.lines)),
    channels: Math.max(...points.map((point) => point.channels)),
  }
}

export const scheduledBy = ({ scheduled }: StaffAsk): Map<number, number[]> =>
  new Map(scheduled.map(({ date, agents }) => [dayOf(date), agents]))

const STAFF_DAYS = 31

/** Agents who were there, by slot, on the dates of the span up to today; at most the latest month of them. */
export async function staffOf(
  { agentIds }: StaffAsk,
  grid: Grid,
  span: Span,
  today: number,
  { clickhouse, clock, now }: Desk,
): Promise<Map<number, Float64Array>> {
  const to = Math.min(span.to, today + 1)
  const from = Math.max(span.from, to - STAFF_DAYS)
  if (to <= from || agentIds.length === 0) return new Map()
  const [begin, end] = [clock.utc(from, 0), clock.utc(to, 0)]
  const spans = presenceOf(await modeChanges(clickhouse, agentIds, begin, end), begin, end, now())
  return new Map(
    Array.from({ length: to - from }, (_, at) => [from + at, staffedSlots(spans, from + at, grid, clock, now())]),
  )
}

export const datesOf = ({ from, to }: Span): { from: string; to: string } => ({ from: dateOf(from), to: dateOf(to) })
