// The routes of business records: the same for every kind, each behind the kind's own right.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import { done } from '../../records/record/outcome.ts'
import { may } from '../../rights/may.ts'
import { actOn, actSchema, undo } from '../record/acts.ts'
import { infoOf } from '../record/info.ts'
import type { BusinessKind } from '../record/kind.ts'
import { countStates, listBusiness } from '../record/list.ts'
import { openRecord, revealed } from '../record/look.ts'
import { claim } from '../record/pool.ts'
import { rowOf } from '../record/row.ts'
import { shapeOf } from '../record/shape.ts'
import { change, create } from '../record/write.ts'
import { actorOf, askOf, listQuery, names, recordSchema, tag, thoseSchema, writingOf } from './schemas.ts'

const bulkDone = z.object({ done: z.number(), left: z.number(), undo: z.string().exactOptional() })

export const businessRoutes = (services: Services): Route[] => [
  kindsRoute(services),
  undoRoute(services),
  ...[...services.business.values()].flatMap((kind) => [
    ...readRoutes(services, kind),
    ...writeRoutes(services, kind),
    ...(kind.pool ? [claimRoute(services, kind)] : []),
  ]),
]

function kindsRoute({ sql, business }: Services): Route {
  return route({
    method: 'GET',
    path: '/api/business-kinds',
    summary: 'Kinds of business records that one may see: fields, states, layouts and what one may do',
    right: 'signed-in',
    tag,
    answer: z.array(z.looseObject({ kind: z.string() })),
    handle: async (request) => {
      const seen = [...business.values()].filter(({ right }) => may(request.who, right))
      const shapes = await Promise.all(seen.map((kind) => shapeOf(sql, kind)))
      return json(shapes.map((shape) => infoOf(shape, actorOf(request))))
    },
  })
}

function undoRoute(services: Services): Route {
  return route({
    method: 'POST',
    path: '/api/business-undo/:id',
    summary: 'Take back what one did to several records, within a day',
    right: [...new Set([...services.business.values()].map(({ right }) => right))],
    tag,
    answer: bulkDone,
    handle: async (request) => jsonOf(await undo(writingOf(services), request.params.id ?? '', actorOf(request))),
  })
}

function readRoutes(services: Services, kind: BusinessKind): Route[] {
  const { sql, business } = services
  const base = `/api/business/${kind.kind}`
  const read = { right: kind.right, tag } as const
  return [
    route({
      method: 'GET',
      path: base,
      ...read,
      summary: `List ${kind.label.en.toLowerCase()}: searched, filtered, in any order; the next page begins at \`next\``,
      query: listQuery,
      answer: z.object({
        ...{
          rows: z.array(recordSchema),
          names,
          total: z.number(),
          more: z.boolean(),
          next: z.string().exactOptional(),
        },
      }),
      handle: async (request) => {
        const ask = askOf(request.query)
        return ask.ok ? json(await listBusiness(sql, business, kind, ask.value, actorOf(request))) : ask
      },
    }),
    route({
      method: 'GET',
      path: `/api/business-states/${kind.kind}`,
      ...read,
      summary: `How many ${kind.label.en.toLowerCase()} are in each state`,
      answer: z.record(z.string(), z.number()),
      handle: async (request) => json(await countStates(sql, kind, actorOf(request))),
    }),
    route({
      method: 'GET',
      path: `${base}/:id`,
      ...read,
      summary: `One of ${kind.label.en.toLowerCase()}; the look is written down`,
      answer: z.object({ record: recordSchema, names }),
      handle: async (request) =>
        jsonOf(await openRecord(sql, business, kind, request.params.id ?? '', actorOf(request))),
    }),
  ]
}

function writeRoutes(services: Services, kind: BusinessKind): Route[] {
  const { sql } = services
  const base = `/api/business/${kind.kind}`
  const write = { right: kind.writeRight ?? kind.right, tag } as const
  return [
    route({
      method: 'POST',
      path: base,
      ...write,
      summary: `Create one of ${kind.label.en.toLowerCase()}`,
      body: z.unknown(),
      answer: recordSchema,
      handle: async (request) => {
        const made = await create(writingOf(services), kind, request.body, actorOf(request))
        return made.ok ? json(rowOf(await shapeOf(sql, kind), made.value)) : made
      },
    }),
    route({
      method: 'PUT',
      path: `${base}/:id`,
      ...write,
      summary: `Change one of ${kind.label.en.toLowerCase()}; names the version it was read with`,
      body: z.unknown(),
      answer: recordSchema,
      handle: async (request) => {
        const changed = await change(writingOf(services), kind, request.params.id ?? '', request.body, actorOf(request))
        return changed.ok ? json(rowOf(await shapeOf(sql, kind), changed.value)) : changed
      },
    }),
    route({
      method: 'POST',
      path: `/api/business-acts/${kind.kind}`,
      ...write,
      summary: `Move, assign, share, edit or delete ${kind.label.en.toLowerCase()}, one or many; \`undo\` takes it back`,
      body: z.object({ those: thoseSchema, act: actSchema }),
      answer: bulkDone,
      handle: async (request) =>
        jsonOf(await actOn(writingOf(services), kind, request.body.those, request.body.act, actorOf(request))),
    }),
    ...((kind.personal?.length ?? 0) > 0 ? [revealRoute(services, kind)] : []),
  ]
}

function revealRoute({ sql }: Services, kind: BusinessKind): Route {
  return route({
    method: 'POST',
    path: `/api/business-reveal/${kind.kind}/:id`,
    right: 'personal-data',
    tag,
    summary: `Personal data of one of ${kind.label.en.toLowerCase()} as it is; who saw it is written down`,
    answer: z.record(z.string(), z.json()),
    handle: async (request) => jsonOf(await revealed(sql, kind, request.params.id ?? '', actorOf(request))),
  })
}

function claimRoute(services: Services, kind: BusinessKind): Route {
  return route({
    method: 'POST',
    path: `/api/business-claim/${kind.kind}/:id`,
    right: kind.right,
    tag,
    summary: `Claim one of ${kind.label.en.toLowerCase()} from the pool: whoever is first has it`,
    answer: recordSchema,
    handle: async (request) => {
      const taken = await claim(writingOf(services), kind, request.params.id ?? '', actorOf(request))
      return jsonOf(taken.ok ? done(rowOf(await shapeOf(services.sql, kind), taken.value)) : taken)
    },
  })
}
