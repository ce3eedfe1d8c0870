// Rosters and their duties as rows.
import type { Label } from '../../protocol/fields.ts'
import type { Grid, PlanDate, SeriesId } from '../../protocol/planning.ts'
import type { Duty, RosterInfo, RosterState } from '../../protocol/roster.ts'
import type { Queries } from '../../records/store/postgres.ts'

export interface RosterRow {
  id: string
  version: number
  name: string
  fromDate: PlanDate
  days: number
  state: RosterState
  series: SeriesId
  grid: Grid
  /** by date and slot; null while analytics never answered */
  need: number[][] | null
  cost: number | null
  bound: number | null
  createdAt: number
  publishedAt: number | null
}

const columns = (sql: Queries) =>
  sql`id, version, name, from_date, days, state, series, grid, need, cost, bound, created_at, published_at`

export const infoOf = (row: Omit<RosterRow, 'grid' | 'need'>): RosterInfo => ({
  id: row.id,
  name: row.name,
  from: row.fromDate,
  days: row.days,
  state: row.state,
  version: row.version,
  series: row.series,
  cost: row.cost,
  bound: row.bound,
  createdAt: row.createdAt,
  ...(row.publishedAt === null ? {} : { publishedAt: row.publishedAt }),
})

/** Newest weeks first. */
export async function listRosters(sql: Queries): Promise<RosterInfo[]> {
  const rows = await sql<RosterRow[]>`select id, version, name, from_date, days, state, series, cost, bound, created_at,
    published_at from rosters order by from_date desc, created_at desc limit 500`
  return rows.map(infoOf)
}

export async function findRoster(sql: Queries, id: string): Promise<RosterRow | undefined> {
  const [row] = await sql<RosterRow[]>`select ${columns(sql)} from rosters where id = ${id}`
  return row
}

/** Held until the transaction ends: one change after the other. */
export async function lockRoster(sql: Queries, id: string): Promise<RosterRow | undefined> {
  const [row] = await sql<RosterRow[]>`select ${columns(sql)} from rosters where id = ${id} for update`
  return row
}

export async function readDuties(sql: Queries, rosterId: string): Promise<Duty[]> {
  const rows = await sql<Duty[]>`
    select agent_id, date, shift_id, starts_at, ends_at, breaks, pinned from roster_duties
    where roster_id = ${rosterId} order by agent_id, date`
  return [...rows]
}

export interface Cell {
  agentId: string
  date: PlanDate
}

export async function removeDuties(sql: Queries, rosterId: string, cells: readonly Cell[]): Promise<void> {
  if (cells.length === 0) return
  await sql`delete from roster_duties d using jsonb_to_recordset(${JSON.stringify(cells)}::text::jsonb)
      as c("agentId" text, date date)
    where d.roster_id = ${rosterId} and d.agent_id = c."agentId" and d.date = c.date`
}

/** Duties of an agent or a shift that is gone meanwhile are left out. */
export async function writeDuties(sql: Queries, rosterId: string, duties: readonly Duty[]): Promise<void> {
  if (duties.length === 0) return
  await sql`insert into roster_duties (roster_id, agent_id, date, shift_id, starts_at, ends_at, breaks, pinned)
    select ${rosterId}, d."agentId", d.date, d."shiftId", d."startsAt", d."endsAt", d.breaks, d.pinned
    from jsonb_to_recordset(${JSON.stringify(duties)}::text::jsonb) as d("agentId" text, date date, "shiftId" text,
      "startsAt" smallint, "endsAt" smallint, breaks jsonb, pinned boolean)
      join agents a on a.id = d."agentId" join shifts s on s.id = d."shiftId"
    on conflict (roster_id, agent_id, date) do update set shift_id = excluded.shift_id,
      starts_at = excluded.starts_at, ends_at = excluded.ends_at, breaks = excluded.breaks, pinned = excluded.pinned`
}

/** Names of agents who have a duty on the same date in another published roster. */
export async function overlapping(sql: Queries, rosterId: string, duties: readonly Cell[]): Promise<Label[]> {
  const rows = await sql<{ name: string; date: PlanDate; roster: string }[]>`
    select a.name, d.date, r.name as roster
    from jsonb_to_recordset(${JSON.stringify(duties)}::text::jsonb) as c("agentId" text, date date)
      join roster_duties d on d.agent_id = c."agentId" and d.date = c.date and d.roster_id <> ${rosterId}
      join rosters r on r.id = d.roster_id and r.state = 'published' join agents a on a.id = d.agent_id
    order by d.date, a.number limit 5`
  return rows.map(({ name, date, roster }) => ({ zh: `${name} ${date}：${roster}`, en: `${name} ${date}: ${roster}` }))
}
