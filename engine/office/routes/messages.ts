// Messages between people, and to everybody by who may announce.
import { z } from 'zod'
import { json, jsonOf, type Request, type Route, route } from '../../gateway/http/route.ts'
import type { Services } from '../../gateway/http/services.ts'
import { audit } from '../../records/record/audit.ts'
import { may } from '../../rights/may.ts'
import { addressesOf, markRead, messagesOf, type Person, sendMessage, threadsOf } from '../messages.ts'

const shared = { right: 'signed-in', tag: 'office' } as const
const message = z.object({
  ...{ id: z.number(), thread: z.string(), fromId: z.string(), fromName: z.string(), body: z.string(), at: z.number() },
})
const kind = z.enum(['person', 'group', 'department', 'all'])
const thread = z.object({
  ...{ thread: z.string(), kind, id: z.string(), name: z.string(), unread: z.number() },
  last: message.exactOptional(),
})
const address = z.object({ kind, id: z.string(), name: z.string(), account: z.string().exactOptional() })
const to = z.strictObject({ kind, id: z.string().max(64).default('') })

const personOf = ({ by, session, who }: Pick<Request, 'by' | 'session' | 'who'>): Person => ({
  accountId: by.accountId,
  name: session?.name ?? by.account,
  mayAnnounce: may(who, 'announce'),
})

export const staffMessageRoutes = (services: Services): Route[] => [...reading(services), ...writing(services)]

function reading({ sql }: Services): Route[] {
  return [
    route({
      ...shared,
      ...{ method: 'GET', path: '/api/staff-threads', summary: 'One’s conversations, the newest first' },
      answer: z.array(thread),
      handle: async (request) => json(await threadsOf(sql, personOf(request))),
    }),
    route({
      ...shared,
      ...{ method: 'GET', path: '/api/staff-addresses', summary: 'To whom one may write' },
      answer: z.array(address),
      handle: async (request) => json(await addressesOf(sql, personOf(request))),
    }),
    route({
      ...shared,
      ...{ method: 'GET', path: '/api/staff-messages', summary: 'The last words of a conversation, 50 at a time' },
      query: z.object({ thread: z.string().min(1).max(200), before: z.coerce.number().int().optional() }),
      answer: z.array(message),
      handle: async (request) =>
        jsonOf(await messagesOf(sql, personOf(request), request.query.thread, request.query.before)),
    }),
  ]
}

function writing({ sql, now, word }: Services): Route[] {
  return [
    route({
      ...shared,
      ...{ method: 'POST', path: '/api/staff-messages', summary: 'Write to a person, a group, a department or all' },
      perMinute: 600,
      body: z.strictObject({ to, body: z.string().trim().min(1).max(2_000) }),
      answer: message,
      handle: async (request) => {
        const { to: whom, body } = request.body
        const sent = await sendMessage(sql, personOf(request), whom, body, now())
        if (!sent.ok) return sent
        const { message: said, to: members } = sent.value
        word({ to: members, about: 'messages', data: said })
        if (whom.kind === 'all')
          await audit(sql, request.by, {
            ...{ action: 'create', kind: 'staff-messages', recordId: String(said.id), after: { body } },
          })
        return json(said)
      },
    }),
    route({
      ...shared,
      ...{ method: 'POST', path: '/api/staff-messages/read', summary: 'One has read a conversation up to here' },
      body: z.strictObject({ thread: z.string().min(1).max(200), lastId: z.number().int() }),
      answer: z.boolean(),
      handle: async ({ by, body }) => {
        await markRead(sql, by.accountId, body.thread, body.lastId)
        return json(true)
      },
    }),
  ]
}
