// Figures over business records and files of them: answers of a questionnaire, times of steps, exports.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import { exportSchema, when } from '../../gateway/http/schemas.ts'
import type { Services } from '../../gateway/http/services.ts'
import { audit, audited } from '../../records/record/audit.ts'
import { businessTable } from '../record/export.ts'
import type { BusinessKind } from '../record/kind.ts'
import { stepsOf, summaryOf } from '../record/survey.ts'
import { actorOf, askOf, listQuery, tag } from './schemas.ts'

export function figureRoutes(services: Services): Route[] {
  const all = [...services.business.values()]
  const samples = services.business.get('samples')
  return [
    ...all.map((kind) => exportRoute(services, kind)),
    ...all.filter(({ states }) => states).map((kind) => stepsRoute(services, kind)),
    ...(samples ? [surveyRoute(services, samples)] : []),
  ]
}

const list = z
  .string()
  .max(400_000)
  .default('')
  .transform((text) => text.split(',').filter((one) => one !== ''))

function exportRoute(services: Services, kind: BusinessKind): Route {
  const { sql, business, settings, exports, newId, now } = services
  return route({
    method: 'POST',
    path: `/api/exports/business/${kind.kind}`,
    summary: `${kind.label.en} of a list, or those chosen, as a file made in the background`,
    right: 'business-export',
    tag: 'exports',
    query: listQuery.extend({
      format: z.enum(['csv', 'xlsx']).default('xlsx'),
      lang: z.enum(['zh', 'en']).optional(),
      columns: list,
    }),
    body: z.object({ ids: z.array(z.string().max(64)).max(10_000).default([]) }),
    answer: exportSchema,
    handle: async (request) => {
      const { format, lang: given, columns, ...query } = request.query
      const ask = askOf(query)
      if (!ask.ok) return ask
      const lang = given ?? request.session?.lang ?? 'zh'
      const of = { ask: ask.value, ids: request.body.ids, columns, lang, timeZone: settings.timeZone }
      const { total, table } = await businessTable(sql, business, kind, of, actorOf(request))
      const day = new Intl.DateTimeFormat('sv-SE', { timeZone: settings.timeZone, dateStyle: 'short' }).format(now())
      const job = await exports.start({
        ...{ id: newId(), accountId: request.by.accountId, total, needs: { right: 'business' } },
        ...{ title: kind.label, fileName: `${kind.label[lang]}-${day}.${format}`, content: { format, table } },
      })
      const after = { format, columns, rows: total }
      if (job.ok) await audit(sql, request.by, { action: 'export', kind: audited(kind), recordId: '', after })
      return jsonOf(job)
    },
  })
}

function stepsRoute({ sql }: Services, kind: BusinessKind): Route {
  return route({
    method: 'GET',
    path: `/api/business-steps/${kind.kind}`,
    summary: `How often and after how long ${kind.label.en.toLowerCase()} went from state to state`,
    right: kind.right,
    tag,
    query: z.object({ from: when.default(0), to: when.default(4_102_444_800_000) }),
    answer: z.array(
      z.object({ from: z.string(), to: z.string(), count: z.number(), meanMs: z.number(), longestMs: z.number() }),
    ),
    handle: async (request) => json(await stepsOf(sql, kind, request.query.from, request.query.to, actorOf(request))),
  })
}

function surveyRoute({ sql }: Services, samples: BusinessKind): Route {
  return route({
    method: 'GET',
    path: '/api/questionnaires/:id/answers',
    summary: 'What was answered to a questionnaire: counts by option, means, the newest texts',
    right: samples.right,
    tag,
    answer: z.looseObject({ samples: z.number() }),
    handle: async (request) => jsonOf(await summaryOf(sql, samples, request.params.id ?? '', actorOf(request))),
  })
}
