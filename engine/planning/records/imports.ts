// Imports that were taken in, newest first, and whether one may still be taken back.
import type { ImportDone, ImportPreview, PlanDate, SeriesId } from '../../protocol/planning.ts'
import type { By } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Queries } from '../../records/store/postgres.ts'

export interface ImportRow {
  id: string
  what: ImportPreview['what']
  series: SeriesId
  at: number
  account: string
  accepted: number
  fromDate: PlanDate
  toDate: PlanDate
  before: unknown
  undoneAt: number | null
}

export interface NewImport extends Pick<ImportPreview, 'what' | 'accepted' | 'from' | 'to'> {
  id: string
  series: SeriesId
  at: number
  before?: unknown
}

const LISTED = 50

export async function keepImport(sql: Queries, row: NewImport, by: By): Promise<void> {
  const before = row.before === undefined ? null : JSON.stringify(row.before)
  await sql`insert into plan_imports (id, what, series, at, account_id, account, accepted, from_date, to_date, before)
    values (${row.id}, ${row.what}, ${row.series}, ${row.at}, ${by.accountId}, ${by.account}, ${row.accepted},
      ${row.from ?? null}, ${row.to ?? null}, ${before}::text::jsonb)`
}

/** `nameOf` gives a series its name; a roster has its own. */
export async function listImports(sql: Queries, nameOf: (series: SeriesId) => string): Promise<ImportDone[]> {
  const rows = await sql<(Omit<ImportRow, 'before'> & { roster: string | null })[]>`
    select i.id, i.what, i.series, i.at, i.account, i.accepted, i.from_date, i.to_date, i.undone_at, r.name as roster
    from plan_imports i left join rosters r on i.what = 'roster' and r.id = i.series
    order by i.at desc limit ${LISTED}`
  return rows.map(({ fromDate, toDate, undoneAt, roster, ...row }) => ({
    ...row,
    name: roster ?? nameOf(row.series),
    from: fromDate,
    to: toDate,
    ...(undoneAt === null ? {} : { undoneAt }),
  }))
}

/** Held until the transaction ends. Refused once it was taken back, or while a later import lies over it. */
export async function lockImport(tx: Queries, id: string): Promise<Outcome<ImportRow>> {
  const [row] = await tx<ImportRow[]>`select id, what, series, at, account, accepted, from_date, to_date, before,
    undone_at from plan_imports where id = ${id} for update`
  if (!row) return refused('not-found')
  if (row.undoneAt !== null)
    return refused('command-not-possible', {
      say: { zh: '此次导入已经撤销。', en: 'This import was taken back already.' },
    })
  const [later] = await tx<{ account: string; fromDate: PlanDate; toDate: PlanDate }[]>`
    select account, from_date, to_date from plan_imports
    where what = ${row.what} and series = ${row.series} and undone_at is null and at > ${row.at}::timestamptz
      and from_date <= ${row.toDate} and to_date >= ${row.fromDate} order by at desc limit 1`
  return later ? refused('command-not-possible', { say: laterText(later) }) : done(row)
}

const laterText = ({ account, fromDate, toDate }: { account: string; fromDate: string; toDate: string }) => ({
  zh: `之后 ${account} 又导入了 ${fromDate} 至 ${toDate}，与此次日期重叠：请先撤销那一次。`,
  en: `${account} imported ${fromDate} to ${toDate} after it, over the same dates: take that back first.`,
})

export async function markUndone(tx: Queries, id: string, at: number, by: By): Promise<void> {
  await tx`update plan_imports set undone_at = ${at}, undone_by = ${by.account}, before = null where id = ${id}`
}
