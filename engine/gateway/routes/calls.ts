// The call log and recordings. Who may see own calls only gets own calls, and every look at a recording is logged.
import { z } from 'zod'
import {
  CALL_COLUMNS,
  callDetail,
  concernsOf,
  recordingFile,
  searchCalls,
  takeFlags,
} from '../../records/call-log/call-log.ts'
import { audit } from '../../records/record/audit.ts'
import { type Outcome, refused } from '../../records/record/outcome.ts'
import { either, may, ownReach, type Reach, reachOf } from '../../rights/may.ts'
import { json, type Reply, type Request, type Route, route } from '../http/route.ts'
import {
  callDetailSchema,
  callOutcome,
  callRowSchema,
  flag,
  hungUpBy,
  pageOf,
  paging,
  sorting,
  when,
} from '../http/schemas.ts'
import type { Services } from '../http/services.ts'

export const callQuery = z.object({
  from: when.optional(),
  to: when.optional(),
  number: z.string().max(40).optional(),
  agentId: z.string().max(64).optional(),
  queueId: z.string().max(64).optional(),
  outcome: callOutcome.optional(),
  hungUpBy: hungUpBy.optional(),
  direction: z.enum(['in', 'out', 'internal']).optional(),
  hasRecording: flag.optional(),
  dispositionId: z.string().max(64).optional(),
  flagged: flag.optional(),
  mine: flag.optional(),
  ...sorting(CALL_COLUMNS),
  ...paging,
})

const format = z.enum(['wav', 'mp3'])
export const SOUND_TYPES = { wav: 'audio/wav', mp3: 'audio/mpeg' } as const

/** Which calls: all that this person may see, or the own ones. */
export const callReach = ({ who, query }: Request<{ mine?: boolean | undefined }>): Reach | undefined => {
  const own = reachOf(who, 'calls-own') ?? ownReach(who.agentId)
  return query.mine ? own : either(reachOf(who, 'calls-all'), own)
}

export function callRoutes(services: Services): Route[] {
  const { sql } = services
  const right = ['calls-all', 'calls-own'] as Route['right']
  const tag = 'calls'
  return [
    route({
      method: 'GET',
      path: '/api/calls',
      summary: 'Search the call log, newest first or by a column',
      right,
      tag,
      query: callQuery,
      answer: pageOf(callRowSchema),
      handle: async (request) => json(await searchCalls(sql, request.query, callReach(request))),
    }),
    route({
      method: 'GET',
      path: '/api/calls/:id',
      summary: 'One call with its journey',
      right,
      tag,
      answer: callDetailSchema,
      handle: async ({ params, who }) => {
        const call = await callDetail(sql, params.id ?? '')
        if (!call) return refused('not-found')
        const target = concernsOf(call)
        if (!may(who, 'calls-all', target) && !may(who, 'calls-own', target)) return refused('not-allowed')
        // an agent must not learn that it was listened to
        const { watches, ...rest } = call
        return json(watches && may(who, 'supervise', target) ? { ...rest, watches } : rest)
      },
    }),
    route({
      method: 'DELETE',
      path: '/api/calls/:id/flags',
      summary: 'Nothing is left to come back to: the marks of one call go',
      right,
      tag,
      answer: z.boolean(),
      handle: async ({ params, who, by }) => {
        const call = await callDetail(sql, params.id ?? '')
        if (!call) return refused('not-found')
        const target = concernsOf(call)
        if (!may(who, 'calls-all', target) && !may(who, 'calls-own', target)) return refused('not-allowed')
        await takeFlags(sql, call.callId)
        await audit(sql, by, { action: 'unflag', kind: 'calls', recordId: call.callId, before: { flags: call.flags } })
        return json(call.flags.length > 0)
      },
    }),
    route({
      method: 'GET',
      path: '/api/calls/:id/recording',
      summary: 'The recording of a call; byte ranges allowed',
      right: 'recordings',
      tag,
      query: z.object({ format: format.optional(), download: flag.optional() }),
      answer: 'audio/*',
      handle: async (request) => {
        const call = await callDetail(sql, request.params.id ?? '')
        if (!call?.recording) return refused('not-found')
        if (!may(request.who, 'recordings', { agentIds: call.agentIds, queueIds: call.queueIds }))
          return refused('not-allowed')
        return recording(services, request, call.recording.id, call.callId)
      },
    }),
  ]
}

/** A player asks for one recording in many pieces: the first piece is the look that is logged. */
export async function recording(
  { sql, storage }: Services,
  request: Request<{ format?: 'wav' | 'mp3' | undefined; download?: boolean | undefined }>,
  recordingId: string,
  callId: string,
): Promise<Outcome<Reply>> {
  const file = await recordingFile(sql, recordingId, request.query.format)
  if (!file) return refused('not-found')
  const path = await storage.local(`recordings/${file.path}`)
  if (path === undefined) return refused('not-found')
  const { download } = request.query
  if (download && !may(request.who, 'export')) return refused('not-allowed')
  if (request.headers.range === '' || request.headers.range.startsWith('bytes=0-')) {
    const action = download ? 'download' : 'listen'
    await audit(sql, request.by, { action, kind: 'recordings', recordId: recordingId, title: callId })
  }
  const name = download ? { fileName: `${callId}.${file.format}` } : {}
  return { ok: true, value: { type: 'file', path, contentType: SOUND_TYPES[file.format], ...name } }
}
