// What a planner reads of the traffic: series, history, forecast, backtest, need, today. Agents may not.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import type { PlanJob, SeriesId, SlotMinutes, TodayAnswer } from '../../protocol/planning.ts'
import { type Outcome, refused } from '../../records/record/outcome.ts'
import { askNeed, askPlan, seriesAsk, staffedAsk } from '../acts/ask.ts'
import { dateNow } from '../acts/moment.ts'
import { namedSeries, seriesName } from '../records/series.ts'
import {
  backtestQuery,
  backtestSchema,
  forecastSchema,
  historySchema,
  horizonQuery,
  needBody,
  needSchema,
  seriesSchema,
  todayQuery,
  todaySchema,
} from './forecast-schemas.ts'
import { jobSchema } from './roster-schemas.ts'

const DAY_MS = 86_400_000
const TITLE = { zh: '全部预测', en: 'All forecasts' }

async function forecastAll(services: Services, days: number, lang: 'zh' | 'en'): Promise<Outcome<PlanJob>> {
  const found = await askPlan(services, { type: 'series' })
  if (!found.ok) return found
  const of = await Promise.all(found.value.map(({ id }) => seriesAsk(services, id)))
  const from = dateNow(services.now(), services.settings.timeZone)
  const job = { type: 'forecast-all' as const, of, from, days }
  return askPlan(services, { type: 'job-start', id: services.newId(), title: TITLE[lang], job })
}

const read = { right: 'plan-view', scope: 'all', tag: 'planning' } as const

export const planForecastRoutes = (services: Services): Route[] => [
  ...past(services),
  ...ahead(services),
  ...staff(services),
]

function past(services: Services): Route[] {
  const { sql } = services
  return [
    route({
      ...read,
      method: 'GET',
      path: '/api/plan/series',
      summary: 'Queues, access numbers, flows and the whole, with the dates of their history',
      answer: seriesSchema,
      handle: async ({ session }) => {
        const found = await askPlan(services, { type: 'series' })
        return found.ok ? json(await namedSeries(sql, found.value, session?.lang ?? 'zh')) : found
      },
    }),
    route({
      ...read,
      method: 'GET',
      path: '/api/plan/history',
      summary: 'What came, by interval, day, month or year; `to` is the first date not asked for',
      query: z.object(horizonQuery),
      answer: historySchema,
      handle: async ({ query: { series, slotMinutes, ...asked } }) =>
        jsonOf(
          await askPlan(services, { type: 'history', ...asked, ...(await seriesAsk(services, series, slotMinutes)) }),
        ),
    }),
    route({
      ...read,
      method: 'GET',
      path: '/api/plan/backtest',
      summary: 'How good the forecasts of the last weeks were; `unavailable` while the job that computes it runs',
      query: z.object(backtestQuery),
      answer: backtestSchema,
      handle: async ({ query: { series, slotMinutes, weeks }, session }) => {
        const title = await seriesName(sql, series, session?.lang ?? 'zh')
        const ask = await seriesAsk(services, series, slotMinutes)
        return jsonOf(await askPlan(services, { type: 'backtest', weeks, title, ...ask }))
      },
    }),
  ]
}

function ahead(services: Services): Route[] {
  return [
    route({
      ...read,
      method: 'GET',
      path: '/api/plan/forecast',
      summary: 'What will come, with bands of 80 and 95 %, and what came, last week and last year beside it',
      query: z.object(horizonQuery),
      answer: forecastSchema,
      handle: async ({ query: { series, slotMinutes, ...asked } }) =>
        jsonOf(
          await askPlan(services, { type: 'forecast', ...asked, ...(await seriesAsk(services, series, slotMinutes)) }),
        ),
    }),
    route({
      method: 'POST',
      path: '/api/plan/forecast-all',
      summary: 'Learn every series with a history anew, as long work',
      right: 'plan',
      tag: 'planning',
      body: z.object({ days: z.number().int().min(1).max(366).default(14) }),
      answer: jobSchema,
      handle: async ({ body, session }) => jsonOf(await forecastAll(services, body.days, session?.lang ?? 'zh')),
    }),
  ]
}

function staff(services: Services): Route[] {
  return [
    route({
      ...read,
      method: 'POST',
      path: '/api/plan/need',
      summary: 'Agents, lines and channels that each interval needs, under what-if sliders',
      body: needBody,
      answer: needSchema,
      handle: async ({ body: { series, from, to, slotMinutes, whatIf = {} } }) => {
        const ask = await staffedAsk(services, series, from, to, slotMinutes)
        return jsonOf(await askNeed(services, { type: 'need', from, to, whatIf, ...ask }))
      },
    }),
    route({
      ...read,
      method: 'GET',
      path: '/api/plan/today',
      summary: 'Today planned against actual, traffic and staff, and the re-forecast of the rest',
      query: z.object(todayQuery),
      answer: todaySchema,
      handle: async ({ query: { series, slotMinutes } }) => jsonOf(await today(services, series, slotMinutes)),
    }),
    route({
      method: 'GET',
      path: '/api/kiosk/today',
      summary: 'The same for the wallboard without a person, whose token opens this: of all calls, or of its one queue',
      right: 'public',
      tag: 'planning',
      perMinute: 60,
      query: z.object({ token: z.string().min(1).max(200) }),
      answer: todaySchema,
      handle: async ({ query }) => {
        const screen = await services.kiosks.find(query.token)
        if (!screen) return refused('not-allowed')
        const [queueId, another] = screen.queueIds
        // there is no forecast of some queues together
        if (another !== undefined) return refused('not-found')
        return jsonOf(await today(services, queueId === undefined ? 'all' : `queue:${queueId}`))
      },
    }),
  ]
}

async function today(services: Services, series: SeriesId, slotMinutes?: SlotMinutes): Promise<Outcome<TodayAnswer>> {
  const from = dateNow(services.now(), services.settings.timeZone)
  const to = dateNow(Date.parse(from) + DAY_MS, 'UTC')
  const ask = await staffedAsk(services, series, from, to, slotMinutes)
  return askPlan(services, { type: 'today', ...ask })
}
