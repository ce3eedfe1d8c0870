// Reports sent by e-mail, as they are kept: what is sent when to whom, and how each sending went.
import type { ReportSchedule, ReportScheduleValues, ReportSend } from '../../protocol/report-schedules.ts'
import { audit, type By } from '../../records/record/audit.ts'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'
import type { Queries, Sql } from '../../records/store/postgres.ts'
import { nextSend } from './when.ts'

interface SendRow {
  id: number
  dueAt: number
  byHand: boolean
  state: ReportSend['state']
  tries: number
  nextAt: number
  endedAt: number | null
  rows: number | null
  faultZh: string
  faultEn: string
}

const sendOf = ({ faultZh, faultEn, endedAt, rows, ...rest }: SendRow): ReportSend => ({
  ...{ ...rest, id: Number(rest.id), fault: { zh: faultZh, en: faultEn } },
  ...(endedAt === null ? {} : { endedAt }),
  ...(rows === null ? {} : { rows }),
})

export interface ScheduleRow extends ReportScheduleValues {
  id: string
  accountId: string
  lang: 'zh' | 'en'
  nextAt: number | null
}

/** Of one account, or of everybody; by name. */
export async function schedulesOf(sql: Queries, mine: string, all: boolean): Promise<ReportSchedule[]> {
  const rows = await sql<(ScheduleRow & { owner: string; lastId: number | null })[]>`
    select s.id, s.account_id, s.name, s.report, s.query, s.span, s.format, s.every, s.weekday, s.month_day, s.send_time,
      s.recipients, s.enabled, s.next_at, a.name as owner,
      (select max(id) from report_sends l where l.schedule_id = s.id) as last_id
    from report_schedules s join accounts a on a.id = s.account_id
    where ${all} or s.account_id = ${mine} order by s.name collate pinyin`
  const last = await sendsIn(
    sql,
    rows.flatMap(({ lastId }) => (lastId === null ? [] : [Number(lastId)])),
  )
  return rows.map(({ accountId, lastId, nextAt, ...rest }) => {
    const send = lastId === null ? undefined : last.get(Number(lastId))
    return {
      ...{ ...rest, mine: accountId === mine },
      ...(nextAt === null ? {} : { nextAt }),
      ...(send ? { last: send } : {}),
    }
  })
}

async function sendsIn(sql: Queries, ids: number[]): Promise<Map<number, ReportSend>> {
  const rows = await sql<
    SendRow[]
  >`select id, due_at, by_hand, state, tries, next_at, ended_at, rows, fault_zh, fault_en
    from report_sends where id = any(${ids}::bigint[])`
  return new Map(rows.map((row) => [Number(row.id), sendOf(row)]))
}

/** The newest fifty. */
export async function sendsOf(sql: Queries, scheduleId: string): Promise<ReportSend[]> {
  const rows = await sql<
    SendRow[]
  >`select id, due_at, by_hand, state, tries, next_at, ended_at, rows, fault_zh, fault_en
    from report_sends where schedule_id = ${scheduleId} order by id desc limit 50`
  return rows.map(sendOf)
}

/** One that this account may change: its own, or any. */
export async function scheduleNamed(
  sql: Queries,
  id: string,
  mine: string,
  all: boolean,
): Promise<ScheduleRow | undefined> {
  const [row] = await sql<ScheduleRow[]>`select * from report_schedules
    where id = ${id} and (${all} or account_id = ${mine})`
  return row
}

interface Writing {
  values: ReportScheduleValues
  lang: 'zh' | 'en'
  now: number
  timeZone: string
}

const rowOf = ({ values, lang, now, timeZone }: Writing) => ({
  ...{ name: values.name, report: values.report, span: values.span, format: values.format, lang, every: values.every },
  ...{ weekday: values.weekday, monthDay: values.monthDay, sendTime: values.sendTime, enabled: values.enabled },
  ...{ recipients: values.recipients, updatedAt: now, nextAt: values.enabled ? nextSend(values, now, timeZone) : null },
})

export const makeSchedule = (sql: Sql, by: By, id: string, writing: Writing): Promise<Outcome<true>> =>
  sql.begin(async (tx) => {
    const { values, now } = writing
    const row = { ...rowOf(writing), id, accountId: by.accountId, createdAt: now }
    await tx`insert into report_schedules ${tx(row as never)}`
    await tx`update report_schedules set query = ${tx.json(values.query)} where id = ${id}`
    await audit(tx, by, { action: 'create', kind: 'report-schedules', recordId: id, title: values.name, after: values })
    return done(true as const)
  })

export const changeSchedule = (sql: Sql, by: By, before: ScheduleRow, writing: Writing): Promise<Outcome<true>> =>
  sql.begin(async (tx) => {
    const { values } = writing
    await tx`update report_schedules set ${tx(rowOf(writing) as never)}, query = ${tx.json(values.query)}
      where id = ${before.id}`
    const { id: recordId, name, recipients, report, enabled } = before
    await audit(tx, by, {
      ...{ action: 'change', kind: 'report-schedules', recordId, title: values.name },
      ...{ before: { name, recipients, report, enabled }, after: values },
    })
    return done(true as const)
  })

export const removeSchedule = (sql: Sql, by: By, { id, name }: ScheduleRow): Promise<Outcome<true>> =>
  sql.begin(async (tx) => {
    const gone = await tx`delete from report_schedules where id = ${id}`
    if (gone.count === 0) return refused('not-found')
    await audit(tx, by, { action: 'delete', kind: 'report-schedules', recordId: id, title: name })
    return done(true as const)
  })

export async function sendNow(sql: Sql, by: By, { id, name, recipients }: ScheduleRow, now: number): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`insert into report_sends (schedule_id, due_at, by_hand, state, next_at)
      values (${id}, ${now}, true, 'waiting', ${now})`
    await audit(tx, by, {
      ...{ action: 'send', kind: 'report-schedules', recordId: id, title: name, after: { recipients } },
    })
  })
}
