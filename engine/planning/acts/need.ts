// The need of a roster's dates, as analytics answers it: whole agents by slot, shrinkage included.

import type { Services } from '../../gateway/http/services.ts'
import type { Grid, NeedPoint, PlanDate, SeriesId } from '../../protocol/planning.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import { addDays, datesFrom } from '../core/clock.ts'
import { slotsOf } from '../core/cover.ts'
import type { Need } from '../records/rosters.ts'
import { planningOf } from '../records/targets.ts'
import { askNeed, knownOf } from './ask.ts'

/** `need` is null where there is no history to forecast from. */
export async function needOf(
  services: Pick<Services, 'bus' | 'sql'>,
  series: SeriesId,
  from: PlanDate,
  days: number,
): Promise<Outcome<Need>> {
  const { grid, target, ...planning } = await planningOf(services.sql, series)
  const to = addDays(from, days)
  const span = { series, grid, ...knownOf(planning), from, to, target, whatIf: {} }
  const answer = await askNeed(services, { type: 'need', ...span, scheduled: [], agentIds: [] })
  if (!answer.ok) return answer
  const { points } = answer.value
  return done({ grid, need: points.length === 0 ? null : byDate(grid, datesFrom(from, days), points) })
}

/**
 * To the nearest whole agent: never below those on the phones, who are whole already, and neither always up, which
 * would add half an agent to every slot.
 */
function byDate(grid: Grid, dates: readonly PlanDate[], points: readonly NeedPoint[]): number[][] {
  const rows = new Map(dates.map((date) => [date, new Array<number>(slotsOf(grid)).fill(0)]))
  for (const { at, toRoster } of points) {
    const minutes = Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16))
    const slot = (minutes - grid.opensAt) / grid.slotMinutes
    const row = rows.get(at.slice(0, 10))
    if (row && slot in row) row[slot] = Math.round(toRoster)
  }
  return [...rows.values()]
}
