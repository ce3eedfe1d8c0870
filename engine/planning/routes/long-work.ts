// Long work of planning: how it stands, and cancelling it. A roster keeps the best that was found.
import { z } from 'zod'
import { json, jsonOf, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import { jobSchema } from './roster-schemas.ts'

export function planJobRoutes({ planJobs }: Services): Route[] {
  const read = { right: 'plan-view', scope: 'all', tag: 'planning' } as const
  return [
    route({
      ...read,
      method: 'GET',
      path: '/api/plan/jobs',
      summary: 'Long work under way and done, newest first',
      answer: z.array(jobSchema),
      handle: async () => json(await planJobs.list()),
    }),
    route({
      ...read,
      method: 'GET',
      path: '/api/plan/jobs/:id',
      summary: 'How one of it stands',
      answer: jobSchema,
      handle: async ({ params }) => jsonOf(await planJobs.find(params.id ?? '')),
    }),
    route({
      right: 'plan',
      tag: 'planning',
      method: 'POST',
      path: '/api/plan/jobs/:id/cancel',
      summary: 'Cancel it; a roster keeps the best found so far',
      answer: jobSchema,
      handle: async ({ params }) => jsonOf(await planJobs.cancel(params.id ?? '')),
    }),
  ]
}
