// Configuration: the same five routes for every kind, each with the kind's own schema and right.
import { z } from 'zod'
import type { Right } from '../../protocol/api.ts'
import { flowNodesSchema } from '../../records/record/flow-shape.ts'
import type { Kind, Values } from '../../records/record/kind.ts'
import { infoOf } from '../../records/record/kinds.ts'
import { getRecord, listRecords } from '../../records/record/list.ts'
import { refused } from '../../records/record/outcome.ts'
import { usedIn } from '../../records/record/references.ts'
import { removedNames } from '../../records/record/removed.ts'
import { changeSchema, recordSchema } from '../../records/record/schema.ts'
import { may } from '../../rights/may.ts'
import { json, jsonOf, type Route, route } from '../http/route.ts'
import { flag, pageOf, paging } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'

const tag = 'configuration'
const record = z.looseObject({ id: z.string(), version: z.number() })

const listQuery = z.looseObject({
  search: z.string().max(100).optional(),
  sort: z.string().max(40).optional(),
  descending: flag.optional(),
  ...paging,
})

export function configRoutes(services: Services): Route[] {
  const { kinds, flowNodes } = services
  const readers: Right[] = [
    ...new Set([...kinds.values()].filter((kind) => kind.readScope === undefined).map(readRight)),
  ]
  return [
    route({
      method: 'GET',
      path: '/api/config-kinds',
      summary: 'What can be configured, with the fields of each kind',
      right: readers,
      tag,
      answer: z.array(z.looseObject({ kind: z.string(), title: z.string() })),
      handle: async ({ who }) => {
        const seen = [...kinds.values()].filter((kind) => may(who, readRight(kind)) || may(who, kind.right))
        return json(seen.map((kind) => infoOf(kind, may(who, kind.right))))
      },
    }),
    route({
      method: 'GET',
      path: '/api/flow-nodes',
      summary: 'What each node of a flow has: fields and outlets',
      right: 'configure',
      tag,
      answer: z.array(z.looseObject({ type: z.string() })),
      handle: async () => json(flowNodes),
    }),
    route({
      method: 'POST',
      path: '/api/flow-check',
      summary: 'Check a flow without saving it: problems and warnings by node',
      right: 'configure',
      tag,
      body: z.object({ id: z.string().max(64).default(''), startNodeId: z.string().max(64), nodes: flowNodesSchema }),
      answer: z.array(z.looseObject({ problem: z.string(), level: z.enum(['error', 'warning']) })),
      handle: async ({ body }) => json(await services.checkFlow(services.sql, body)),
    }),
    ...[...kinds.values()].flatMap((kind) => kindRoutes(services, kind)),
  ]
}

const readRight = (kind: Kind): Right => kind.readRight ?? kind.right

const baseOf = (kind: Kind): string => `/api/config/${kind.kind}`

const kindRoutes = (services: Services, kind: Kind): Route[] => [
  ...readRoutes(services, kind),
  ...writeRoutes(services, kind),
]

function readRoutes(services: Services, kind: Kind): Route[] {
  const { sql, kinds } = services
  const base = baseOf(kind)
  const known = new Set(kind.fields.map((field) => field.name))
  const read = { right: readRight(kind), tag, ...(kind.readScope === undefined ? {} : { scope: kind.readScope }) }
  return [
    route({
      method: 'GET',
      path: base,
      summary: `List ${kind.label.en.toLowerCase()}; any field's name filters by its value`,
      ...read,
      query: listQuery,
      answer: pageOf(record),
      handle: async ({ query }) => {
        const { search, sort, descending, page, pageSize, ...rest } = query
        const equal = Object.entries(rest).filter(([name]) => known.has(name))
        const found = await listRecords(sql, kinds, kind, {
          page,
          pageSize,
          ...(search === undefined ? {} : { search }),
          ...(sort === undefined ? {} : { sort }),
          ...(descending === undefined ? {} : { descending }),
          equal: Object.fromEntries(equal.map(([name, value]) => [name, String(value)])),
        })
        return json({ ...found, rows: await told(services, kind, found.rows) })
      },
    }),
    route({
      method: 'GET',
      path: `/api/removed/${kind.kind}`,
      summary: `Names of deleted ${kind.label.en.toLowerCase()}, the newest first`,
      ...read,
      answer: z.array(z.object({ id: z.string(), name: z.string() })),
      handle: async () => json(await removedNames(sql, kind)),
    }),
    route({
      method: 'GET',
      path: `${base}/:id/used`,
      summary: `Which records name one of ${kind.label.en.toLowerCase()}, at most ten`,
      ...read,
      answer: z.array(z.object({ zh: z.string(), en: z.string() })),
      handle: async ({ params }) => json(await usedIn(sql, kinds, kind, params.id ?? '')),
    }),
    route({
      method: 'GET',
      path: `${base}/:id`,
      summary: `One of ${kind.label.en.toLowerCase()}`,
      ...read,
      answer: record,
      handle: async ({ params }) => {
        const found = await getRecord(sql, kind, params.id ?? '')
        return found ? json((await told(services, kind, [found]))[0]) : refused('not-found')
      },
    }),
  ]
}

/** Lines at carriers say whether they are registered now, wall screens and desk phones where they are opened. */
async function told({ registrations, kiosks, phones }: Services, kind: Kind, rows: Values[]): Promise<Values[]> {
  if (kind.opensAlone === 'phone') return rows.map((row) => ({ ...row, path: phones.pathOf(row) }))
  if (kind.opensAlone) return rows.map((row) => ({ ...row, path: kiosks.pathOf(String(row.id)) }))
  if (!rows.some((row) => kind.registers?.(row))) return rows
  const states = await registrations()
  const stateOf = ({ id }: Values) => (states ? (states.get(String(id)) ?? 'not-registered') : 'unknown')
  return rows.map((row) => (kind.registers?.(row) ? { ...row, registration: stateOf(row) } : row))
}

function writeRoutes({ records }: Services, kind: Kind): Route[] {
  const base = baseOf(kind)
  const write = { right: kind.right, tag, answer: record }
  const routes = [
    route({
      ...write,
      method: 'PUT',
      path: `${base}/:id`,
      summary: `Change one of ${kind.label.en.toLowerCase()}; names the version it was read with`,
      body: z.unknown(),
      documented: changeSchema(kind.fields),
      handle: async ({ params, body, by }) => jsonOf(await records.change(kind, params.id ?? '', body, by)),
    }),
    route({
      ...write,
      method: 'DELETE',
      path: `${base}/:id`,
      summary: `Delete one of ${kind.label.en.toLowerCase()} that is not in use; with version, only what was read`,
      query: z.object({ version: z.coerce.number().int().optional() }),
      handle: async ({ params, query, by }) => jsonOf(await records.remove(kind, params.id ?? '', query.version, by)),
    }),
  ]
  if (kind.createdBy === 'upload') return routes
  return [
    ...routes,
    route({
      ...write,
      method: 'POST',
      path: base,
      summary: `Create one of ${kind.label.en.toLowerCase()}`,
      body: z.unknown(),
      documented: recordSchema(kind.fields),
      handle: async ({ body, by }) => jsonOf(await records.create(kind, body, by)),
    }),
  ]
}
