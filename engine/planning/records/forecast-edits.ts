// Forecasts changed by hand, kept as versions of their series; those not taken back go with every question to analytics.

import type { ForecastEdit, ForecastFactor } from '../../protocol/forecast-edits.ts'
import type { PlanDate, SeriesId } from '../../protocol/planning.ts'
import { audit, type By } from '../../records/record/audit.ts'
import { newId } from '../../records/record/configure.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Queries, Sql } from '../../records/store/postgres.ts'

interface Row {
  id: string
  series: SeriesId
  version: number
  fromDate: PlanDate
  toDate: PlanDate
  fromMinute: number
  toMinute: number
  factor: number
  note: string
  account: string
  at: number
  undoneAt: number | null
  undoneBy: string | null
}

const editOf = ({ fromDate, toDate, undoneAt, undoneBy, ...row }: Row): ForecastEdit => ({
  ...row,
  ...{ from: fromDate, to: toDate },
  ...(undoneAt === null ? {} : { undoneAt, undoneBy: undoneBy ?? '' }),
})

const columns = (sql: Queries) => sql`
  id, series, version, from_date, to_date, from_minute, to_minute, factor, note, account, at, undone_at, undone_by`

export async function editsOf(sql: Queries, series: SeriesId): Promise<ForecastEdit[]> {
  const rows = await sql<Row[]>`select ${columns(sql)} from forecast_edits where series = ${series}
    order by version desc limit 500`
  return rows.map(editOf)
}

/** What holds now. */
export async function factorsOf(sql: Queries, series: SeriesId): Promise<ForecastFactor[]> {
  const rows = await sql<Row[]>`select ${columns(sql)} from forecast_edits
    where series = ${series} and undone_at is null order by version limit 500`
  return rows.map(({ fromDate, toDate, fromMinute, toMinute, factor }) => ({
    ...{ from: fromDate, to: toDate, fromMinute, toMinute, factor },
  }))
}

export interface NewEdit extends ForecastFactor {
  series: SeriesId
  note: string
}

export const makeEdit = (sql: Sql, edit: NewEdit, at: number, by: By): Promise<Outcome<ForecastEdit>> =>
  sql.begin(async (tx) => {
    // versions of one series are counted one after the other
    await tx`select pg_advisory_xact_lock(hashtext(${`forecast-edits ${edit.series}`}))`
    const [row] = await tx<Row[]>`
      insert into forecast_edits (id, series, version, from_date, to_date, from_minute, to_minute, factor, note, account, at)
      select ${newId('edit')}, ${edit.series}, coalesce(max(version), 0) + 1, ${edit.from}, ${edit.to}, ${edit.fromMinute},
        ${edit.toMinute}, ${edit.factor}, ${edit.note}, ${by.account}, ${at}
      from forecast_edits where series = ${edit.series} returning ${columns(tx)}`
    if (!row) throw new Error('the edit that was just written is not there')
    const made = editOf(row)
    await audit(tx, by, { ...audited(made), action: 'change', after: told(made) })
    return done(made)
  })

/** Taken back, or brought back; twice is refused. */
export const turnEdit = (
  sql: Sql,
  { id, holds, at }: { id: string; holds: boolean; at: number },
  by: By,
): Promise<Outcome<ForecastEdit>> =>
  sql.begin(async (tx) => {
    const [before] = await tx<Row[]>`select ${columns(tx)} from forecast_edits where id = ${id} for update`
    if (!before) return refused('not-found')
    if ((before.undoneAt === null) === holds) return refused('changed-meanwhile')
    const [row] = await tx<Row[]>`update forecast_edits set undone_at = ${holds ? null : at},
      undone_by = ${holds ? null : by.account} where id = ${id} returning ${columns(tx)}`
    const edit = editOf(row ?? before)
    await audit(tx, by, { ...audited(edit), action: holds ? 'restore' : 'withdraw', after: told(edit) })
    return done(edit)
  })

const audited = ({ id, version, from, to }: ForecastEdit) =>
  ({ kind: 'plan-forecast', recordId: id, title: `#${version} ${from} – ${to}` }) as const

const told = ({ series, from, to, version, note }: ForecastEdit) => ({ series, from, to, version, note })
