// What a report file is: SQL, parameters, columns, scope. One file in reports/ is one report; no list names it.
import { plugInsIn } from '#config/plug-ins.ts'
import type { NamedKind, ReportColumn, ReportInfo } from '#engine/protocol/api.ts'
import type { Field, Label } from '#engine/protocol/fields.ts'

export interface Report {
  name: string
  label: Label
  parameters: Field[]
  columns: ReportColumn[]
  chart?: { x: string; series: string[] }
  /** names of the columns that hold ids, with the kind whose names replace them in the API */
  names?: Record<string, NamedKind>
  /** columns that say what a queue aims at, with the column that holds its id: the gateway knows the targets */
  targets?: Record<string, string>
  /** Answers the SELECT and its parameters. Throws BadParameter with words for the user. */
  query(given: Record<string, unknown>, timeZone: string): { sql: string; parameters: Record<string, unknown> }
}

export class BadParameter extends Error {
  readonly say: Label
  constructor(say: Label, detail = say.en) {
    super(detail)
    this.say = say
  }
}

export const defineReport = (report: Report): Report => report

/** Every report, by name. */
export const loadReports = (): Promise<Map<string, Report>> =>
  plugInsIn<Report>(new URL('../reports/', import.meta.url), ({ name }) => name)

export const infoOf = (report: Report): ReportInfo => ({
  name: report.name,
  label: report.label,
  parameters: report.parameters,
  columns: report.columns,
  ...(report.chart ? { chart: report.chart } : {}),
})
