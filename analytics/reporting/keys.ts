// What the rows of a counting report are told apart by.
import type { Label } from '#engine/protocol/fields.ts'
import type { NamedKind } from '#engine/protocol/reports.ts'
import { bucket } from './range.ts'
import type { TableName } from './tables.ts'

export interface Key {
  name: string
  label: Label
  /** over the columns of a table; absent: the column of its name */
  sql?: Partial<Record<TableName, string>>
  format?: 'text' | 'time' | 'number'
  names?: NamedKind
  /** words for the values it may have */
  words?: Record<string, Label>
  /** its values are ways out of flow nodes, keys among them */
  outlet?: true
}

export const START: Key = { name: 'start', label: { zh: '时段', en: 'Interval' }, format: 'time' }

/** The value of a key, but the interval's start, in a row of a table. */
export const keySql = ({ name, sql }: Key, from: TableName): string => sql?.[from] ?? name

/** The start of a row's interval. */
export const startMs = (step: number, time: string): string =>
  step === 0 ? '{from:Int64}' : `toInt64(toUnixTimestamp(${bucket(step, time)})) * 1000`

/** Keys have names of their own inside, because a table's column may have a key's name. */
export const inner = (name: string): string => `k_${name}`
