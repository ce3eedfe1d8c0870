// Business records (customers, orders, tickets …) as pages and the gateway speak of them. Routes: engine/business/routes.
import type { Field, Label } from './fields.ts'
import type { Colour } from './words/agents.ts'

export type BusinessRight =
  /** work with customers and what belongs to them */
  | 'customers'
  | 'orders'
  | 'tickets'
  | 'surveys'
  /** read articles and follow scripts */
  | 'knowledge'
  /** import, assign, delete, own columns and states */
  | 'business-manage'
  | 'business-export'
  /** see a number whole; each look is written down */
  | 'personal-data'

/** A state of a kind: shipped, or the company's own. */
export interface StateInfo {
  value: string
  label: Label
  colour: Colour
  /** nothing is left to do */
  final?: boolean
  /** made by the company */
  own?: boolean
}

/** Who has to do with a person's numbers, and how often. */
export interface BusinessRules {
  /** when the card opens by itself */
  pop?: 'in' | 'out' | 'both' | 'none'
  /** customers one agent may claim from the pool a day; 0: as many as there are */
  dailyClaims?: number
  /** days without contact after which a customer goes back to the pool; 0: never */
  takeBackDays?: number
  /** hours a new ticket is given; 0: no deadline */
  dueHours?: number
  /** only these hours count for a deadline; without days all do */
  work?: { from: string; to: string; days: number[] }
  /** whoever entered a record may not confirm it */
  otherConfirms?: boolean
  /** days a record is kept after anybody had to do with it; 0: for good */
  keepDays?: number
}

/** Columns a list shows, fields a card and the pop show; left out: as the kind says. */
export interface BusinessLayout {
  list?: string[]
  card?: string[]
  pop?: string[]
}

/** GET /api/business-kinds */
export interface BusinessKindInfo {
  kind: string
  label: Label
  /** one of them */
  one: Label
  title: string
  fields: Field[]
  /** names of the company's own columns */
  own: string[]
  states: StateInfo[]
  /** left out: from every state to every other */
  moves?: Record<string, string[]>
  /** moving into these needs a reason */
  reasons: string[]
  /** masked until shown */
  personal: string[]
  list: string[]
  card: string[]
  pop: string[]
  rules: BusinessRules
  /** of the setup, for saving it */
  version: number
  has: {
    code: boolean
    owner: boolean
    pool: boolean
    department: boolean
    customer: boolean
    call: boolean
    due: boolean
    setup: boolean
    import: boolean
    marks: boolean
    /** words of its long texts are found */
    words: boolean
    /** states that say yes or no to what somebody entered */
    confirms: boolean
  }
  may: { add: boolean; write: boolean; manage: boolean; export: boolean; reveal: boolean }
}

export interface BusinessRow extends Record<string, unknown> {
  id: string
  version: number
  code: string | null
  state: string
  ownerId: string | null
  departmentId: string | null
  sharedWith: string[]
  createdAt: number
  updatedAt: number
  touchedAt: number
  pooledAt: number | null
  dueAt: number | null
  escalatedAt: number | null
  callId: string | null
}

/** Names of what rows refer to, by kind and id. */
export type BusinessNames = Record<string, Record<string, string>>

export interface BusinessPage {
  rows: BusinessRow[]
  names: BusinessNames
  /** counted up to ten thousand */
  total: number
  more: boolean
  /** where the next page begins; absent on the last */
  next?: string
}

/** A condition, or several of which all or any must hold. */
export type Filter = { and: Filter[] } | { or: Filter[] } | Condition
export interface Condition {
  field: string
  is: ConditionOf
  value?: unknown
}
export const CONDITIONS = {
  equal: { zh: '等于', en: 'is' },
  unequal: { zh: '不等于', en: 'is not' },
  contains: { zh: '包含', en: 'contains' },
  begins: { zh: '开头是', en: 'begins with' },
  least: { zh: '不小于', en: 'at least' },
  most: { zh: '不大于', en: 'at most' },
  empty: { zh: '为空', en: 'is empty' },
  filled: { zh: '不为空', en: 'is not empty' },
} as const satisfies Record<string, Label>
export type ConditionOf = keyof typeof CONDITIONS

/** A list as somebody has arranged it. */
export interface SavedView {
  id: string
  name: string
  shared: boolean
  mine: boolean
  view: { filter?: Filter; columns?: string[]; sort?: string; descending?: boolean; state?: string }
}

/** What a bulk act answers; `undo` takes it back for a day. */
export interface BulkDone {
  done: number
  /** not reached: gone, not one's own, changed meanwhile */
  left: number
  undo?: string
}

export interface HistoryLine {
  at: number
  account: string
  action: string
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
  /** of those whom and what it speaks of, by id */
  names?: Record<string, string>
}
/** What went of one person, or would go. */
export interface Forgotten {
  /** by kind: the person's own and what belongs to it */
  records: Record<string, number>
  recordings: number
  messages: number
  /** words written on calls */
  notes: number
  attachments: number
  comments: number
  /** lines whose contents go; that something was done, when and by whom stays */
  history: number
  /** figures of calls stay: when, how long, with which number */
  kept: { calls: number }
}
/** What would go now, were records kept for so many days. */
export interface Retirement {
  records: number
  /** of other kinds, which go with them */
  parts: Record<string, number>
  /** when somebody last had to do with the oldest of them, absolute ms */
  oldest?: number
}
export interface CommentLine {
  id: number
  at: number
  name: string
  text: string
}
export interface AttachmentLine {
  id: string
  at: number
  byName: string
  name: string
  type: string
  bytes: number
}

/** A file that was taken in. */
export interface BusinessPackage {
  id: string
  kind: string
  name: string
  file: string
  byName: string
  at: number
  state: 'waiting' | 'running' | 'done' | 'cancelled' | 'failed' | 'undone'
  total: number
  done: number
  added: number
  merged: number
  skipped: number
  wrong: number
  endedAt?: number
}

/** What a file holds before it is taken in. */
export interface ImportLook {
  file: string
  heads: string[]
  rows: number
  sample: string[][]
  /** head → field, '' for none: as it was the last time, else by the names */
  mapping: Record<string, string>
}
