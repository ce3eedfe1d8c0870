// Reports sent by e-mail: one's own, and everybody's for who looks after accounts.
import { z } from 'zod'
import {
  type ReportSchedules,
  type ReportScheduleValues,
  SEND_EVERY,
  SEND_SPANS,
  SEND_STATES,
  type SendEvery,
  type SendSpan,
  type SendState,
} from '../../protocol/report-schedules.ts'
import { refused } from '../../records/record/outcome.ts'
import { may } from '../../rights/may.ts'
import { json, jsonOf, type Request, type Route, route } from '../http/route.ts'
import { label } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'
import {
  changeSchedule,
  makeSchedule,
  removeSchedule,
  scheduleNamed,
  schedulesOf,
  sendNow,
  sendsOf,
} from '../scheduled/schedules.ts'
import { reportInfo } from './reports.ts'

const shared = { right: 'reports', tag: 'reports' } as const
const keys = <Name extends string>(words: Record<Name, unknown>) => Object.keys(words) as [Name, ...Name[]]
const MOST_RECIPIENTS = 20
/** of one account */
const MOST_SCHEDULES = 50

const when = {
  every: z.enum(keys<SendEvery>(SEND_EVERY)),
  weekday: z.number().int().min(1).max(7).default(1),
  monthDay: z.number().int().min(1).max(31).default(1),
  sendTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
}
const what = {
  name: z.string().trim().min(1).max(60),
  report: z.string().min(1).max(64),
  query: z.record(z.string().max(64), z.string().max(2_000)),
  span: z.enum(keys<SendSpan>(SEND_SPANS)),
  format: z.enum(['xlsx', 'csv', 'pdf']),
  enabled: z.boolean().default(true),
}
const body = z.strictObject({ ...what, ...when, recipients: z.array(z.email().max(200)).min(1).max(MOST_RECIPIENTS) })
const send = z.object({
  ...{ id: z.number(), dueAt: z.number(), byHand: z.boolean(), state: z.enum(keys<SendState>(SEND_STATES)) },
  ...{ tries: z.number(), nextAt: z.number(), endedAt: z.number().exactOptional(), rows: z.number().exactOptional() },
  fault: label,
})
const schedule = z.object({
  ...what,
  ...when,
  ...{ id: z.string(), recipients: z.array(z.string()), owner: z.string(), mine: z.boolean() },
  ...{ nextAt: z.number().exactOptional(), last: send.exactOptional() },
})

/** Which of them are this person's to change. */
const seesAll = ({ who }: Pick<Request, 'who'>): boolean => may(who, 'accounts')

export const reportScheduleRoutes = (services: Services): Route[] => [...kept(services), ...sending(services)]

function kept(services: Services): Route[] {
  const { sql, now, newId, settings, schedules } = services
  const writing = (values: ReportScheduleValues, lang: 'zh' | 'en') => ({
    ...{ values, lang, now: now(), timeZone: settings.timeZone },
  })
  const isKnown = async (report: string) => (await reportInfo(services, report)) !== undefined
  return [
    route({
      ...{ ...shared, method: 'GET', path: '/api/report-schedules' },
      summary: 'Reports that are sent by e-mail: when next, and how the last sending went',
      answer: z.object({ mailOn: z.boolean(), schedules: z.array(schedule) }),
      handle: async (request) => {
        const found = await schedulesOf(sql, request.by.accountId, seesAll(request))
        return json({ mailOn: schedules.mailOn, schedules: found } satisfies ReportSchedules)
      },
    }),
    route({
      ...{ ...shared, method: 'POST', path: '/api/report-schedules', body, answer: z.boolean() },
      summary: 'Send a report by e-mail at set times',
      handle: async ({ body: values, by, session }) => {
        if (!(await isKnown(values.report))) return refused('not-found', { detail: values.report })
        const [count] = await sql<{ n: number }[]>`
          select count(*)::int as n from report_schedules where account_id = ${by.accountId}`
        if ((count?.n ?? 0) >= MOST_SCHEDULES) return refused('overloaded')
        return jsonOf(await makeSchedule(sql, by, `schedule-${newId()}`, writing(values, session?.lang ?? 'zh')))
      },
    }),
    route({
      ...{ ...shared, method: 'PUT', path: '/api/report-schedules/:id', body, answer: z.boolean() },
      summary: 'Other people, another time, on or off',
      handle: async (request) => {
        const { params, body: values, by, session } = request
        const before = await scheduleNamed(sql, params.id ?? '', by.accountId, seesAll(request))
        if (!before || !(await isKnown(values.report))) return refused('not-found')
        return jsonOf(await changeSchedule(sql, by, before, writing(values, session?.lang ?? before.lang)))
      },
    }),
    route({
      ...{ ...shared, method: 'DELETE', path: '/api/report-schedules/:id', answer: z.boolean() },
      summary: 'Send it no more',
      handle: async (request) => {
        const found = await scheduleNamed(sql, request.params.id ?? '', request.by.accountId, seesAll(request))
        return found ? jsonOf(await removeSchedule(sql, request.by, found)) : refused('not-found')
      },
    }),
  ]
}

function sending({ sql, now, schedules }: Services): Route[] {
  const named = (request: Request) =>
    scheduleNamed(sql, request.params.id ?? '', request.by.accountId, seesAll(request))
  return [
    route({
      ...{ ...shared, method: 'POST', path: '/api/report-schedules/:id/send', perMinute: 10, answer: z.boolean() },
      summary: 'Send it now, with the days it would count today',
      handle: async (request) => {
        const found = await named(request)
        if (!found) return refused('not-found')
        await sendNow(sql, request.by, found, now())
        schedules.wake()
        return json(true)
      },
    }),
    route({
      ...{ ...shared, method: 'GET', path: '/api/report-schedules/:id/sends', answer: z.array(send) },
      summary: 'How it went, the newest fifty of 90 days',
      handle: async (request) =>
        (await named(request)) ? json(await sendsOf(sql, request.params.id ?? '')) : refused('not-found'),
    }),
  ]
}
