// Voicemail: who left a message, its sound, and whether somebody has heard it.
import { z } from 'zod'
import { refused } from '../../records/record/outcome.ts'
import { type Columns, orderBy } from '../../records/store/order.ts'
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

const MESSAGE_COLUMNS = {
  ...{ at: 'at', from: 'from', queueName: { words: 'queue_name' }, durationMs: 'duration_ms', heardAt: 'heard_at' },
} as const satisfies Columns

const shared = { right: 'calls-all', tag: 'calls' } as const

export const messageRoutes = (services: Services): Route[] => [listing(services), ...one(services)]

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
    handle: async ({ query }) => {
      const { page, pageSize } = query
      const heard = query.heard === undefined ? sql`` : sql`and (m.heard_at is not null) = ${query.heard}`
      const queue = query.queueId ? sql`and m.queue_id = ${query.queueId}` : sql``
      const rows = await sql`select * from (
        select m.recording_id, m.call_id, m.at, coalesce(c.from_number, '') as from, coalesce(m.queue_id, '') as queue_id,
          coalesce(q.name, removed_name('queues', m.queue_id), '') as queue_name, coalesce(r.duration_ms, 0) as duration_ms,
          array(select file ->> 'format' from jsonb_array_elements(r.files) file) as formats,
          coalesce(m.heard_by, '') as heard_by, m.heard_at
        from messages m left join calls c on c.call_id = m.call_id left join queues q on q.id = m.queue_id
          left join recordings r on r.recording_id = m.recording_id
        where true ${heard} ${queue}) one
        order by ${orderBy(sql, MESSAGE_COLUMNS, query)} at desc limit ${pageSize} offset ${(page - 1) * pageSize}`
      const [count] = await sql`select count(*) as total from messages m where true ${heard} ${queue}`
      return json({ rows, total: count?.total ?? 0, page, pageSize })
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
        const [row] = await sql<{ callId: string }[]>`select call_id from messages where recording_id = ${id}`
        return row ? recording(services, request, id, row.callId) : refused('not-found')
      },
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/api/messages/:id/heard',
      summary: 'Mark a message as heard',
      body: z.unknown(),
      answer: z.object({ ok: z.boolean() }),
      handle: async ({ params, by }) => {
        const rows = await sql`update messages set heard_at = ${now()}, heard_by = ${by.account}
          where recording_id = ${params.id ?? ''} returning recording_id`
        return rows.length > 0 ? json({ ok: true }) : refused('not-found')
      },
    }),
  ]
}
