// What a report that counts says: which rows, by which keys, and what its measures are made of.
import type { Field, Label } from '#engine/protocol/fields.ts'
import type { ReportColumn, ReportGroup } from '#engine/protocol/reports.ts'
import type { Key } from './keys.ts'
import type { STEPS } from './range.ts'
import type { CutName, TableName } from './tables.ts'

/** Rows of a table, counted: `sums` by name, each an aggregate that adds up over rows of one key (`max …`: the greatest). */
export interface Counted {
  from: TableName
  where?: string
  /** the column of the moment that a row counts in; absent: when it began */
  time?: 'finish'
  sums: Record<string, string>
  /** sums that are the greatest, not the sum, of parts */
  greatest?: readonly string[]
}

export interface Measure extends Omit<ReportColumn, 'format' | 'help' | 'calls'> {
  format?: ReportColumn['format']
  help: Label
  /** over the sums; absent: the sum of its name. `{length}` stands for the interval in ms */
  sql?: string
  /** of a row among others; of all as one it says nothing */
  ofRow?: true
  /** the calls behind it: their table, and which rows of it */
  calls?: [TableName, string?]
}

export interface CountReport {
  name: string
  label: Label
  group: ReportGroup
  help?: Label
  /** the first choice of interval; absent: the report has no time in its rows */
  step?: (typeof STEPS)[number]
  keys: readonly Key[]
  counted: readonly Counted[]
  measures: readonly Measure[]
  cuts?: readonly CutName[]
  parameters?: readonly Field[]
  /** values of further parameters, bound for SQL */
  bind?(given: Record<string, unknown>): Record<string, unknown>
  /** of rows; absent: by keys */
  order?: string
  chart?: { x: string; series: string[] }
  targets?: Record<string, string>
}
