// Outbound routes: a number tried, without a call.
import { z } from 'zod'
import { json, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const answer = z.looseObject({
  verdict: z.enum(['out', 'blocked', 'inside', 'nowhere']),
  looked: z.array(z.object({ routeId: z.string(), name: z.string(), verdict: z.string() })),
  written: z.string(),
  trunks: z.array(z.object({ id: z.string(), name: z.string(), callerNumber: z.string(), down: z.boolean() })),
})

export const outboundRoutes = ({ tryNumber, now }: Services): Route[] => [
  route({
    method: 'POST',
    path: '/api/outbound-try',
    summary: 'What would come of dialling a number: the route, the digits and the trunks in order. No call is made',
    right: 'configure',
    tag: 'configuration',
    body: z.object({
      number: z.string().regex(/^[0-9*#+ -]{1,40}$/),
      by: z.string().regex(/^[0-9]{0,20}$/),
      at: z.int().min(0).optional(),
    }),
    answer,
    handle: async ({ body }) => json(await tryNumber({ ...body, at: body.at ?? now() })),
  }),
]
