// Files made for people: the call log and reports as CSV or Excel, in the background when they are large.
import { z } from 'zod'
import type { CallRow } from '../../protocol/api.ts'
import { callTable, countCalls } from '../../records/call-log/call-export.ts'
import { recordingsOf } from '../../records/call-log/recording-export.ts'
import { audit } from '../../records/record/audit.ts'
import { refused } from '../../records/record/outcome.ts'
import type { ExportAsk } from '../../records/table-files/exports.ts'
import { mayFetch, partOf, reachOfPart } from '../../records/table-files/reach.ts'
import { FILE_TYPES } from '../../records/table-files/table.ts'
import { may, reachOf } from '../../rights/may.ts'
import { json, jsonOf, type Request, type Route, route } from '../http/route.ts'
import { exportSchema } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'
import { reportTable } from '../report-table.ts'
import type { Remake } from '../shared-exports.ts'
import { callQuery, callReach } from './calls.ts'
import { reportInfo, runReport } from './reports.ts'

const asked = { format: z.enum(['csv', 'xlsx']).default('xlsx'), lang: z.enum(['zh', 'en']).optional() }
const tag = 'exports'
type Lang = 'zh' | 'en'

export const exportRoutes = (services: Services): Route[] => [
  callExport(services),
  callsAtOnce(services, 'csv'),
  callsAtOnce(services, 'xlsx'),
  recordingExport(services),
  reportExport(services),
  ...own(services),
]

/** What is in a file that another gateway left undone. */
export const remakeOf =
  (services: Services): Remake =>
  async ({ kind, format, lang, name = '', query, part }) => {
    const reach = reachOfPart(part)
    const { timeZone } = services.settings
    if (kind === 'calls') {
      const ask = { query: callQuery.parse(query), reach, lang, timeZone }
      return { format, table: callTable(services.sql, ask) }
    }
    const result = await runReport(services, name, query, reach, lang)
    return result.ok ? { format, table: reportTable(result.value, lang, timeZone) } : undefined
  }

/** `2026-11-29` of the centre, for a file's name */
const dateOf = (at: number, timeZone: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)

function callExport(services: Services): Route {
  return route({
    method: 'POST',
    path: '/api/exports/calls',
    summary: 'A search of the call log as a file; the answer is the work, which may go on in the background',
    right: ['calls-all', 'calls-own'],
    tag,
    query: callQuery.extend(asked),
    answer: exportSchema,
    handle: async (request) => jsonOf(await callFile(services, request, request.query)),
  })
}

type CallAsked = z.output<typeof callQuery> & { format: 'csv' | 'xlsx'; lang?: Lang | undefined }

async function callFile(
  services: Services,
  request: Request<{ mine?: boolean | undefined }>,
  { format, lang: given, ...query }: CallAsked,
) {
  const { sql, settings, exports, now, newId } = services
  const lang = given ?? request.session?.lang ?? 'zh'
  const reach = callReach(request)
  const ask = { query, reach, lang, timeZone: settings.timeZone }
  const total = await countCalls(sql, ask)
  const name = { zh: '通话记录', en: 'calls' }[lang]
  return started(
    services,
    request,
    'calls',
    request.query,
    {
      ...{ id: newId(), accountId: request.by.accountId, total },
      needs: { right: 'calls', ...partOf(reach) },
      title: { zh: '通话记录', en: 'Call log' },
      fileName: `${name}-${dateOf(query.from ?? now(), settings.timeZone)}.${format}`,
      content: { format, table: callTable(sql, ask) },
      recipe: { kind: 'calls', format, lang, query, ...partOf(reach) },
    },
    exports,
  )
}

/** a program that asks once and waits, less than the ten seconds after which uWebSockets.js gives up on an answer */
const WAIT_MS = 8_000
const LOOK_MS = 100

