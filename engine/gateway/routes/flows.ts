// Earlier versions of a flow: every publication is kept, so each can be had back.
import { z } from 'zod'
import { flowVersion, versionsOfFlow } from '../../records/flow-versions.ts'
import { refused } from '../../records/record/outcome.ts'
import { json, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

export function flowRoutes({ sql }: Services): Route[] {
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
  ]
}
