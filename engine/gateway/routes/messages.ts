// Voicemail: who left a message, its sound, and whether somebody has heard it.
import { z } from 'zod'
import { listMessages, MESSAGE_COLUMNS, markHeard, messagesFor, placeOfMessage } from '../../records/messages.ts'
import { refused } from '../../records/record/outcome.ts'
import { may, reachOf } from '../../rights/may.ts'
import { json, type Route, route } from '../http/route.ts'
import { flag, pageOf, paging, sorting } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'
import { recording } from './calls.ts'

const message = z.object({
  recordingId: z.string(),
  callId: z.string(),
  at: z.number(),
  from: z.string(),
  queueId: z.string(),
  queueName: z.string(),
  durationMs: z.number(),
  formats: z.array(z.enum(['wav', 'mp3'])),
  heardBy: z.string(),
  heardAt: z.number().nullable(),
})

const targetOf = ({ queueId }: { queueId: string }) => ({ agentIds: [], queueIds: [queueId] })

const shared = { right: 'calls-all', tag: 'calls' } as const

export const messageRoutes = (services: Services): Route[] => [listing(services), ...one(services), ...own(services)]

function listing({ sql }: Services): Route {
  return route({
    ...shared,
    method: 'GET',
    path: '/api/messages',
    summary: 'Messages callers left, newest first or by a column',
    query: z.object({
      ...{ heard: flag.optional(), queueId: z.string().max(64).optional() },
      ...sorting(MESSAGE_COLUMNS),
      ...paging,
    }),
    answer: pageOf(message),
    handle: async ({ query, who }) => {
      const { page, pageSize } = query
      return json({ ...(await listMessages(sql, query, reachOf(who, 'calls-all'))), page, pageSize })
    },
  })
}

function one(services: Services): Route[] {
  const { sql, now } = services
  return [
    route({
      ...shared,
      method: 'GET',
      path: '/api/messages/:id/sound',
      summary: 'The sound of a message; byte ranges allowed',
      query: z.object({ format: z.enum(['wav', 'mp3']).optional(), download: flag.optional() }),
      answer: 'audio/*',
      handle: async (request) => {
        const id = request.params.id ?? ''
        const found = await placeOfMessage(sql, id)
        if (!found) return refused('not-found')
        // whoever may hear all others may not hear this one
        if (found.agentId !== '' || !may(request.who, 'calls-all', targetOf(found))) return refused('not-allowed')
        return recording(services, request, id, found.callId)
      },
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/api/messages/:id/heard',
      summary: 'Mark a message as heard',
      body: z.unknown(),
      answer: z.object({ ok: z.boolean() }),
      handle: async ({ params, by, who }) => {
        const found = await placeOfMessage(sql, params.id ?? '')
        if (found && (found.agentId !== '' || !may(who, 'calls-all', targetOf(found)))) return refused('not-allowed')
        const known = await markHeard(sql, params.id ?? '', by.account, now())
        return known ? json({ ok: true }) : refused('not-found')
      },
    }),
  ]
}

const privateMessage = z.object({
  recordingId: z.string(),
  at: z.number(),
  from: z.string(),
  number: z.string(),
  durationMs: z.number(),
  formats: z.array(z.enum(['wav', 'mp3'])),
  heardAt: z.number().nullable(),
})

/** What colleagues left for an agent alone: nobody else hears it, whatever the role. */
function own(services: Services): Route[] {
  const { sql, now } = services
  const mine = { right: 'desk', tag: 'desk' } as const
  return [
    route({
      ...mine,
      ...{ method: 'GET', path: '/api/desk/messages', summary: 'Messages that colleagues left for this agent alone' },
      answer: z.array(privateMessage),
      handle: async ({ who }) => json(await messagesFor(sql, who.agentId ?? '')),
    }),
    route({
      ...mine,
      ...{
        method: 'GET',
        path: '/api/desk/messages/:id/sound',
        summary: 'The sound of such a message; hearing it marks it',
      },
      query: z.object({ format: z.enum(['wav', 'mp3']).optional(), download: flag.optional() }),
      answer: 'audio/*',
      handle: async (request) => {
        const id = request.params.id ?? ''
        const found = await placeOfMessage(sql, id)
        if (!found || found.agentId === '' || found.agentId !== request.who.agentId) return refused('not-found')
        await markHeard(sql, id, request.by.account, now())
        return recording(services, request, id, found.callId)
      },
    }),
  ]
}
