// Answers the gateway's report questions (subject ask.report): the list, one report's rows, the calls behind a number.

import type { Answer } from '#engine/protocol/actors.ts'
import type { BoardPastAsk } from '#engine/protocol/board-past.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { NamedKind, ReportBefore, ReportInfo, ReportResult } from '#engine/protocol/reports.ts'
import type { ClickHouse } from '../clickhouse/client.ts'
import { localClock } from '../planning/local-time.ts'
import { boardPast, isBoardPast } from './board-past.ts'
import { backBy, pairedWith } from './compare.ts'
import { type QueueFactsAsk, queueFacts } from './queue-facts.ts'
import { parseRange } from './range.ts'
import { BadParameter, type Cell, infoOf, type Part, type Query, type Report, type Through } from './report.ts'

interface Asked {
  report: string
  parameters: Record<string, unknown>
  /** whoever asks may see the figures of these only */
  part?: Part
}
export type ReportAsk =
  | QueueFactsAsk
  | BoardPastAsk
  | { type: 'list' }
  | ({ type: 'run'; before?: ReportBefore } & Asked)
  | ({ type: 'calls'; cell: Cell } & Asked)

/** The ids of calls behind a number, newest first, and how many there are. */
export interface CallsBehind {
  callIds: string[]
  total: number
  /** kinds of the ids in the row, as in a result */
  names: Record<string, NamedKind>
}

/** more are refused in words, not cut off */
const MAX_ROWS = 50_000
/** of the calls behind a number so many are listed; how many there are is told */
const MAX_CALLS = 500

const TOO_MANY: Label = {
  zh: `结果超过 ${MAX_ROWS} 行：请缩短时间，选更长的间隔，或少选队列。`,
  en: `There are more than ${MAX_ROWS} rows: choose fewer days, a longer interval, or fewer queues.`,
}

const isAsk = (value: unknown): value is ReportAsk => {
  const ask = value as Partial<{ type: string; report: string; parameters: object; cell: object }> | null
  if (ask?.type === 'list' || isQueueFacts(value) || isBoardPast(value)) return true
  if (typeof ask?.report !== 'string' || typeof ask.parameters !== 'object') return false
  return ask.type === 'run' || (ask.type === 'calls' && typeof ask.cell === 'object')
}

export interface ReportRoom {
  reports: Map<string, Report>
  clickhouse: ClickHouse
  timeZone: string
  /** how far the sums reach that were made ahead */
  through: Through
  /** facts are counted up to then */
  asOf(): number
}

function isQueueFacts(value: unknown): value is QueueFactsAsk {
  const ask = value as Partial<QueueFactsAsk> | null
  if (ask?.type !== 'queue-facts' || typeof ask.callId !== 'string' || !Array.isArray(ask.queueIds)) return false
  return typeof ask.from === 'number' && typeof ask.to === 'number'
}

/** Never throws: a wrong parameter, an unknown report and a database away are refusals. */
export async function answerReport(value: unknown, room: ReportRoom): Promise<Answer> {
  if (!isAsk(value)) return { ok: false, refusal: 'bad-input' }
  if (value.type === 'list') return { ok: true, value: [...room.reports.values()].map(infoOf) satisfies ReportInfo[] }
  if (value.type === 'queue-facts') return factsFor(value, room)
  if (value.type === 'board-past') return pastFor(value, room)
  const report = room.reports.get(value.report)
  if (!report) return { ok: false, refusal: 'not-found', detail: value.report }
  try {
    return value.type === 'run' ? await ran(report, value, room) : await callsBehind(report, value, room)
  } catch (error) {
    if (error instanceof BadParameter) return { ok: false, refusal: 'bad-input', detail: error.message, say: error.say }
    return { ok: false, refusal: 'unavailable', detail: error instanceof Error ? error.message : String(error) }
  }
}

type Row = ReportResult['rows'][number]
interface Table {
  rows: Row[]
  total?: Row
}

async function ran(
  report: Report,
  { parameters, part, before }: Extract<ReportAsk, { type: 'run' }>,
  { clickhouse, timeZone, asOf, through }: ReportRoom,
): Promise<Answer> {
  const read = ({ sql, parameters: bound }: Query, limit = '') => clickhouse.rows<Row>(`${sql}${limit}`, bound)
  const tableOf = async (given: Record<string, unknown>): Promise<Table> => {
    const [rows, total] = await Promise.all([
      read(report.query(given, timeZone, part, through), ` limit ${MAX_ROWS + 1}`),
      report.total ? read(report.total(given, timeZone, part, through)) : undefined,
    ])
    return { rows, ...(total?.[0] ? { total: total[0] } : {}) }
  }
  const size = report.size?.(parameters, timeZone, part)
  if (size && Number((await read(size))[0]?.rows ?? 0) > MAX_ROWS)
    return { ok: false, refusal: 'bad-input', say: TOO_MANY }
  const now = await tableOf(parameters)
  if (now.rows.length > MAX_ROWS) return { ok: false, refusal: 'bad-input', say: TOO_MANY }
  const keys = report.columns.flatMap(({ name, key }) => (key ? [name] : []))
  const result: ReportResult = {
    ...{ report: report.name, columns: report.columns, ...now, asOf: asOf() },
    keys: now.rows.map((row) => Object.fromEntries(keys.map((key) => [key, row[key] ?? '']))),
  }
  if (before) {
    const clock = localClock(timeZone)
    const { from, to } = parseRange({ step: 0, ...parameters })
    const back = (at: number): number => backBy(clock, before, at)
    const range = { from: back(from), to: back(to) }
    const then = await tableOf({ ...parameters, ...range })
    const rows = pairedWith(now.rows, then.rows, keys, back)
    result.before = { ...range, rows, ...(then.total ? { total: then.total } : {}) }
  }
  return { ok: true, value: { ...result, names: report.names ?? {}, targets: report.targets ?? {} } }
}

async function callsBehind(
  report: Report,
  { parameters, cell, part }: Extract<ReportAsk, { type: 'calls' }>,
  { clickhouse, timeZone }: ReportRoom,
): Promise<Answer> {
  const query = report.calls?.(parameters, timeZone, cell, part)
  if (!query) return { ok: false, refusal: 'not-found', detail: cell.column }
  const counted = `select call, count() over () as calls from (${query.sql}) order by at desc limit ${MAX_CALLS}`
  const rows = await clickhouse.rows<{ call: string; calls: number }>(counted, query.parameters)
  const value: CallsBehind = {
    callIds: rows.map(({ call }) => call),
    total: Number(rows[0]?.calls ?? 0),
    names: report.names ?? {},
  }
  return { ok: true, value }
}

async function factsFor(ask: QueueFactsAsk, { clickhouse, asOf }: ReportRoom): Promise<Answer> {
  try {
    return { ok: true, value: { rows: await queueFacts(clickhouse, ask), asOf: asOf() } }
  } catch (error) {
    return { ok: false, refusal: 'unavailable', detail: error instanceof Error ? error.message : String(error) }
  }
}

async function pastFor(ask: BoardPastAsk, { clickhouse, asOf }: ReportRoom): Promise<Answer> {
  try {
    return { ok: true, value: { ...(await boardPast(clickhouse, ask)), asOf: asOf() } }
  } catch (error) {
    return { ok: false, refusal: 'unavailable', detail: error instanceof Error ? error.message : String(error) }
  }
}
