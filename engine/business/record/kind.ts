// What a kind of business record is: one file in a kinds folder declares fields, states and the few things that are its own.
import type { Right } from '../../protocol/api.ts'
import type { BusinessRules, StateInfo } from '../../protocol/business.ts'
import type { Home } from '../../protocol/company.ts'
import type { Field, Label } from '../../protocol/fields.ts'
import type { FieldFault, Values } from '../../records/record/kind.ts'
import type { Fragment, Queries } from '../../records/store/postgres.ts'
import type { Who } from '../../rights/may.ts'

export type { FieldFault, Values }

/** Who does it. */
export interface Actor {
  who: Who
  by: { accountId: string; account: string; ip: string }
}

export interface BusinessWorld {
  sql: Queries
  home: Home
  timeZone: string
  /** absolute ms */
  now: number
}

export interface FileColumn {
  title: string
  of(values: Values): string
}

export interface BusinessKind {
  kind: string
  label: Label
  /** one of them */
  one: Label
  /** who sees and changes its rows, as far as the right's scope reaches their owners */
  right: Right
  /** rows belong to nobody: whoever has `right` sees them all, and only this right changes them */
  writeRight?: Right
  idPrefix: string
  /** field shown as the record's name, found by characters and pinyin */
  title: string
  fields: Field[]
  /** shown masked; seen whole by a logged act */
  personal?: string[]
  /** fields two records cannot share; numbers of a phone list each by itself */
  unique?: string[]
  /** records are numbered <prefix><date>-<number> */
  numbering?: string
  states?: {
    list: StateInfo[]
    /** left out: from every state to every other; the company's own states are open both ways */
    moves?: Record<string, string[]>
    /** moving into these needs a reason */
    reasons?: string[]
    /** these say yes or no to what somebody entered: where the company says so, not by whoever entered it */
    confirms?: string[]
  }
  /** belongs to a record of another kind by the field `customerId`, and goes when that goes */
  partOf?: 'customers'
  /** the pool: who has no owner may be claimed */
  pool?: true
  /** may be given to a department */
  department?: true
  /** the field (date-time) by which it is to be done */
  due?: string
  rules?: BusinessRules
  /** fields of the pop; left out: those listed */
  pop?: string[]
  /** long texts are searched too */
  fullText?: true
  /** people keep favourites and say whether it helped */
  marks?: true
  /** states in which those see it who may only read */
  readable?: string[]
  /** made by the work itself, not in a form */
  byHand?: false
  /** the company's own columns, states and layouts make no sense for it */
  fixed?: true
  /** columns of a file that no field is, for the rows `r` it holds */
  inFile?(sql: Queries, those: Fragment): Promise<FileColumn[]>
  /** values the engine makes itself before they are checked */
  prepare?(values: Values, world: BusinessWorld, before: Values | undefined): Values | Promise<Values>
  /** faults beyond what fields can say */
  check?(values: Values, world: BusinessWorld, id: string | undefined): Promise<FieldFault[]>
  /** in the same transaction, after the row was written */
  afterSave?(id: string, values: Values, world: BusinessWorld, actor: Actor): Promise<void>
}

export const defineBusiness = (kind: BusinessKind): BusinessKind => kind

export const tableOf = ({ kind }: Pick<BusinessKind, 'kind'>): string => `biz_${kind.replaceAll('-', '_')}`
