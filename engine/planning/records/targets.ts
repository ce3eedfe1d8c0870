// What planning needs to know of a series: how its day is cut, its target, what the planner marked, and its agents.

import { USUAL_SERVICE_TARGET } from '../../protocol/company.ts'
import type { ForecastFactor } from '../../protocol/forecast-edits.ts'
import type { Grid, PlanMark, SeriesId, SlotMinutes, StaffingTarget } from '../../protocol/planning.ts'
import type { Queries } from '../../records/store/postgres.ts'
import { minutesOf } from '../core/clock.ts'
import { factorsOf } from './forecast-edits.ts'

export interface Planning {
  grid: Grid
  target: StaffingTarget
  marks: PlanMark[]
  edits: ForecastFactor[]
  /** enabled agents who take its calls; of a number or service nobody can say, so all */
  agentIds: string[]
}

interface TargetRow {
  serviceLevel: number
  withinSeconds: number
  patienceSeconds: number
  maxAbandon: number
  maxOccupancy: number
  ahtSeconds: number
  shrinkage: { reason: string; share: number }[]
  lineBlocking: number
  ivrSeconds: number
  minAgents: number
  slotMinutes: SlotMinutes
  opensAt: string
  closesAt: string
}

/** The defaults of the form, for a centre whose planner has set nothing yet. */
const UNSET: TargetRow = {
  serviceLevel: USUAL_SERVICE_TARGET.percent,
  withinSeconds: USUAL_SERVICE_TARGET.withinMs / 1_000,
  patienceSeconds: 180,
  maxAbandon: 5,
  maxOccupancy: 85,
  ahtSeconds: 240,
  shrinkage: [],
  lineBlocking: 0.1,
  ivrSeconds: 30,
  minAgents: 0,
  slotMinutes: 15,
  opensAt: '00:00',
  closesAt: '00:00',
}

/** The queue's id of a series 'queue:<id>', else ''. */
export const queueOf = (series: SeriesId): string => (series.startsWith('queue:') ? series.slice('queue:'.length) : '')

export async function planningOf(sql: Queries, series: SeriesId): Promise<Planning> {
  const queueId = queueOf(series)
  const [target] = await sql<TargetRow[]>`
    select service_level, within_seconds, patience_seconds, max_abandon, max_occupancy, aht_seconds, shrinkage,
      line_blocking, ivr_seconds, min_agents, slot_minutes, opens_at, closes_at
    from staffing_targets where queue_id is null or queue_id = ${queueId} order by queue_id nulls last limit 1`
  const row = target ?? UNSET
  return {
    grid: gridOf(row),
    target: targetOf(row),
    marks: await marksOf(sql, series),
    edits: await factorsOf(sql, series),
    agentIds: await agentsOf(sql, queueId),
  }
}

const gridOf = ({ slotMinutes, opensAt, closesAt }: TargetRow): Grid => ({
  slotMinutes,
  opensAt: minutesOf(opensAt),
  closesAt: minutesOf(closesAt) || 1_440,
})

/** percent → share */
const share = (percent: number): number => percent / 100

function targetOf(row: TargetRow): StaffingTarget {
  const shrinkage: Record<string, number> = {}
  for (const each of row.shrinkage) {
    // the same reason twice: each takes its share of what the other leaves
    shrinkage[each.reason] = 1 - (1 - (shrinkage[each.reason] ?? 0)) * (1 - share(each.share))
  }
  return {
    serviceLevel: share(row.serviceLevel),
    withinSeconds: row.withinSeconds,
    ...(row.patienceSeconds > 0 ? { patienceSeconds: row.patienceSeconds } : {}),
    ...(row.maxAbandon > 0 ? { maxAbandon: share(row.maxAbandon) } : {}),
    ...(row.maxOccupancy < 100 ? { maxOccupancy: share(row.maxOccupancy) } : {}),
    ahtSeconds: row.ahtSeconds,
    shrinkage,
    lineBlocking: share(row.lineBlocking),
    ivrSeconds: row.ivrSeconds,
    ...(row.minAgents > 0 ? { minAgents: row.minAgents } : {}),
  }
}

interface MarkRow {
  date: string
  type: PlanMark['type']
  weekday: number | null
  name: string
  lift: number | null
  queueId: string | null
}

/** A mark of the queue itself comes before one for all, and any mark before the holidays of the access numbers. */
async function marksOf(sql: Queries, series: SeriesId): Promise<PlanMark[]> {
  const rows = await sql<MarkRow[]>`
    select date, type, weekday, name, lift, queue_id from calendar_marks
    where queue_id is null or queue_id = ${queueOf(series)}
    union all
    select date, 'holiday', null, name, null, null from holidays
    where not exists (select 1 from calendar_marks m where m.date = holidays.date
      and (m.queue_id is null or m.queue_id = ${queueOf(series)}))
    order by date, queue_id nulls last`
  const first = new Map<string, MarkRow>()
  for (const row of rows) if (!first.has(row.date)) first.set(row.date, row)
  return [...first.values()].map(({ date, type, weekday, name, lift, queueId }) => ({
    date,
    type,
    ...(weekday === null ? {} : { weekday }),
    ...(name === '' ? {} : { name }),
    ...(lift === null ? {} : { lift }),
    ...(queueId === null ? {} : { series }),
  }))
}

async function agentsOf(sql: Queries, queueId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`
    select id from agents where enabled
      and (${queueId} = '' or exists (select 1 from queue_members m where m.agent_id = agents.id and m.queue_id = ${queueId}))
    order by number`
  return rows.map((row) => row.id)
}
