// Whom an agent reaches: its address book, favourite colleagues, forwards, a colleague's ringing call, a parked one.
import { z } from 'zod'
import type { AgentCommand } from '../../protocol/agent.ts'
import { flowsToSendTo } from '../../records/agent-choices.ts'
import {
  addContact,
  changeContact,
  contactsOf,
  favouritesOf,
  forwardOf,
  removeContact,
  setFavourite,
  setForward,
} from '../../records/own-numbers.ts'
import { refused } from '../../records/record/outcome.ts'
import { fetchParked } from '../fetch-parked.ts'
import { askActor } from '../http/ask.ts'
import { json, type Route, route } from '../http/route.ts'
import type { Services } from '../http/services.ts'

const number = z.string().regex(/^[0-9*#+]{1,32}$/)
const target = z.union([number, z.literal('')])
const time = z.union([z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/), z.literal('')])
const contactBody = z.object({ name: z.string().trim().min(1).max(50), number, favourite: z.boolean() })
const contact = contactBody.extend({ id: z.string(), shared: z.boolean() })
const forward = z.object({ always: target, noAnswer: target, busy: target, from: time, to: time })
const ok = z.object({ ok: z.boolean() })
const shared = { right: 'desk', tag: 'desk' } as const

export const deskPeopleRoutes = (services: Services): Route[] => [
  ...contacts(services),
  ...favourites(services),
  ...forwards(services),
  pickUp(services),
  retrieve(services),
  answers(services),
  flows(services),
]

function contacts({ sql, newId }: Services): Route[] {
  const path = '/api/desk/contacts'
  return [
    route({
      ...shared,
      ...{ method: 'GET', path, summary: 'The own address book, and the numbers the company shares' },
      answer: z.array(contact),
      handle: async ({ who }) => json(await contactsOf(sql, who.agentId ?? '')),
    }),
    route({
      ...shared,
      ...{ method: 'POST', path, summary: 'A new number in the own address book' },
      body: contactBody,
      answer: contact,
      handle: async ({ who, body }) => {
        const made = await addContact(sql, who.agentId ?? '', newId(), body)
        return made ? json(made) : refused('overloaded')
      },
    }),
    route({
      ...shared,
      ...{ method: 'PUT', path: `${path}/:id`, summary: 'Change a number of the own address book' },
      body: contactBody,
      answer: contact,
      handle: async ({ who, body, params }) => {
        const changed = await changeContact(sql, who.agentId ?? '', params.id ?? '', body)
        return changed ? json(changed) : refused('not-found')
      },
    }),
    route({
      ...shared,
      ...{ method: 'DELETE', path: `${path}/:id`, summary: 'Take a number out of the own address book' },
      answer: ok,
      handle: async ({ who, params }) =>
        (await removeContact(sql, who.agentId ?? '', params.id ?? '')) ? json({ ok: true }) : refused('not-found'),
    }),
  ]
}

function answers({ sql }: Services): Route {
  return route({
    ...shared,
    ...{ method: 'GET', path: '/api/desk/answers', summary: 'Recorded answers that a caller can be sent to' },
    answer: z.array(z.object({ id: z.string(), name: z.string(), promptId: z.string() })),
    handle: async () =>
      json([
        ...(await sql<{ id: string; name: string; promptId: string }[]>`
          select id, name, prompt_id from standard_answers where enabled order by place, name`),
      ]),
  })
}

/** What takes a caller on by itself; an identity check gives the caller back and is begun otherwise. */
function flows({ sql }: Services): Route {
  return route({
    ...shared,
    ...{ method: 'GET', path: '/api/desk/flows', summary: 'Call flows that a caller can be sent to' },
    answer: z.array(z.object({ id: z.string(), name: z.string() })),
    handle: async () => json(await flowsToSendTo(sql)),
  })
}

function favourites({ sql }: Services): Route[] {
  const path = '/api/desk/favourites'
  return [
    route({
      ...shared,
      ...{ method: 'GET', path, summary: 'Colleagues one passes calls to most' },
      answer: z.array(z.string()),
      handle: async ({ who }) => json(await favouritesOf(sql, who.agentId ?? '')),
    }),
    route({
      ...shared,
      ...{ method: 'PUT', path: `${path}/:id`, summary: 'A colleague is a favourite, or no more' },
      body: z.object({ on: z.boolean() }),
      answer: z.array(z.string()),
      handle: async ({ who, params, body }) => {
        await setFavourite(sql, who.agentId ?? '', params.id ?? '', body.on)
        return json(await favouritesOf(sql, who.agentId ?? ''))
      },
    }),
  ]
}

function forwards({ sql, records, kinds }: Services): Route[] {
  const path = '/api/desk/forward'
  return [
    route({
      ...shared,
      ...{ method: 'GET', path, summary: 'Where calls to the own number go instead' },
      answer: forward,
      handle: async ({ who }) => {
        const now = await forwardOf(sql, who.agentId ?? '')
        return now ? json(now) : refused('agent-unknown')
      },
    }),
    route({
      ...shared,
      ...{ method: 'PUT', path, summary: 'Forward calls to the own number, or no more' },
      body: forward,
      answer: forward,
      handle: async ({ who, body, by }) => {
        const kind = kinds.get('agents')
        if (!kind) return refused('unavailable')
        const changed = await setForward(sql, { records, kind }, who.agentId ?? '', body, by)
        return changed.ok ? json(body) : changed
      },
    }),
  ]
}

/** 代接: the colleague's actor sends the call here, so the answer is only that it was asked. */
function pickUp(services: Services): Route {
  return route({
    ...shared,
    ...{ method: 'POST', path: '/api/desk/pick-up', summary: 'Take the call that rings at a colleague' },
    body: z.object({ agentId: z.string().min(1).max(64) }),
    answer: ok,
    handle: async ({ who, body, session }) => {
      const own = services.agent(who.agentId ?? '')
      if (!own || own.mode === 'signed-out') return refused('agent-signed-out')
      if (!own.available && !own.weighs) return refused(own.mode === 'ready' ? 'no-phone' : 'agent-busy')
      const command: AgentCommand = { type: 'pick-up', by: own.agentId }
      const envelope = { id: services.newId(), cause: `api.${session?.account ?? ''}`, command }
      const asked = await askActor(services.bus, { kind: 'agent', id: body.agentId }, envelope)
      return asked.ok ? json({ ok: true }) : asked
    },
  })
}

function retrieve(services: Services): Route {
  return route({
    ...shared,
    ...{ method: 'POST', path: '/api/desk/retrieve', summary: 'Fetch the call that is parked' },
    body: z.object({ callId: z.string().min(1).max(64) }),
    answer: ok,
    handle: async (request) => {
      const fetched = await fetchParked(services, request, request.body.callId)
      return fetched.ok ? json({ ok: true }) : fetched
    },
  })
}