function callsAtOnce(services: Services, format: 'csv' | 'xlsx'): Route {
  return route({
    method: 'GET',
    path: `/api/calls.${format}`,
    summary: `A search of the call log as ${format.toUpperCase()} in one answer, for programs; more than some seconds of work is refused`,
    right: ['calls-all', 'calls-own'],
    tag,
    query: callQuery.extend({ lang: asked.lang }),
    answer: 'application/octet-stream',
    handle: async (request) => {
      const begun = await callFile(services, request, { ...request.query, format })
      if (!begun.ok) return begun
      const { id, fileName } = begun.value
      const { accountId } = request.by
      for (let waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
        const file = await services.exports.file(id, accountId)
        if (file.ok) {
          return { ok: true, value: { type: 'file', path: file.value.path, contentType: FILE_TYPES[format], fileName } }
        }
        const job = await services.exports.find(id, accountId)
        if (!job.ok || !['waiting', 'running'].includes(job.value.state)) break
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
      return refused('overloaded')
    },
  })
}

/** REC-08: the recordings of a search, as far as who asks may hear them. */
function recordingExport(services: Services): Route {
  const { sql, settings, storage, now, newId, exports } = services
  return route({
    method: 'POST',
    path: '/api/exports/recordings',
    summary: 'The recordings of a search of the call log as a ZIP, made in the background',
    right: 'recordings',
    tag,
    query: callQuery.extend({ sound: z.enum(['mp3', 'wav']).default('mp3'), lang: asked.lang }),
    answer: exportSchema,
    handle: async (request) => {
      const { sound, lang: given, ...search } = request.query
      const lang = given ?? request.session?.lang ?? 'zh'
      const reach = callReach(request)
      const query = { ...search, hasRecording: true }
      const ask = { query, reach, lang, timeZone: settings.timeZone }
      const mayHear = ({ agentIds, queueIds }: Pick<CallRow, 'agentIds' | 'queueIds'>) =>
        may(request.who, 'recordings', { agentIds, queueIds })
      const name = { zh: '录音', en: 'recordings' }[lang]
      const job = await started(
        services,
        request,
        'recordings',
        request.query,
        {
          ...{ id: newId(), accountId: request.by.accountId, total: await countCalls(sql, ask) },
          needs: { right: 'calls', ...partOf(reach) },
          title: { zh: '录音', en: 'Recordings' },
          fileName: `${name}-${dateOf(query.from ?? now(), settings.timeZone)}.zip`,
          content: {
            format: 'zip',
            files: recordingsOf(sql, storage, { ...ask, sound, mayHear }),
            missing: (names) => `${MISSING[lang]}\r\n${names.join('\r\n')}\r\n`,
          },
        },
        exports,
      )
      return jsonOf(job)
    },
  })
}

const MISSING = { zh: '以下录音的文件已不存在：', en: 'The files of these recordings are gone:' }

function reportExport(services: Services): Route {
  const { settings, exports, newId } = services
  return route({
    method: 'POST',
    path: '/api/exports/reports/:name',
    summary: 'A report as a file; its parameters are the query',
    right: 'reports',
    tag,
    query: z.looseObject({ ...asked, format: z.enum(['csv', 'xlsx', 'pdf']).default('xlsx') }),
    answer: exportSchema,
    handle: async ({ params, query, session, by, who }) => {
      const { format, lang: given, ...parameters } = query
      const lang = given ?? session?.lang ?? 'zh'
      const name = params.name ?? ''
      const info = await reportInfo(services, name)
      const result = await runReport(services, name, parameters, reachOf(who, 'reports'), lang)
      if (!result.ok) return result
      if (!info) return refused('not-found')
      const job = await started(
        services,
        { by, who },
        'reports',
        query,
        {
          ...{ id: newId(), accountId: by.accountId, total: result.value.rows.length, title: info.label },
          needs: { right: 'reports', ...partOf(reachOf(who, 'reports')) },
          fileName: `${info.label[lang]}-${dateOf(result.value.asOf, settings.timeZone)}.${format}`,
          content: {
            format,
            table: { ...reportTable(result.value, lang, settings.timeZone), title: info.label[lang] },
          },
          recipe: { kind: 'reports', format, lang, name, query: parameters, ...partOf(reachOf(who, 'reports')) },
        },
        exports,
      )
      return jsonOf(job)
    },
  })
}

async function started(
  { sql }: Services,
  { by, who }: Pick<Request, 'by' | 'who'>,
  kind: 'calls' | 'reports' | 'recordings',
  query: unknown,
  ask: ExportAsk,
  exports: Services['exports'],
) {
  if (!may(who, 'export')) return refused('not-allowed')
  const job = await exports.start(ask)
  if (job.ok) await audit(sql, by, { action: 'export', kind, recordId: '', after: query })
  return job
}

/** The maker's own: nobody else's are even there. */
function own({ exports }: Services): Route[] {
  const shared = { right: ['calls-all', 'calls-own', 'reports', 'business-export'] as Route['right'], tag } as const
  return [
    route({
      ...shared,
      method: 'GET',
      path: '/api/exports',
      summary: 'Files one has asked for, newest first',
      answer: z.array(exportSchema),
      handle: async ({ by }) => json(await exports.list(by.accountId)),
    }),
    route({
      ...shared,
      method: 'GET',
      path: '/api/exports/:id',
      summary: 'How one of them stands',
      answer: exportSchema,
      handle: async ({ params, by }) => jsonOf(await exports.find(params.id ?? '', by.accountId)),
    }),
    route({
      ...shared,
      method: 'POST',
      path: '/api/exports/:id/cancel',
      summary: 'Stop making it',
      answer: exportSchema,
      handle: async ({ params, by }) => jsonOf(await exports.cancel(params.id ?? '', by.accountId)),
    }),
    route({
      ...shared,
      method: 'GET',
      path: '/api/exports/:id/file',
      summary: 'The file, for an hour after it was made',
      answer: 'application/octet-stream',
      handle: async ({ params, by, who }) => {
        const found = await exports.file(params.id ?? '', by.accountId)
        if (!found.ok) return found
        const { path, job, needs } = found.value
        if (!mayFetch(who, needs)) return refused('not-allowed')
        return { ok: true, value: { type: 'file', path, contentType: FILE_TYPES[job.format], fileName: job.fileName } }
      },
    }),
  ]
}
