// Sends reports when their time has come: each by one gateway, tried again where the mail server is away, told where it failed.
import { type Mail, MailFault } from '../../ports/mail.ts'
import type { Label } from '../../protocol/fields.ts'
import type { Sql } from '../../records/store/postgres.ts'
import { ReportFault, type SendReport } from './letter.ts'
import type { ScheduleRow } from './schedules.ts'
import { nextSend } from './when.ts'

export interface SchedulesKept {
  /** something is to be sent now */
  wake(): void
  stop(): Promise<void>
}

interface Parts {
  sql: Sql
  mail: Mail
  timeZone: string
  now(): number
  send: SendReport
  /** the owner is told */
  gaveUp(schedule: ScheduleRow, fault: Label): void
  failed(error: unknown): void
}

const LOOK_MS = 20_000
const MINUTE_MS = 60_000
/** after the first, second and third try that the mail server did not take */
const AGAIN_MS = [5 * MINUTE_MS, 15 * MINUTE_MS, 60 * MINUTE_MS]
/** a gateway that went while it sent is believed gone after so long */
const SENDING_MS = 10 * MINUTE_MS
/** how each went is kept */
const KEPT_MS = 90 * 86_400_000
export const NO_MAIL: Label = {
  zh: '未设置邮件服务器（设置项 TINGLAN_MAIL_URL）',
  en: 'No mail server is set (setting TINGLAN_MAIL_URL)',
}

type Claimed = ScheduleRow & { sendId: number; tries: number; dueAt: number }

export function keepSchedules(parts: Parts): SchedulesKept {
  const { sql, now, failed } = parts
  let working: Promise<void> = Promise.resolve()
  let stopped = false
  const work = async (): Promise<void> => {
    await due(parts)
    for (let one = await claimed(sql, now()); one && !stopped; one = await claimed(sql, now())) await sent(parts, one)
    await sql`delete from report_sends where ended_at < ${now() - KEPT_MS}`
  }
  const wake = (): void => {
    working = working.then(() => (stopped ? undefined : work())).catch(failed)
  }
  const timer = setInterval(wake, LOOK_MS)
  wake()
  return {
    wake,
    async stop() {
      stopped = true
      clearInterval(timer)
      await working
    },
  }
}

/** What has come due is put down once, whichever gateway sees it; a centre that was off sends it once when it is back. */
const due = ({ sql, now, timeZone }: Parts): Promise<void> =>
  sql.begin(async (tx) => {
    const rows = await tx<(ScheduleRow & { nextAt: number })[]>`select * from report_schedules
      where enabled and next_at <= ${now()} order by next_at for update skip locked`
    for (const row of rows) {
      await tx`insert into report_sends (schedule_id, due_at, state, next_at)
        values (${row.id}, ${row.nextAt}, 'waiting', ${now()})`
      await tx`update report_schedules set next_at = ${nextSend(row, now(), timeZone)} where id = ${row.id}`
    }
  }) as Promise<void>

async function claimed(sql: Sql, now: number): Promise<Claimed | undefined> {
  const [row] = await sql<Claimed[]>`
    with one as (
      select id from report_sends where state in ('waiting', 'sending') and next_at <= ${now}
      order by next_at limit 1 for update skip locked
    ), mine as (
      update report_sends r set state = 'sending', tries = tries + 1, next_at = ${now + SENDING_MS}
      from one where r.id = one.id returning r.id, r.schedule_id, r.tries, r.due_at
    )
    select s.*, mine.id as send_id, mine.tries, mine.due_at from mine join report_schedules s on s.id = mine.schedule_id`
  return row
}

async function sent(parts: Parts, one: Claimed): Promise<void> {
  const { sql, mail, now, send, gaveUp } = parts
  try {
    if (!mail.on) throw new ReportFault(NO_MAIL, false)
    const { letter, rows } = await send(one, one.dueAt)
    await mail.send(letter)
    await sql`update report_sends set state = 'sent', ended_at = ${now()}, rows = ${rows}, fault_zh = '', fault_en = ''
      where id = ${one.sendId}`
  } catch (error) {
    const { fault, again } = faultOf(error)
    const waitMs = again ? AGAIN_MS[one.tries - 1] : undefined
    const next = waitMs === undefined ? null : now() + waitMs
    await sql`update report_sends set state = ${next === null ? 'failed' : 'waiting'}, fault_zh = ${fault.zh},
      fault_en = ${fault.en}, next_at = ${next ?? now()}, ended_at = ${next === null ? now() : null}
      where id = ${one.sendId}`
    if (next === null) gaveUp(one, fault)
    if (!(error instanceof ReportFault || error instanceof MailFault)) parts.failed(error)
  }
}

function faultOf(error: unknown): { fault: Label; again: boolean } {
  if (error instanceof ReportFault) return { fault: error.say, again: error.again }
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof MailFault)
    return {
      fault: { zh: `邮件服务器：${message}`, en: `Mail server: ${message}` },
      again: error.again,
    }
  return { fault: { zh: `程序错误：${message}`, en: `A fault of ours: ${message}` }, again: true }
}
