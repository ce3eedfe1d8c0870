// What a report file is: SQL, parameters, columns, scope. One file in this folder is one report; no list names it.
import { readdir } from 'node:fs/promises'
import type { ReportColumn, ReportInfo } from '#engine/protocol/api.ts'
import type { Field, Label } from '#engine/protocol/fields.ts'

export interface Report {
  name: string
  label: Label
  parameters: Field[]
  columns: ReportColumn[]
  chart?: { x: string; series: string[] }
  /** names of the columns that hold ids, with the kind whose names replace them in the API */
  names?: Record<string, 'agents' | 'queues'>
  /** Answers the SELECT and its parameters. Throws BadParameter with a sentence for the user. */
  query(given: Record<string, unknown>, timeZone: string): { sql: string; parameters: Record<string, unknown> }
}

export class BadParameter extends Error {}

export const defineReport = (report: Report): Report => report

const isReport = (name: string): boolean =>
  name.endsWith('.ts') && name !== 'kit.ts' && name !== 'run.ts' && name !== 'range.ts'

/** Every report found in this folder, by name. */
export async function loadReports(): Promise<Map<string, Report>> {
  const found = new Map<string, Report>()
  for (const file of (await readdir(import.meta.dirname)).filter(isReport).sort()) {
    const loaded = (await import(`./${file}`)) as { default: Report }
    if (found.has(loaded.default.name)) throw new Error(`two reports are named ${loaded.default.name}`)
    found.set(loaded.default.name, loaded.default)
  }
  return found
}

export const infoOf = (report: Report): ReportInfo => ({
  name: report.name,
  label: report.label,
  parameters: report.parameters,
  columns: report.columns,
  ...(report.chart ? { chart: report.chart } : {}),
})
