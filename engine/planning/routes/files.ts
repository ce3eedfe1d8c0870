// Import and export of planning figures, CSV and Excel.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import { flag } from '../../gateway/http/schemas.ts'
import type { Services } from '../../gateway/http/services.ts'
import { audit } from '../../records/record/audit.ts'
import { done, refused } from '../../records/record/outcome.ts'
import { FILE_TYPES } from '../../records/table-files/table.ts'
import { may } from '../../rights/may.ts'
import { askPlan } from '../acts/ask.ts'
import { exportTable } from '../acts/export.ts'
import { importFile } from '../acts/import.ts'
import { undoImport } from '../acts/undo-import.ts'
import { fileReader } from '../files/thread.ts'
import { FILE_BYTES } from '../files/thread-words.ts'
import { fileOf } from '../files/write.ts'
import { listImports } from '../records/imports.ts'
import { forgetPlannedNeed } from '../records/planned-need.ts'
import { namedSeries } from '../records/series.ts'
import { horizonQuery, importDoneSchema, importSchema, planDate, seriesId } from './forecast-schemas.ts'

const id = z.string().max(64).default('')
const EPOCH = '1990-01-01'

export const planFileRoutes = (services: Services): Route[] => [...imports(services), ...exports(services)]

function imports(services: Services): Route[] {
  const files = fileReader()
  return [
    route({
      method: 'POST',
      path: '/api/plan/import',
      summary: 'Take in a CSV or Excel file (body); dryRun=true answers what would be taken and what is wrong, by cell',
      right: 'plan',
      tag: 'planning',
      query: z.object({
        what: z.enum(['history', 'need', 'roster']).default('history'),
        series: seriesId.default('all'),
        id: id.describe('of the roster'),
        dryRun: flag.default(false),
        dates: z.enum(['dmy', 'mdy']).exactOptional().describe('answer to the question `dates` of a dry run'),
        gaps: z.enum(['zero', 'missing']).exactOptional().describe('answer to the question `gaps` of a dry run'),
      }),
      uploadBytes: FILE_BYTES,
      uploadType: 'application/octet-stream',
      answer: importSchema,
      handle: async ({ query, bytes, by }) => jsonOf(await importFile({ ...services, files }, { ...query, bytes }, by)),
    }),
    ...takenBack(services),
  ]
}

function takenBack(services: Services): Route[] {
  const { sql } = services
  return [
    route({
      method: 'GET',
      path: '/api/plan/imports',
      summary: 'Imports that were taken in, newest first',
      right: 'plan-view',
      scope: 'all',
      tag: 'planning',
      query: z.object({ lang: z.enum(['zh', 'en']).optional() }),
      answer: z.array(importDoneSchema),
      handle: async ({ query, session }) => {
        const names = await namedSeries(sql, [], query.lang ?? session?.lang ?? 'zh')
        const nameOf = new Map(names.map((series) => [series.id, series.name]))
        return json(await listImports(sql, (series) => nameOf.get(series) ?? series))
      },
    }),
    route({
      method: 'POST',
      path: '/api/plan/imports/:id/undo',
      summary: 'Take an import back: what was there before it is there again',
      right: 'plan',
      tag: 'planning',
      answer: z.object({ restored: z.number() }),
      handle: async ({ params, by }) => jsonOf(await undoImport(services, params.id ?? '', by)),
    }),
    route({
      method: 'DELETE',
      path: '/api/plan/import',
      summary: 'Forget all that was imported for the dates from `from` up to but not `to`',
      right: 'plan',
      tag: 'planning',
      query: z.object({
        what: z.enum(['history', 'need']).default('history'),
        series: seriesId,
        from: planDate,
        to: planDate,
      }),
      answer: z.object({ removed: z.number() }),
      handle: async ({ query: { what, series, from, to }, by }) => {
        const gone =
          what === 'history'
            ? await askPlan(services, { type: 'forget-import', series, from, to })
            : done({ removed: await forgetPlannedNeed(sql, series, from, to) })
        if (!gone.ok) return gone
        const before = { series, from, to, ...gone.value }
        await audit(sql, by, { action: 'delete', kind: `plan-${what}`, recordId: series, before })
        return json(gone.value)
      },
    }),
  ]
}

function exports(services: Services): Route[] {
  const { sql } = services
  return [
    route({
      method: 'GET',
      path: '/api/plan/export',
      summary: 'History, forecast, need or a roster as CSV or Excel',
      right: 'plan-view',
      scope: 'all',
      tag: 'planning',
      query: z.object({
        ...horizonQuery,
        what: z.enum(['history', 'forecast', 'need', 'roster']),
        format: z.enum(['csv', 'xlsx']).default('csv'),
        id: id.describe('of the roster'),
        from: planDate.default(EPOCH),
        to: planDate.default(EPOCH),
        lang: z.enum(['zh', 'en']).optional(),
      }),
      answer: 'text/csv',
      handle: async ({ query, session, by, who }) => {
        if (!may(who, 'export')) return refused('not-allowed')
        const { what, format, slotMinutes, ...asked } = query
        const lang = query.lang ?? session?.lang ?? 'zh'
        const slot = slotMinutes === undefined ? {} : { slotMinutes }
        const table = await exportTable(services, { ...asked, what, format, lang, ...slot })
        if (!table.ok) return table
        await audit(sql, by, {
          action: 'export',
          kind: `plan-${what}`,
          recordId: query.id || query.series,
          after: query,
        })
        const fileName = `${what}-${what === 'roster' ? query.id : query.from}.${format}`
        const bytes = await fileOf(table.value, format)
        return { ok: true, value: { type: 'bytes', bytes, contentType: FILE_TYPES[format], fileName } }
      },
    }),
  ]
}
