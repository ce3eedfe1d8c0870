// What stands beside a business record: its history, comments, attachments; views of lists; the company's setup of a kind.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import { done, refused } from '../../records/record/outcome.ts'
import { plainText } from '../../records/record/plain-text.ts'
import { comment, commentsOf } from '../record/comments.ts'
import { filterSchema } from '../record/filter.ts'
import { forget } from '../record/forget.ts'
import { MOST_DAYS, saveSetup, setupSchema } from '../record/info.ts'
import type { BusinessKind } from '../record/kind.ts'
import { historyOf, visible } from '../record/look.ts'
import { retirement } from '../record/retention.ts'
import { removeView, saveView, viewsOf } from '../record/views.ts'
import { actorOf, tag } from './schemas.ts'

export const besideRoutes = (services: Services): Route[] =>
  [...services.business.values()].flatMap((kind) => [
    ...lineRoutes(services, kind),
    ...viewRoutes(services, kind),
    ...(kind.fixed ? [] : [setupRoute(services, kind), retirementRoute(services, kind)]),
    ...((kind.personal?.length ?? 0) > 0 ? [forgetRoute(services, kind)] : []),
  ])

const line = z.looseObject({ at: z.number() })

function lineRoutes({ sql, business }: Services, kind: BusinessKind): Route[] {
  const shared = { right: kind.right, tag } as const
  return [
    route({
      method: 'GET',
      path: `/api/business-history/${kind.kind}/:id`,
      ...shared,
      summary: `Who changed and who looked at one of ${kind.label.en.toLowerCase()}`,
      answer: z.array(line),
      handle: async (request) => {
        const raw = await visible(sql, kind, request.params.id ?? '', actorOf(request))
        return raw ? json(await historyOf(sql, business, kind, raw.id)) : refused('not-found')
      },
    }),
    route({
      method: 'GET',
      path: `/api/business-comments/${kind.kind}/:id`,
      ...shared,
      summary: `What was said on one of ${kind.label.en.toLowerCase()}`,
      answer: z.array(line),
      handle: async (request) => {
        const raw = await visible(sql, kind, request.params.id ?? '', actorOf(request))
        return raw ? json(await commentsOf(sql, kind, raw.id)) : refused('not-found')
      },
    }),
    route({
      method: 'POST',
      path: `/api/business-comments/${kind.kind}/:id`,
      ...shared,
      summary: `Say something on one of ${kind.label.en.toLowerCase()}`,
      body: z.object({ text: plainText(true).trim().min(1).max(2_000) }),
      answer: z.array(line),
      handle: async (request) => {
        const raw = await visible(sql, kind, request.params.id ?? '', actorOf(request))
        if (!raw) return refused('not-found')
        const name = request.session?.name ?? request.by.account
        return json(await comment(sql, kind, raw.id, { text: request.body.text, name }, actorOf(request)))
      },
    }),
  ]
}

const view = z.object({
  filter: filterSchema.optional(),
  columns: z.array(z.string().max(40)).max(60).optional(),
  sort: z.string().max(40).optional(),
  descending: z.boolean().optional(),
  state: z.string().max(40).optional(),
})
const viewLine = z.looseObject({ id: z.string(), name: z.string() })

function viewRoutes({ sql }: Services, kind: BusinessKind): Route[] {
  const shared = { right: kind.right, tag } as const
  const base = `/api/business-views/${kind.kind}`
  return [
    route({
      method: 'GET',
      path: base,
      ...shared,
      summary: `Saved lists of ${kind.label.en.toLowerCase()}, one's own and those for all`,
      answer: z.array(viewLine),
      handle: async (request) => json(await viewsOf(sql, kind, actorOf(request))),
    }),
    route({
      method: 'POST',
      path: base,
      ...shared,
      summary: `Save a list of ${kind.label.en.toLowerCase()} as it is arranged; one of the same name is replaced`,
      body: z.object({ name: plainText().min(1).max(40), shared: z.boolean().default(false), view }),
      answer: z.array(viewLine),
      handle: async (request) => jsonOf(await saveView(sql, kind, request.body, actorOf(request))),
    }),
    route({
      method: 'DELETE',
      path: `${base}/:id`,
      ...shared,
      summary: 'Forget one of these',
      answer: z.array(viewLine),
      handle: async (request) => jsonOf(await removeView(sql, kind, request.params.id ?? '', actorOf(request))),
    }),
  ]
}

function setupRoute({ sql }: Services, kind: BusinessKind): Route {
  return route({
    method: 'PUT',
    path: `/api/business-setup/${kind.kind}`,
    right: 'business-manage',
    tag,
    summary: `The company's own columns, states, layouts and rules of ${kind.label.en.toLowerCase()}`,
    body: setupSchema,
    answer: z.looseObject({ version: z.number() }),
    handle: async (request) => {
      const saved = await saveSetup(sql, kind, request.body, actorOf(request))
      return saved.ok ? jsonOf(done(saved.value)) : saved
    },
  })
}

const count = z.number()
function retirementRoute({ sql, business }: Services, kind: BusinessKind): Route {
  return route({
    method: 'GET',
    path: `/api/business-retention/${kind.kind}`,
    right: 'business-manage',
    tag,
    summary: `Which ${kind.label.en.toLowerCase()} would go now, were they kept for so many days; nothing is changed`,
    query: z.object({ days: z.coerce.number().int().min(1).max(MOST_DAYS) }),
    answer: z.object({ records: count, parts: z.record(z.string(), count), oldest: count.exactOptional() }),
    handle: async ({ query }) => json(await retirement(sql, business, kind, query.days)),
  })
}

function forgetRoute({ sql, storage, business, now }: Services, kind: BusinessKind): Route {
  return route({
    method: 'POST',
    path: `/api/business-forget/${kind.kind}/:id`,
    right: 'business-manage',
    tag,
    summary: `Everything kept of one of ${kind.label.en.toLowerCase()}, gone for good; without \`sure\` only what would go`,
    body: z.object({ sure: z.boolean().default(false) }),
    answer: z.object({
      ...{ records: z.record(z.string(), count), recordings: count, messages: count, notes: count },
      ...{ attachments: count, comments: count, history: count, kept: z.object({ calls: count }) },
    }),
    handle: async (request) => {
      const world = { sql, storage, kinds: business, now: now() }
      return jsonOf(await forget(world, kind, request.params.id ?? '', request.body.sure, actorOf(request)))
    },
  })
}
