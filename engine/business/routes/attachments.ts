// Routes of files that belong to a record: whoever sees the record sees them, whoever may change it adds and removes them.
import { z } from 'zod'
import { json, jsonOf, type Request, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import { done, refused } from '../../records/record/outcome.ts'
import { ATTACHMENT_BYTES, attach, attachmentFile, attachmentsOf, detach } from '../record/attachments.ts'
import type { BusinessKind } from '../record/kind.ts'
import { visible } from '../record/look.ts'
import { rowReach, sees } from '../record/reach.ts'
import { actorOf, tag } from './schemas.ts'

export const attachmentRoutes = (services: Services): Route[] =>
  [...services.business.values()].flatMap((kind) => [...readRoutes(services, kind), ...writeRoutes(services, kind)])

const line = z.looseObject({ id: z.string(), name: z.string() })
const baseOf = ({ kind }: BusinessKind): string => `/api/business-files/${kind}/:id`

function readRoutes({ sql, storage }: Services, kind: BusinessKind): Route[] {
  const read = { right: kind.right, tag } as const
  return [
    route({
      method: 'GET',
      path: baseOf(kind),
      ...read,
      summary: `Files of one of ${kind.label.en.toLowerCase()}`,
      answer: z.array(line),
      handle: async (request) => {
        const raw = await visible(sql, kind, request.params.id ?? '', actorOf(request))
        return raw ? json(await attachmentsOf(sql, kind, raw.id)) : refused('not-found')
      },
    }),
    route({
      method: 'GET',
      path: `${baseOf(kind)}/:file`,
      ...read,
      summary: 'One of these files',
      answer: 'application/octet-stream',
      handle: async (request) => {
        const raw = await visible(sql, kind, request.params.id ?? '', actorOf(request))
        if (!raw) return refused('not-found')
        const found = await attachmentFile({ sql, storage }, kind, raw.id, request.params.file ?? '')
        if (!found.ok) return found
        const { path, name, type } = found.value
        return done({ type: 'file' as const, path, contentType: type, fileName: name })
      },
    }),
  ]
}

function writeRoutes({ sql, storage }: Services, kind: BusinessKind): Route[] {
  const write = { right: kind.writeRight ?? kind.right, tag } as const
  const own = async (request: Pick<Request, 'params' | 'who' | 'by'>) => {
    const raw = await visible(sql, kind, request.params.id ?? '', actorOf(request))
    return raw && sees(await rowReach(sql, kind, actorOf(request)), raw) ? raw : undefined
  }
  return [
    route({
      method: 'POST',
      path: baseOf(kind),
      ...write,
      summary: `Add a file (body) to one of ${kind.label.en.toLowerCase()}`,
      query: z.object({ name: z.string().trim().min(3).max(120) }),
      uploadBytes: ATTACHMENT_BYTES,
      uploadType: 'application/octet-stream',
      answer: z.array(line),
      handle: async (request) => {
        const raw = await own(request)
        if (!raw) return refused('not-found')
        const byName = request.session?.name ?? request.by.account
        const given = { name: request.query.name, bytes: request.bytes, byName }
        return jsonOf(await attach({ sql, storage }, kind, raw.id, given, actorOf(request)))
      },
    }),
    route({
      method: 'DELETE',
      path: `${baseOf(kind)}/:file`,
      ...write,
      summary: 'Remove one of these files',
      answer: z.array(line),
      handle: async (request) => {
        const raw = await own(request)
        if (!raw) return refused('not-found')
        return jsonOf(await detach({ sql, storage }, kind, raw.id, request.params.file ?? '', actorOf(request)))
      },
    }),
  ]
}
