// Need that a planner brings from another tool: agents to roster by interval, over what the formulae say.
import type { NeedAnswer, NeedPoint, PlanDate, SeriesId } from '../../protocol/planning.ts'
import type { Queries } from '../../records/store/postgres.ts'

export interface PlannedRow {
  at: string
  agents: number
}

interface Stored {
  date: PlanDate
  minute: number
  slotMinutes: number
  agents: number
}

/** What the dates of an import held before it. */
export interface NeedBefore {
  dates: PlanDate[]
  rows: Stored[]
}

/** Dates named in the rows are replaced as a whole; answers what they held. */
export async function keepPlannedNeed(
  tx: Queries,
  series: SeriesId,
  slotMinutes: number,
  rows: readonly PlannedRow[],
): Promise<NeedBefore> {
  const stored = rows.map(({ at, agents }) => ({
    ...{ date: at.slice(0, 10), slotMinutes, agents },
    minute: Number(at.slice(11, 13)) * 60 + Number(at.slice(14, 16)),
  }))
  const dates = [...new Set(stored.map((row) => row.date))]
  const before = await replaceDates(tx, series, dates, stored)
  return { dates, rows: before }
}

export async function bringBackNeed(tx: Queries, series: SeriesId, { dates, rows }: NeedBefore): Promise<number> {
  await replaceDates(tx, series, dates, rows)
  return rows.length
}

async function replaceDates(
  tx: Queries,
  series: SeriesId,
  dates: readonly PlanDate[],
  rows: readonly Stored[],
): Promise<Stored[]> {
  const before = await tx<
    Stored[]
  >`delete from planned_need where series = ${series} and date = any(${[...dates]}::date[])
    returning date, minute, slot_minutes, agents`
  for (let at = 0; at < rows.length; at += 5_000)
    await tx`insert into planned_need ${tx(rows.slice(at, at + 5_000).map((row) => ({ series, ...row })) as never)}`
  return [...before]
}

export async function forgetPlannedNeed(sql: Queries, series: SeriesId, from: PlanDate, to: PlanDate): Promise<number> {
  const gone = await sql`delete from planned_need where series = ${series} and date >= ${from} and date < ${to}`
  return gone.count
}

/** The answer with the planner's own need where there is one; the most of an interval's parts counts. */
export async function withPlannedNeed(sql: Queries, answer: NeedAnswer): Promise<NeedAnswer> {
  const [first, last] = [answer.points[0], answer.points.at(-1)]
  if (!first || !last) return answer
  const rows = await sql<Stored[]>`
    select date, minute, slot_minutes, agents from planned_need
    where series = ${answer.series} and date >= ${first.at.slice(0, 10)} and date <= ${last.at.slice(0, 10)}`
  if (rows.length === 0) return answer
  const byDate = new Map<PlanDate, Stored[]>()
  for (const row of rows) byDate.set(row.date, [...(byDate.get(row.date) ?? []), row])
  const left = Object.values(answer.target.shrinkage).reduce((share, each) => share * (1 - each), 1)
  const points = answer.points.map((point) => planned(point, byDate, answer.grid.slotMinutes, left))
  const hours = (points.reduce((sum, point) => sum + point.toRoster, 0) * answer.grid.slotMinutes) / 60
  const { peak } = answer
  return {
    ...answer,
    points,
    hours: Math.round(hours * 100) / 100,
    peak: peak && { ...peak, agents: points.find((point) => point.at === peak.at)?.agents ?? peak.agents },
  }
}

function planned(
  point: NeedPoint,
  byDate: ReadonlyMap<string, Stored[]>,
  slotMinutes: number,
  left: number,
): NeedPoint {
  const from = Number(point.at.slice(11, 13)) * 60 + Number(point.at.slice(14, 16))
  const parts = (byDate.get(point.at.slice(0, 10)) ?? []).filter(
    (row) => row.minute < from + slotMinutes && row.minute + row.slotMinutes > from,
  )
  if (parts.length === 0) return point
  const toRoster = Math.max(...parts.map((row) => row.agents))
  return { ...point, toRoster, agents: Math.floor(toRoster * left + 1e-9), imported: true }
}
