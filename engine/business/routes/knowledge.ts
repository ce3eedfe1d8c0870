// Routes of knowledge and scripts: marks of readers, the script of a call, what scripts led to, steps out of a file.
import { z } from 'zod'
import { json, jsonOf, type Request, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import { RUN_STATES } from '../../protocol/scripts.ts'
import { done, refused } from '../../records/record/outcome.ts'
import { stepsIn } from '../files/script-file.ts'
import { TABLE_BYTES } from '../files/table.ts'
import type { BusinessKind } from '../record/kind.ts'
import { visible } from '../record/look.ts'
import { mark, marksOf } from '../record/marks.ts'
import { keepRun, scriptNow, scriptSummary } from '../record/script-run.ts'
import { callNow } from './pop.ts'
import { actorOf, names, tag } from './schemas.ts'

export function knowledgeRoutes(services: Services): Route[] {
  const runs = services.business.get('script-runs')
  return [
    ...[...services.business.values()].filter(({ marks }) => marks).flatMap((kind) => markRoutes(services, kind)),
    ...(runs ? [...runRoutes(services, runs), summaryRoute(services), fileRoute()] : []),
  ]
}

const marksSchema = z.object({
  ...{ favourite: z.boolean(), helpful: z.boolean().nullable(), helped: z.number(), unhelped: z.number() },
})

function markRoutes({ sql }: Services, kind: BusinessKind): Route[] {
  const shared = { right: kind.right, tag, path: `/api/business-marks/${kind.kind}/:id`, answer: marksSchema } as const
  return [
    route({
      method: 'GET',
      ...shared,
      summary: `Is one of ${kind.label.en.toLowerCase()} a favourite, and whom did it help`,
      handle: async (request) => {
        const raw = await visible(sql, kind, request.params.id ?? '', actorOf(request))
        return raw ? json(await marksOf(sql, kind, raw.id, actorOf(request))) : refused('not-found')
      },
    }),
    route({
      method: 'PUT',
      ...shared,
      summary: `Keep one of ${kind.label.en.toLowerCase()} as a favourite, say whether it helped`,
      body: z.object({ favourite: z.boolean().optional(), helpful: z.boolean().nullable().optional() }),
      handle: async (request) => {
        const raw = await visible(sql, kind, request.params.id ?? '', actorOf(request))
        return raw ? json(await mark(sql, kind, raw.id, request.body, actorOf(request))) : refused('not-found')
      },
    }),
  ]
}

const key = z.string().max(12)
const run = z.object({
  scriptId: z.string().max(64),
  state: z.enum(RUN_STATES),
  trail: z.array(key).max(200),
  answers: z.record(key, z.string().max(200)),
  notes: z.record(key, z.string().max(2_000)),
})
const runTold = run.extend({ id: z.string() })

const isServing = (services: Services, request: Pick<Request, 'who'>, callId: string): boolean =>
  callNow(services, request)?.callId === callId

function runRoutes(services: Services, kind: BusinessKind): Route[] {
  const { sql, business } = services
  const shared = { right: kind.right, tag, path: '/api/script-run/:id' } as const
  return [
    route({
      method: 'GET',
      ...shared,
      summary: 'Scripts for a call that one serves, and how far it has come in one of them',
      query: z.object({ queueId: z.string().max(64).default('') }),
      answer: z.object({
        scripts: z.array(z.looseObject({ id: z.string(), steps: z.array(z.looseObject({})) })),
        ...{ names, run: runTold.exactOptional() },
      }),
      handle: async (request) => {
        const callId = request.params.id ?? ''
        if (!isServing(services, request, callId)) return refused('not-found')
        return json(await scriptNow(sql, business, kind, { callId, queueId: request.query.queueId }))
      },
    }),
    route({
      method: 'PUT',
      ...shared,
      summary: 'How far a call that one serves has come in its script; it goes where the call goes',
      body: run.extend({ customerId: z.string().max(64).default('') }),
      answer: runTold,
      handle: async (request) => {
        const callId = request.params.id ?? ''
        if (!isServing(services, request, callId)) return refused('not-found')
        const { customerId, ...given } = request.body
        return jsonOf(await keepRun(sql, kind, callId, given, customerId, actorOf(request)))
      },
    }),
  ]
}

const summaryRoute = ({ sql }: Services): Route =>
  route({
    method: 'GET',
    path: '/api/scripts/:id/answers',
    summary: 'What was answered to each step of a script, beside the results of those calls',
    right: 'business-manage',
    tag,
    answer: z.looseObject({ runs: z.number() }),
    handle: async (request) => jsonOf(await scriptSummary(sql, request.params.id ?? '')),
  })

const fileRoute = (): Route =>
  route({
    method: 'POST',
    path: '/api/script-file',
    summary: 'Steps of a script out of a file (body): Excel, CSV, text or Word; nothing is saved',
    right: 'business-manage',
    tag,
    uploadBytes: TABLE_BYTES,
    uploadType: 'application/octet-stream',
    answer: z.object({ steps: z.array(z.looseObject({ key: z.string() })) }),
    handle: async (request) => {
      const steps = await stepsIn(request.bytes)
      return steps.ok ? jsonOf(done({ steps: steps.value })) : steps
    },
  })
