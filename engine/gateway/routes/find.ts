// The palette's search: people that the asker may see, by name, pinyin or number.
import { z } from 'zod'
import { listBusiness } from '../../business/record/list.ts'
import { type Phone, phonesIn } from '../../business/record/search.ts'
import { findAgents, type Person } from '../../records/find.ts'
import { may } from '../../rights/may.ts'
import { json, type Request, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const person = z.object({ id: z.string(), number: z.string(), name: z.string() })
const MOST = 8

export function findRoutes(services: Services): Route[] {
  return [
    route({
      method: 'GET',
      path: '/api/find',
      summary: 'Agents and customers by name, pinyin or number: at most eight of each',
      right: ['desk', 'monitor', 'configure', 'customers'],
      tag: 'configuration',
      perMinute: 240,
      query: z.object({ q: z.string().trim().min(1).max(40) }),
      answer: z.object({ agents: z.array(person), customers: z.array(person) }),
      handle: async (request) => {
        const { query, who } = request
        const agents = may(who, 'monitor') || may(who, 'desk') ? await findAgents(services.sql, query.q) : []
        return json({ agents, customers: await customersOf(services, query.q, request) })
      },
    }),
  ]
}

async function customersOf({ sql, business }: Services, search: string, { who, by }: Request): Promise<Person[]> {
  const kind = business.get('customers')
  if (!kind || !may(who, kind.right)) return []
  const { rows } = await listBusiness(sql, business, kind, { search, size: MOST }, { who, by })
  const firstOf = (phones: Phone[]): string => phones[0]?.number ?? ''
  return rows.map(({ id, name, phones }) => ({ id, name: String(name ?? ''), number: firstOf(phonesIn(phones)) }))
}
