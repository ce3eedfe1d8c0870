// What reports are to the API: their list, their rows, and the calls behind a number.
import type { CallRow } from './api.ts'
import type { Field, Label } from './fields.ts'

/** Kinds whose ids reports have where people read names. */
export type NamedKind = 'agents' | 'queues' | 'dispositions' | 'agent-states' | 'flows' | 'trunks'

/** What a report can be put beside: itself so long before. */
export type ReportBefore = 'day' | 'week' | 'month' | 'year'

/** Where a report stands in the list. */
export type ReportGroup = 'queues' | 'agents' | 'calls' | 'self-service' | 'lines' | 'quality'

/** GET /api/reports lists them; GET /api/reports/<name>?… runs one. Columns carry their own format. */
export interface ReportInfo {
  name: string
  label: Label
  group: ReportGroup
  /** what it is for */
  help?: Label
  parameters: Field[]
  columns: ReportColumn[]
  chart?: { x: string; series: string[] }
}
export interface ReportColumn {
  name: string
  label: Label
  format: 'text' | 'number' | 'percent' | 'duration' | 'time'
  /** rows are told apart by it */
  key?: true
  /** how it is counted */
  help?: Label
  /** words for its values */
  words?: Record<string, Label>
  /** its values are ways out of flow nodes */
  outlet?: true
  /** the calls behind it can be looked at */
  calls?: true
  /** the column with what this one aims at, by which it is coloured */
  target?: string
  /** of a share or mean: it is one of the sum of these columns, so that several rows can be one */
  of?: string[]
}
export interface ReportResult {
  report: string
  columns: ReportColumn[]
  rows: Record<string, string | number | null>[]
  /** of each row the values of its keys, where names stand in place of ids */
  keys?: Record<string, string | number>[]
  /** all rows as one, where that has a meaning */
  total?: Record<string, string | number | null>
  /** the same in the time before that was asked for: of each row, and of all as one */
  before?: {
    from: number
    to: number
    rows: (Record<string, string | number | null> | null)[]
    total?: Record<string, string | number | null>
  }
  /** facts are counted up to this moment */
  asOf: number
}

/** The calls behind a number of a report, newest first. */
export interface ReportCalls {
  /** the newest that the asker may see */
  rows: CallRow[]
  /** that there are */
  total: number
}
