// Earlier versions of a flow: every publication is kept, so each can be had back.
import { z } from 'zod'
import { refused } from '../../records/record/outcome.ts'
import { json, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const MOST_LISTED = 100

export function flowRoutes({ sql }: Services): Route[] {
  const shared = { method: 'GET', right: 'configure', tag: 'configuration' } as const
  return [
    route({
      ...shared,
      path: '/api/flows/:id/versions',
      summary: 'Versions of a flow, newest first, with who published them',
      answer: z.array(z.object({ version: z.number(), name: z.string(), savedAt: z.number(), account: z.string() })),
      async handle({ params }) {
        return json(
          await sql`
            select v.version, v.name, (extract(epoch from v.saved_at) * 1000)::float8 as saved_at,
              coalesce((
                select a.account from audit_log a
                where a.kind = 'flows' and a.record_id = v.flow_id and (a.after ->> 'version')::integer = v.version
                order by a.at desc limit 1), '') as account
            from flow_versions v where v.flow_id::text = ${params.id ?? ''}
            order by v.version desc limit ${MOST_LISTED}`,
        )
      },
    }),
    route({
      ...shared,
      path: '/api/flows/:id/versions/:version',
      summary: 'One version of a flow, whole',
      answer: z.looseObject({ version: z.number(), nodes: z.array(z.looseObject({ id: z.string() })) }),
      async handle({ params }) {
        const [found] = await sql`
          select version, name, lang, start_node_id, nodes from flow_versions
          where flow_id::text = ${params.id ?? ''} and version::text = ${params.version ?? ''}`
        return found ? json(found) : refused('not-found')
      },
    }),
  ]
}
