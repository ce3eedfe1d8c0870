// What a configuration kind is: one file in kinds/ declares fields, table and the few things that are its own.
import type { Right } from '../../protocol/api.ts'
import type { Home } from '../../protocol/company.ts'
import type { Field, Label } from '../../protocol/fields.ts'
import type { FlowProblem } from '../../protocol/flow.ts'
import type { Queries } from '../store/postgres.ts'
import type { By } from './audit.ts'

/** Field values of one record, in the words of the field vocabulary. */
export type Values = Record<string, unknown>
/** Columns to write, camelCase. */
export type Row = Record<string, unknown>

export interface FieldFault {
  path: string
  message: string
}

/** What a kind may ask of its surroundings while it checks or stores. */
export interface KindWorld {
  sql: Queries
  /** digest realm of the SIP edge */
  realm: string
  home: Home
  hashPassword(password: string): Promise<string>
  /** a desk phone's own, by its id */
  phonePassword(id: string): string
  /** `own`: names that it must not be made of */
  isCommonPassword(password: string, own: readonly string[]): Promise<boolean>
  checkFlow(sql: Queries, flow: Values): Promise<FlowProblem[]>
}

export interface Kind {
  kind: string
  table: string
  label: Label
  right: Extract<Right, 'configure' | 'accounts' | 'plan'>
  /** who may read, when more than those who may write: pickers and filters need agents and queues */
  readRight?: Right
  /** all: a reader whose right ends at what is their own reads nothing of it */
  readScope?: 'all'
  /** field shown as the record's name */
  title: string
  fields: Field[]
  /** made at random for a new record as <prefix>-<ten letters> */
  idPrefix: string
  /** many-to-many fields: kept in a table of their own */
  links?: Record<string, { table: string; mine: string; other: string }>
  /** extra columns shown with a record but not part of its form */
  extras?: string[]
  /** fields of earlier versions: who still sends them is no worse off */
  gone?: string[]
  /** a person found by name: the field whose spelling is kept in the column `spelling` */
  spelled?: string
  /** told to the SIP edge after a change */
  edge?: 'trunks' | 'extensions'
  /** opened by an address of its own, without signing in: lists tell it */
  opensAlone?: 'screen' | 'phone'
  /** lines that register at a carrier: lists say whether they are registered */
  registers?(values: Values): boolean
  /** records come by another way than the form (a prompt needs its sound) */
  createdBy?: 'upload'
  /** columns for values, when they are not the same; `before` is absent for a new record */
  toRow?(values: Values, world: KindWorld, before?: Row): Promise<Row>
  fromRow?(row: Row): Values
  /** faults beyond what fields can say */
  check?(values: Values, world: KindWorld, id: string | undefined): Promise<FieldFault[]>
  /** problems of a flow: refuses with 422 */
  problems?(values: Values, world: KindWorld): Promise<FlowProblem[]>
  /** why it cannot be deleted, beyond being used by other records */
  keepBecause?(id: string, by: By, world: KindWorld): Promise<Label | undefined>
  /** in the same transaction, after the row was written */
  afterSave?(id: string, world: KindWorld, before?: Row): Promise<void>
}

export const defineKind = (kind: Kind): Kind => kind
