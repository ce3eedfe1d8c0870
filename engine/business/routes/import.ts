// Files of business records: template, look, import in the background, packages, wrong rows.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import { done, refused } from '../../records/record/outcome.ts'
import { tableBytes } from '../../records/table-files/file.ts'
import { FILE_TYPES } from '../../records/table-files/table.ts'
import {
  begin,
  cancel,
  errorsAt,
  type Importing,
  importAsk,
  importable,
  lookAt,
  packagesOf,
  takeBackPackage,
} from '../files/import.ts'
import { TABLE_BYTES } from '../files/table.ts'
import { columnOf } from '../record/cells.ts'
import type { BusinessKind } from '../record/kind.ts'
import { shapeOf } from '../record/shape.ts'
import { actorOf, tag, writingOf } from './schemas.ts'

export const importRoutes = (services: Services): Route[] =>
  [...services.business.values()]
    .filter(({ fields }) => fields.every(({ type }) => type !== 'list' && type !== 'json'))
    .flatMap((kind) => [...fileRoutes(services, kind), ...packageRoutes(services, kind)])

const importingOf = (services: Services): Importing => ({
  ...writingOf(services),
  storage: services.storage,
  failed: services.failed,
})
const right = 'business-manage'
const packageSchema = z.looseObject({ id: z.string(), state: z.string() })

function fileRoutes(services: Services, kind: BusinessKind): Route[] {
  const base = `/api/business-import/${kind.kind}`
  return [
    route({
      method: 'GET',
      path: `${base}/template`,
      right,
      tag,
      summary: `An empty Excel file with the heads of ${kind.label.en.toLowerCase()}`,
      query: z.object({ lang: z.enum(['zh', 'en']).default('zh') }),
      answer: 'application/octet-stream',
      handle: async ({ query }) => {
        const fields = importable(await shapeOf(services.sql, kind))
        const table = { columns: fields.map((field) => columnOf(field, query.lang)), rows: [] }
        const bytes = await tableBytes(table, 'xlsx')
        return done({
          type: 'bytes' as const,
          bytes,
          contentType: FILE_TYPES.xlsx,
          fileName: `${kind.label[query.lang]}.xlsx`,
        })
      },
    }),
    route({
      method: 'POST',
      path: `${base}/file`,
      right,
      tag,
      summary: `Look at a CSV or Excel file (body) of ${kind.label.en.toLowerCase()}: heads, first rows, which column is probably what`,
      uploadBytes: TABLE_BYTES,
      uploadType: 'application/octet-stream',
      answer: z.looseObject({ file: z.string(), heads: z.array(z.string()) }),
      handle: async (request) => jsonOf(await lookAt(importingOf(services), kind, request.bytes, actorOf(request))),
    }),
    route({
      method: 'POST',
      path: base,
      right,
      tag,
      summary: 'Take in a file that was looked at, as a package; the work goes on in the background',
      body: importAsk,
      answer: packageSchema,
      handle: async (request) => {
        const name = request.session?.name ?? request.by.account
        return jsonOf(await begin(importingOf(services), kind, request.body, actorOf(request), name))
      },
    }),
  ]
}

function packageRoutes(services: Services, kind: BusinessKind): Route[] {
  const { sql, storage } = services
  const base = `/api/business-packages/${kind.kind}`
  return [
    route({
      method: 'GET',
      path: base,
      right,
      tag,
      summary: `Packages of ${kind.label.en.toLowerCase()} that came by file, newest first`,
      answer: z.array(packageSchema),
      handle: async () => json(await packagesOf(sql, kind)),
    }),
    route({
      method: 'POST',
      path: `${base}/:id/cancel`,
      right,
      tag,
      summary: 'Stop taking it in; what came stays',
      answer: packageSchema,
      handle: async ({ params }) => jsonOf(await cancel(sql, kind, params.id ?? '')),
    }),
    route({
      method: 'POST',
      path: `${base}/:id/undo`,
      right,
      tag,
      summary: 'Take a package back: what came with it goes, what it changed is as it was',
      answer: packageSchema,
      handle: async (request) => jsonOf(await takeBackPackage(sql, kind, request.params.id ?? '', actorOf(request))),
    }),
    route({
      method: 'GET',
      path: `${base}/:id/errors`,
      right,
      tag,
      summary: 'Its wrong rows as CSV with what is wrong, to be mended and sent again',
      answer: 'application/octet-stream',
      handle: async ({ params }) => {
        const id = params.id ?? ''
        if (!/^package-[a-z0-9]{10}$/.test(id)) return refused('not-found')
        const path = await errorsAt(storage, id)
        if (path === undefined) return refused('not-found')
        return done({ type: 'file' as const, path, contentType: FILE_TYPES.csv, fileName: `${id}.csv` })
      },
    }),
  ]
}
