// What a report file is: SQL, parameters, columns, scope. One file in reports/ is one report; no list names it.
import { plugInsIn } from '#config/plug-ins.ts'
import type { Field, Label } from '#engine/protocol/fields.ts'
import type { NamedKind, ReportColumn, ReportGroup, ReportInfo } from '#engine/protocol/reports.ts'

export interface Report {
  name: string
  label: Label
  group: ReportGroup
  /** what it is for, in one sentence */
  help?: Label
  parameters: Field[]
  columns: ReportColumn[]
  chart?: { x: string; series: string[] }
  /** names of the columns that hold ids, with the kind whose names replace them in the API */
  names?: Record<string, NamedKind>
  /** columns that say what a queue aims at, with the column that holds its id: the gateway knows the targets */
  targets?: Record<string, string>
  /** Answers the SELECT and its parameters. Throws BadParameter with words for the user. */
  query(given: Record<string, unknown>, timeZone: string, reach?: Part, through?: Through): Query
  /** The same as one row, over all. */
  total?(given: Record<string, unknown>, timeZone: string, reach?: Part, through?: Through): Query
  /** How many rows it would have, where counting them is far less work than making them. */
  size?(given: Record<string, unknown>, timeZone: string, reach?: Part): Query
  /** What is summed up ahead by whole days of the centre's zone. */
  rollUps?(timeZone: string): RollUp[]
  /** Ids of the calls behind a number of a row, newest first; undefined: there are none behind it. */
  calls?(given: Record<string, unknown>, timeZone: string, at: Cell, reach?: Part): Query | undefined
}

export interface Query {
  sql: string
  parameters: Record<string, unknown>
}

/** Rows of a table summed up ahead: of `from` to `to`, bound with `parameters`, as `{ start, dims, sums }`. */
export interface RollUp {
  /** told apart by its words: a report that is changed is summed up anew */
  id: string
  table: string
  /** the column of the moment that a row counts in */
  time: string
  select: string
  parameters: Record<string, unknown>
}

/** Until when a roll-up holds all days, in ms; undefined: none yet. */
export type Through = (id: string) => number | undefined

/** Agents and queues whose calls alone may be counted; absent where everything may. */
export interface Part {
  agentIds: string[]
  queueIds: string[]
}

/** A number: its column, and the values of its row's keys. */
export interface Cell {
  column: string
  row: Record<string, string | number>
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

export const infoOf = ({ name, label, group, help, parameters, columns, chart }: Report): ReportInfo => ({
  ...{ name, label, group, parameters, columns },
  ...(help ? { help } : {}),
  ...(chart ? { chart } : {}),
})
