// Reports whose figures are not in the ledger but in the database: run here, listed, exported and sent as all others.
import type { Field, Label } from '../../protocol/fields.ts'
import type { NamedKind, ReportInfo, ReportResult } from '../../protocol/reports.ts'
import { type Outcome, refused } from '../../records/record/outcome.ts'
import type { Reach } from '../../rights/may.ts'
import type { Services } from '../http/services.ts'

export type OwnRow = ReportResult['rows'][number]
export interface OwnAsked {
  /** absolute ms, `to` exclusive */
  from: number
  to: number
  parameters: Record<string, unknown>
  reach: Reach | undefined
}
export interface OwnReport {
  info: ReportInfo
  /** columns that hold ids, with the kind whose names replace them */
  names: Record<string, NamedKind>
  run(services: Services, asked: OwnAsked): Promise<Outcome<Pick<ReportResult, 'rows' | 'total'>>>
}

const day = (name: string, zh: string, en: string): Field => ({ name, label: { zh, en }, type: 'date', required: true })
export const OWN_DAYS: Field[] = [day('from', '开始时间', 'From'), day('to', '结束时间', 'To')]
const END_FIRST: Label = { zh: '结束时间必须晚于开始时间。', en: 'The end must be later than the start.' }

export async function runOwn(
  { info, names, run }: OwnReport,
  services: Services,
  parameters: Record<string, unknown>,
  reach: Reach | undefined,
): Promise<Outcome<ReportResult & { names: OwnReport['names'] }>> {
  const [from, to] = [Number(parameters.from), Number(parameters.to)]
  if (!(to > from)) return refused('bad-input', { say: END_FIRST })
  const ran = await run(services, { from, to, parameters, reach })
  if (!ran.ok) return ran
  const keys = info.columns.flatMap(({ name, key }) => (key ? [name] : []))
  const { rows, total } = ran.value
  return {
    ok: true,
    value: {
      ...{ report: info.name, columns: info.columns, rows, names, asOf: services.now() },
      keys: rows.map((row) => Object.fromEntries(keys.map((key) => [key, row[key] ?? '']))),
      ...(total ? { total } : {}),
    },
  }
}
