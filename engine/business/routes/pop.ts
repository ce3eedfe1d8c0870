// Routes of the screen pop: the card by a number, what was typed and not saved, the customer's calls, who may be given work.
import { z } from 'zod'
import { json, type Request, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import { numberKey } from '../../numbers/number-key.ts'
import { refused } from '../../records/record/outcome.ts'
import type { BusinessKind } from '../record/kind.ts'
import { outsideCustomers } from '../record/outside-customer.ts'
import { callsOf, keepDraft, peopleOf, popOf } from '../record/pop.ts'
import { actorOf, names, recordSchema, tag } from './schemas.ts'

export function popRoutes(services: Services): Route[] {
  const kind = services.business.get('customers')
  return kind
    ? [
        popRoute(services, kind),
        outsideRoute(services, kind),
        draftRoute(services),
        callsRoute(services, kind),
        peopleRoute(services),
      ]
    : []
}

/** The call that this agent is in or owes a word on. */
export function callNow({ agent }: Services, { who }: Pick<Request, 'who'>) {
  const me = who.agentId === undefined ? undefined : agent(who.agentId)
  if (me?.call) return { callId: me.call.callId, number: me.call.card.number }
  return me?.owes ? { callId: me.owes.callId, number: me.owes.number } : undefined
}

function popRoute(services: Services, kind: BusinessKind): Route {
  return route({
    method: 'GET',
    path: '/api/pop',
    summary:
      'Customers with this number; who serves a call with it sees them from then on, with what was typed and not saved',
    right: kind.right,
    tag,
    query: z.object({ number: z.string().max(40), callId: z.string().max(64).default('') }),
    answer: z.object({
      customers: z.array(recordSchema),
      names,
      draft: z.record(z.string(), z.json()).exactOptional(),
    }),
    handle: async (request) => {
      const { number, callId } = request.query
      const now = callNow(services, request)
      const serving =
        now !== undefined && numberKey(now.number) === numberKey(number) && (callId === '' || now.callId === callId)
      return json(await popOf(services.sql, services.business, kind, { number, callId, serving }, actorOf(request)))
    },
  })
}

/** Only of whoever is on the line: no way to ask for numbers at will. */
function outsideRoute(services: Services, kind: BusinessKind): Route {
  const ask = outsideCustomers(services.sql, services.askOutside, services.now)
  return route({
    method: 'GET',
    path: '/api/pop-outside/:id',
    summary: 'Whoever is on the line of this call, as customer systems of others know them',
    right: kind.right,
    tag,
    answer: z.object({
      source: z.string().exactOptional(),
      values: z.record(z.string(), z.json()),
      failed: z.array(z.string()),
    }),
    handle: async (request) => {
      const now = callNow(services, request)
      if (now === undefined || now.callId !== request.params.id) return refused('not-found')
      return json(await ask(kind, now.number, now.callId))
    },
  })
}

const DRAFT_BYTES = 100_000

function draftRoute(services: Services): Route {
  return route({
    method: 'PUT',
    path: '/api/pop-draft/:id',
    summary: 'What is typed on a call and not saved goes where the call goes; null forgets it',
    right: 'customers',
    tag,
    body: z.object({ values: z.record(z.string().max(40), z.json()).nullable() }),
    answer: z.object({ kept: z.boolean() }),
    handle: async (request) => {
      const callId = request.params.id ?? ''
      if (callNow(services, request)?.callId !== callId) return refused('not-found')
      const { values } = request.body
      if (JSON.stringify(values).length > DRAFT_BYTES) return refused('bad-input')
      await keepDraft(services.sql, callId, values, actorOf(request))
      return json({ kept: values !== null })
    },
  })
}

function callsRoute({ sql }: Services, kind: BusinessKind): Route {
  return route({
    method: 'GET',
    path: '/api/business-calls/:id',
    summary: 'Calls with any number of a customer, newest first',
    right: kind.right,
    tag,
    answer: z.array(z.looseObject({ callId: z.string() })),
    handle: async (request) => {
      const calls = await callsOf(sql, kind, request.params.id ?? '', actorOf(request))
      return calls ? json(calls) : refused('not-found')
    },
  })
}

const named = z.array(z.object({ id: z.string(), name: z.string() }))
const person = z.object({ id: z.string(), name: z.string(), number: z.string() })

/** Whom work can be given to. */
function peopleRoute({ sql, business }: Services): Route {
  return route({
    method: 'GET',
    path: '/api/business-people',
    summary: 'Agents and departments that a record can be given to',
    right: [...new Set([...business.values()].map(({ right }) => right))],
    tag,
    answer: z.object({ agents: z.array(person), departments: named, queues: named, dispositions: named }),
    handle: async () => json(await peopleOf(sql)),
  })
}
