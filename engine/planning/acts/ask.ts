// Planning questions to the analytics role, with what only the records know of a series: grid, target, marks, agents.

import { askFor } from '../../gateway/http/ask.ts'
import type { Services } from '../../gateway/http/services.ts'
import { subjects } from '../../protocol/actors.ts'
import type { PlanAnswers, PlanAsk, SeriesAsk, StaffAsk } from '../../protocol/plan-ask.ts'
import type { Grid, NeedAnswer, PlanDate, SeriesId, SlotMinutes, StaffingTarget } from '../../protocol/planning.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import { withPlannedNeed } from '../records/planned-need.ts'
import { scheduledOf } from '../records/scheduled.ts'
import { type Planning, planningOf } from '../records/targets.ts'

const ASK_MS = 30_000

export const askPlan = <Type extends PlanAsk['type']>(
  { bus }: Pick<Services, 'bus'>,
  ask: Extract<PlanAsk, { type: Type }>,
): Promise<Outcome<PlanAnswers[Type]>> => askFor(bus, subjects.plan, ask, ASK_MS) as Promise<Outcome<PlanAnswers[Type]>>

/** The need by the formulae, or where no slider is moved the planner's own. */
export async function askNeed(
  services: Pick<Services, 'bus' | 'sql'>,
  ask: Extract<PlanAsk, { type: 'need' }>,
): Promise<Outcome<NeedAnswer>> {
  const answer = await askPlan(services, ask)
  if (!answer.ok || Object.keys(ask.whatIf).length > 0) return answer
  return done(await withPlannedNeed(services.sql, answer.value))
}

/** A series as analytics is asked for it; other intervals than the target's are a matter of the question. */
export async function seriesAsk(
  { sql }: Pick<Services, 'sql'>,
  series: SeriesId,
  slotMinutes?: SlotMinutes,
): Promise<SeriesAsk> {
  const { grid, ...planning } = await planningOf(sql, series)
  return { series, grid: { ...grid, ...(slotMinutes === undefined ? {} : { slotMinutes }) }, ...knownOf(planning) }
}

/** Marks, and what was changed by hand where something was. */
export const knownOf = ({ marks, edits }: Pick<Planning, 'marks' | 'edits'>): Pick<SeriesAsk, 'marks' | 'edits'> =>
  edits.length === 0 ? { marks } : { marks, edits }

/** With its target, its agents and those of published rosters. */
export async function staffedAsk(
  { sql }: Pick<Services, 'sql'>,
  series: SeriesId,
  from: PlanDate,
  to: PlanDate,
  slotMinutes?: SlotMinutes,
): Promise<SeriesAsk & StaffAsk & { target: StaffingTarget }> {
  const { grid, target, agentIds, ...planning } = await planningOf(sql, series)
  const asked = { ...grid, ...(slotMinutes === undefined ? {} : { slotMinutes }) }
  const scheduled = (await scheduledOf(sql, series, from, to)).map(({ date, agents }) => ({
    date,
    agents: onGrid(agents, grid, asked),
  }))
  return { series, grid: asked, ...knownOf(planning), target, agentIds, scheduled }
}

/** Agents by slot of one grid as mean agents by slot of another with the same hours. */
export function onGrid(agents: readonly number[], from: Grid, to: Grid): number[] {
  if (from.slotMinutes === to.slotMinutes) return [...agents]
  const slots = Math.floor((to.closesAt - to.opensAt) / to.slotMinutes)
  return Array.from({ length: slots }, (_, slot) => {
    let sum = 0
    for (let minute = 0; minute < to.slotMinutes; minute += 5)
      sum += agents[Math.floor((slot * to.slotMinutes + minute) / from.slotMinutes)] ?? 0
    return Math.round((sum * 5 * 100) / to.slotMinutes) / 100
  })
}
