// Forecasts changed by hand: made, taken back, brought back; every forecast, need and roster after it counts with them.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import type { ForecastEdit } from '../../protocol/forecast-edits.ts'
import { refused } from '../../records/record/outcome.ts'
import { daysBetween } from '../core/clock.ts'
import { editsOf, makeEdit, turnEdit } from '../records/forecast-edits.ts'
import { planDate, seriesId } from './forecast-schemas.ts'

const MOST_DAYS = 366
const minute = z.number().int().min(0).max(1_440)
const factor = {
  ...{ from: planDate, to: planDate, fromMinute: minute.default(0), toMinute: minute.default(1_440) },
  factor: z.number().min(0).max(20),
}
const editSchema = z
  .object({
    ...{ id: z.string(), series: z.string(), version: z.number() },
    ...{ from: planDate, to: planDate, fromMinute: z.number(), toMinute: z.number(), factor: z.number() },
    ...{ note: z.string(), account: z.string(), at: z.number() },
    ...{ undoneAt: z.number().exactOptional(), undoneBy: z.string().exactOptional() },
  })
  .meta({ id: 'ForecastEdit' }) satisfies z.ZodType<ForecastEdit>
const body = z.object({ series: seriesId.default('all'), note: z.string().trim().max(200).default(''), ...factor })

/** path of the fault, where there is one */
function wrongIn({ from, to, fromMinute, toMinute }: z.output<typeof body>): string | undefined {
  if (to < from || daysBetween(from, to) >= MOST_DAYS) return 'to'
  return toMinute <= fromMinute ? 'toMinute' : undefined
}

export function forecastEditRoutes({ sql, now }: Services): Route[] {
  const write = { right: 'plan', tag: 'planning', method: 'POST', answer: editSchema } as const
  return [
    route({
      right: 'plan-view',
      scope: 'all',
      tag: 'planning',
      method: 'GET',
      path: '/api/plan/forecast-edits',
      summary: 'What was changed of a series’ forecast by hand, newest first, with what was taken back',
      query: z.object({ series: seriesId.default('all') }),
      answer: z.array(editSchema),
      handle: async ({ query }) => json(await editsOf(sql, query.series)),
    }),
    route({
      ...write,
      path: '/api/plan/forecast-edits',
      summary: 'Change a series’ forecast by a factor on hours of dates; dates include `to`',
      body,
      handle: async (request) => {
        const path = wrongIn(request.body)
        if (path) return refused('bad-input', { fields: [{ path, message: 'before the beginning, or too long' }] })
        return jsonOf(await makeEdit(sql, request.body, now(), request.by))
      },
    }),
    ...(['undo', 'restore'] as const).map((command) =>
      route({
        ...write,
        path: `/api/plan/forecast-edits/:id/${command}`,
        summary: command === 'undo' ? 'Take a change by hand back' : 'Bring a change by hand back',
        handle: async ({ params, by }) =>
          jsonOf(await turnEdit(sql, { id: params.id ?? '', holds: command === 'restore', at: now() }, by)),
      }),
    ),
  ]
}
