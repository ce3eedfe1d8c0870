// Answers the gateway's report questions (subject ask.report): the list, or one report's rows.

import type { Answer } from '#engine/protocol/actors.ts'
import type { ReportInfo, ReportResult } from '#engine/protocol/api.ts'
import type { Label } from '#engine/protocol/fields.ts'
import type { ClickHouse } from '../clickhouse/client.ts'
import { BadParameter, infoOf, type Report } from './report.ts'

export type ReportAsk = { type: 'list' } | { type: 'run'; report: string; parameters: Record<string, unknown> }

/** more are refused in words, not cut off */
const MAX_ROWS = 50_000

const TOO_MANY: Label = {
  zh: `结果超过 ${MAX_ROWS} 行：请缩短时间，选更长的间隔，或少选队列。`,
  en: `There are more than ${MAX_ROWS} rows: choose fewer days, a longer interval, or fewer queues.`,
}

const isAsk = (value: unknown): value is ReportAsk => {
  const ask = value as Partial<{ type: string; report: string; parameters: object }> | null
  return (
    ask?.type === 'list' ||
    (ask?.type === 'run' && typeof ask.report === 'string' && typeof ask.parameters === 'object')
  )
}

/** Never throws: a wrong parameter, an unknown report and a database away are refusals. */
export async function answerReport(
  value: unknown,
  reports: Map<string, Report>,
  clickhouse: ClickHouse,
  timeZone: string,
  asOf: () => number,
): Promise<Answer> {
  if (!isAsk(value)) return { ok: false, refusal: 'bad-input' }
  if (value.type === 'list') return { ok: true, value: [...reports.values()].map(infoOf) satisfies ReportInfo[] }
  const report = reports.get(value.report)
  if (!report) return { ok: false, refusal: 'not-found', detail: value.report }
  try {
    const { sql, parameters } = report.query(value.parameters, timeZone)
    const rows = await clickhouse.rows<ReportResult['rows'][number]>(`${sql} limit ${MAX_ROWS + 1}`, parameters)
    if (rows.length > MAX_ROWS) return { ok: false, refusal: 'bad-input', say: TOO_MANY }
    const result: ReportResult = { report: report.name, columns: report.columns, rows, asOf: asOf() }
    return { ok: true, value: { ...result, names: report.names ?? {}, targets: report.targets ?? {} } }
  } catch (error) {
    if (error instanceof BadParameter) return { ok: false, refusal: 'bad-input', detail: error.message, say: error.say }
    return { ok: false, refusal: 'unavailable', detail: error instanceof Error ? error.message : String(error) }
  }
}
