// Reports are the analytics role's; the gateway asks it and puts names where the report has ids.
import { z } from 'zod'
import { subjects } from '../../protocol/actors.ts'
import type { Lang } from '../../protocol/company.ts'
import type { NamedKind, ReportBefore, ReportCalls, ReportInfo, ReportResult } from '../../protocol/reports.ts'
import { callsByIds } from '../../records/call-log/call-log.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import { reportNames } from '../../records/report-names.ts'
import type { Queries } from '../../records/store/postgres.ts'
import { partOf } from '../../records/table-files/reach.ts'
import { either, type Reach, reachOf, within } from '../../rights/may.ts'
import { askFor } from '../http/ask.ts'
import { jsonOf, type Request, type Route, route } from '../http/route.ts'
import { callRowSchema } from '../http/schemas.ts'
import type { Services } from '../http/services.ts'
import { OWN_REPORTS } from '../own-reports/all.ts'
import { runOwn } from '../own-reports/own.ts'

const LIST_MS = 3_000
const RUN_MS = 30_000

const column = z.looseObject({ name: z.string() })

export function reportRoutes(services: Services): Route[] {
  const { bus } = services
  const shared = { method: 'GET', right: 'reports', tag: 'reports' } as const
  return [
    route({
      ...shared,
      path: '/api/reports',
      summary: 'The reports there are, with parameters and columns',
      answer: z.array(z.looseObject({ name: z.string(), columns: z.array(column) })),
      handle: async () => jsonOf(await listed(bus)),
    }),
    route({
      ...shared,
      path: '/api/reports/:name',
      summary: 'Run a report; its parameters are the query',
      query: z.looseObject({ before: BEFORE.optional() }),
      answer: z.looseObject({ report: z.string(), columns: z.array(column), rows: z.array(z.looseObject({})) }),
      handle: async ({ params, query, session, who }) =>
        jsonOf(await runReport(services, params.name ?? '', query, reachOf(who, 'reports'), session?.lang)),
    }),
    route({
      ...shared,
      path: '/api/reports/:name/calls',
      summary:
        'The calls behind a number: its column, the keys of its row as JSON (absent: of all), and the parameters',
      query: z.looseObject({ column: z.string().max(64), row: ROW.optional() }),
      answer: z.object({ rows: z.array(callRowSchema), total: z.number() }),
      handle: async (request) => jsonOf(await callsBehind(services, request)),
    }),
  ]
}

/** Those of the ledger, and those of the database. */
async function listed(bus: Services['bus']): Promise<Outcome<ReportInfo[]>> {
  const list = await askFor(bus, subjects.report, { type: 'list' }, LIST_MS)
  const own = [...OWN_REPORTS.values()].map(({ info }) => info)
  return list.ok ? done([...(list.value as ReportInfo[]), ...own]) : list
}

const BEFORE = z.enum(['day', 'week', 'month', 'year'])
const ROW = z
  .string()
  .max(2_000)
  .transform((text, context) => {
    try {
      return z.record(z.string(), z.union([z.string(), z.number()])).parse(JSON.parse(text))
    } catch {
      context.addIssue('a JSON object of texts and numbers')
      return z.NEVER
    }
  })

/** Of them those in the call log that the asker may see there; how many there are is counted all the same. */
async function callsBehind(
  services: Services,
  { params, query, who }: Request<{ column: string; row?: Record<string, string | number> | undefined }>,
): Promise<Outcome<ReportCalls>> {
  const { column, row = {}, ...rest } = query
  const report = params.name ?? ''
  const parameters = await typed(services, report, rest)
  const ask = { type: 'calls', report, parameters, cell: { column, row }, ...partOf(reachOf(who, 'reports')) }
  const outcome = await askFor(services.bus, subjects.report, ask, RUN_MS)
  if (!outcome.ok) return outcome
  const { callIds, total } = outcome.value as { callIds: string[]; total: number }
  const reach = either(reachOf(who, 'calls-all'), reachOf(who, 'calls-own'))
  return done({ rows: await callsByIds(services.sql, callIds, reach), total })
}

