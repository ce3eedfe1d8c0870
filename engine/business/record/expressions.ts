// What a field is in SQL: the same text in a list's order, its conditions and the index that answers them.
import { type Field, isSortable } from '../../protocol/fields.ts'
import type { Shape } from './shape.ts'

/** A field's name becomes part of SQL: nothing else may. */
export const FIELD_NAME = /^[a-z][A-Za-z0-9]{0,39}$/

export type Sorted = 'text' | 'number' | 'time'
export interface Expression {
  sql: string
  as: Sorted
}

/** Real columns of every kind's table, by the names pages use. */
const COLUMNS: Record<string, Expression> = {
  code: { sql: `coalesce(r.code, '')`, as: 'text' },
  state: { sql: 'r.state', as: 'text' },
  ownerId: { sql: `coalesce(r.owner_id, '')`, as: 'text' },
  departmentId: { sql: `coalesce(r.department_id, '')`, as: 'text' },
  customerId: { sql: `coalesce(r.customer_id, '')`, as: 'text' },
  callId: { sql: `coalesce(r.call_id, '')`, as: 'text' },
  packageId: { sql: `coalesce(r.package_id, '')`, as: 'text' },
  createdBy: { sql: 'r.created_by', as: 'text' },
  createdAt: { sql: 'r.created_at', as: 'time' },
  updatedAt: { sql: 'r.updated_at', as: 'time' },
  touchedAt: { sql: 'r.touched_at', as: 'time' },
}
const NUMBERS: readonly Field['type'][] = ['number', 'money', 'duration', 'date-time']
/** below every amount and every moment: an empty one comes first */
const NONE = '-1e15'

export function dataExpression({ name, type }: Pick<Field, 'name' | 'type'>): Expression {
  if (!FIELD_NAME.test(name)) throw new Error(`no name of a field: ${name}`)
  return NUMBERS.includes(type)
    ? { sql: `coalesce((r.data->>'${name}')::numeric, ${NONE})`, as: 'number' }
    : { sql: `(coalesce(r.data->>'${name}', '') collate pinyin)`, as: 'text' }
}

export function expressionOf({ fields }: Pick<Shape, 'fields'>, name: string): Expression | undefined {
  const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined
  if (column) return column
  const field = fields.find((one) => one.name === name)
  return field && dataExpression(field)
}

export const canSort = (shape: Pick<Shape, 'fields'>, name: string): boolean => {
  if (Object.hasOwn(COLUMNS, name)) return true
  const field = shape.fields.find((one) => one.name === name)
  return field !== undefined && isSortable(field)
}
