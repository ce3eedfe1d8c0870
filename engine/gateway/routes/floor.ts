// Whom and what a supervisor watches: the part of the centre that its right reaches.
import { z } from 'zod'
import { floorOf } from '../../records/floor.ts'
import { reachOf } from '../../rights/may.ts'
import { json, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const answer = z.object({
  agents: z.array(
    z.object({
      ...{ agentId: z.string(), department: z.string(), group: z.string() },
      position: z.enum(['ordinary', 'lead']),
    }),
  ),
  queueIds: z.array(z.string()),
})

export const floorRoutes = ({ sql }: Services): Route[] => [
  route({
    ...{ method: 'GET', path: '/api/floor', right: 'monitor', tag: 'supervise', answer },
    summary: 'The agents that one may watch, with department and group, and the queues',
    handle: async ({ who }) => json(await floorOf(sql, reachOf(who, 'monitor'))),
  }),
]