export async function runReport(
  services: Services,
  report: string,
  query: Record<string, unknown>,
  reach: Reach | undefined,
  lang: Lang = 'zh',
): Promise<Outcome<ReportResult>> {
  const { before, ...rest } = query
  const parameters = await typed(services, report, rest)
  const own = OWN_REPORTS.get(report)
  if (own) {
    const ran = await runOwn(own, services, parameters, reach)
    return ran.ok ? done(await named(services, ran.value, lang)) : ran
  }
  const compared = BEFORE.safeParse(before)
  const beside: { before?: ReportBefore } = compared.success ? { before: compared.data } : {}
  const ask = { type: 'run', report, parameters, ...beside, ...partOf(reach) }
  const outcome = await askFor(services.bus, subjects.report, ask, RUN_MS)
  if (!outcome.ok) return outcome
  return done(await named(services, seenOf(outcome.value as Named, reach), lang))
}

/** Analytics counts only what is within reach; rows of others are dropped all the same. */
function seenOf(result: Named, reach: Reach | undefined): Named {
  const columns = (kind: NamedKind) =>
    Object.entries(result.names ?? {}).flatMap(([name, of]) => (of === kind ? [name] : []))
  const [agents, queues] = [columns('agents'), columns('queues')]
  if (reach === 'all' || agents.length + queues.length === 0) return result
  const ids = (row: Named['rows'][number], names: string[]) => names.map((name) => String(row[name]))
  const seen = result.rows.map((row) => within(reach, { agentIds: ids(row, agents), queueIds: ids(row, queues) }))
  const kept = <T>(list: readonly T[]): T[] => list.filter((_, n) => seen[n])
  return {
    ...{ ...result, rows: kept(result.rows) },
    ...(result.keys ? { keys: kept(result.keys) } : {}),
    ...(result.before ? { before: { ...result.before, rows: kept(result.before.rows) } } : {}),
  }
}

/** What a report is called; asked for a file's name. */
export async function reportInfo({ bus }: Services, name: string): Promise<ReportInfo | undefined> {
  const own = OWN_REPORTS.get(name)
  if (own) return own.info
  const list = await listed(bus)
  return list.ok ? list.value.find((each) => each.name === name) : undefined
}

/** A query is all text; the report's fields say which values are numbers, switches or lists. */
async function typed(services: Services, name: string, query: Record<string, unknown>) {
  const info = await reportInfo(services, name)
  const typeOf = new Map(info?.parameters.map((field) => [field.name, field]))
  return Object.fromEntries(
    Object.entries(query)
      .filter(([, value]) => value !== '')
      .map(([key, value]) => {
        const field = typeOf.get(key)
        const text = String(value)
        if (field?.type === 'number' || field?.type === 'duration') return [key, Number(text)]
        if (field?.type === 'switch') return [key, text === 'true']
        const many = field?.type === 'choices' || (field?.type === 'reference' && field.many === true)
        return [key, many ? text.split(',') : text]
      }),
  )
}

type Named = ReportResult & { names?: Record<string, NamedKind>; targets?: Record<string, string> }

async function named({ sql }: Services, result: Named, lang: Lang): Promise<ReportResult> {
  const { names = {}, targets = {}, ...plain } = result
  let rows = Object.keys(targets).length > 0 ? await aimed(sql, plain.rows, targets) : plain.rows
  for (const [column, kind] of Object.entries(names)) {
    const ids = [...new Set(rows.map((row) => String(row[column])))]
    const nameOf = await reportNames(sql, kind, ids, lang)
    rows = rows.map((row) => ({ ...row, [column]: nameOf.get(String(row[column])) ?? row[column] ?? null }))
  }
  return { ...plain, rows }
}

/** What each row's queue aims at today, as a share; a removed queue aims at nothing. */
async function aimed(sql: Queries, rows: ReportResult['rows'], targets: Record<string, string>) {
  const queues = await sql<{ id: string; target: number }[]>`
    select id, service_level_percent / 100 as target from queues`
  const targetOf = new Map(queues.map(({ id, target }) => [id, target]))
  return rows.map((row) => ({
    ...row,
    ...Object.fromEntries(
      Object.entries(targets).map(([column, queue]) => [column, targetOf.get(String(row[queue])) ?? null]),
    ),
  }))
}
