// Earlier versions of a flow: every publication is kept, so each can be had back. And a flow played in text.
import { z } from 'zod'
import type { FlowNode } from '../../protocol/flow.ts'
import { flowVersion, versionsOfFlow } from '../../records/flow-versions.ts'
import { flowNodesSchema, tryInputSchema } from '../../records/record/flow-shape.ts'
import { refused } from '../../records/record/outcome.ts'
import { plainText } from '../../records/record/plain-text.ts'
import { json, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const tryBody = z.object({
  flow: z.object({
    name: plainText().max(50),
    lang: z.enum(['zh', 'en']),
    startNodeId: z.string().max(64),
    nodes: flowNodesSchema,
  }),
  caller: z.string().regex(/^[0-9+]{0,32}$/),
  called: z.string().regex(/^[0-9+]{0,32}$/),
  inputs: z.array(tryInputSchema).max(100),
})

const atNode = z.looseObject({ nodeId: z.string() })

export function flowRoutes({ sql, tryFlow }: Services): Route[] {
  const shared = { method: 'GET', right: 'configure', tag: 'configuration' } as const
  return [
    route({
      ...shared,
      path: '/api/flows/:id/versions',
      summary: 'Versions of a flow, newest first, with who published them',
      answer: z.array(z.object({ version: z.number(), name: z.string(), savedAt: z.number(), account: z.string() })),
      async handle({ params }) {
        return json(await versionsOfFlow(sql, params.id ?? ''))
      },
    }),
    route({
      ...shared,
      path: '/api/flows/:id/versions/:version',
      summary: 'One version of a flow, whole',
      answer: z.looseObject({ version: z.number(), nodes: z.array(z.looseObject({ id: z.string() })) }),
      async handle({ params }) {
        const found = await flowVersion(sql, params.id ?? '', params.version ?? '')
        return found ? json(found) : refused('not-found')
      },
    }),
    route({
      method: 'POST',
      path: '/api/flow-try',
      summary: 'Play a flow in text, saved or not: what is said, what is waited for, where it leads. No call is made',
      right: 'configure',
      tag: 'configuration',
      body: tryBody,
      answer: z.looseObject({ lines: z.array(atNode), path: z.array(atNode) }),
      handle: async ({ body }) =>
        json(tryFlow({ ...body, flow: { ...body.flow, nodes: body.flow.nodes as FlowNode[] } })),
    }),
  ]
}
