// The palette's search: people that the asker may see, by name, pinyin or number.
import { z } from 'zod'
import { findPeople } from '../../records/find.ts'
import { may } from '../../rights/may.ts'
import { json, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const person = z.object({ id: z.string(), number: z.string(), name: z.string() })

export function findRoutes({ sql }: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/find',
      summary: 'Agents and customers by name, pinyin or number: at most eight of each',
      right: ['desk', 'monitor', 'configure'],
      tag: 'configuration',
      perMinute: 240,
      query: z.object({ q: z.string().trim().min(1).max(40) }),
      answer: z.object({ agents: z.array(person), customers: z.array(person) }),
      handle: async ({ query, who }) => {
        const agents = may(who, 'monitor') || may(who, 'desk')
        return json(await findPeople(sql, { text: query.q, agents, customers: may(who, 'configure') }))
      },
    }),
  ]
}
