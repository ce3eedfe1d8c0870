// Conditions of a list as SQL: from the page as data, so every name is looked up and every value is a parameter.
import { z } from 'zod'
import { CONDITIONS, type Condition, type ConditionOf, type Filter } from '../../protocol/business.ts'
import type { Fragment, Queries } from '../../records/store/postgres.ts'
import { expressionOf } from './expressions.ts'
import type { Shape } from './shape.ts'

const MOST_DEEP = 4
const value = z.union([z.string().max(200), z.number(), z.boolean()])
const condition = z.strictObject({
  field: z.string().max(40),
  is: z.enum(Object.keys(CONDITIONS) as [ConditionOf, ...ConditionOf[]]),
  value: z.union([value, z.array(value).max(100)]).optional(),
})
const deep = (left: number): z.ZodType<Filter> =>
  left === 0
    ? (condition as z.ZodType<Filter>)
    : (z.union([
        z.strictObject({ and: z.array(z.lazy(() => deep(left - 1))).max(20) }),
        z.strictObject({ or: z.array(z.lazy(() => deep(left - 1))).max(20) }),
        condition,
      ]) as z.ZodType<Filter>)

export const filterSchema = deep(MOST_DEEP)

const pattern = (text: string): string => text.replace(/[\\%_]/g, (mark) => `\\${mark}`)

export function filtered(sql: Queries, shape: Shape, filter: Filter): Fragment {
  if ('field' in filter) return one(sql, shape, filter)
  const [parts, word] = 'and' in filter ? [filter.and, sql`and`] : [filter.or, sql`or`]
  const all = parts.map((part) => filtered(sql, shape, part))
  if (all.length === 0) return sql`true`
  return sql`(${all.reduce((left, right): Fragment => sql`${left} ${word} ${right}`)})`
}

/** A field that is not there is empty: a view may outlive a column. */
function one(sql: Queries, shape: Shape, { field, is, value: given }: Condition): Fragment {
  const expression = expressionOf(shape, field)
  if (!expression) return is === 'empty' || is === 'unequal' ? sql`true` : sql`false`
  const list = shape.fields.find(({ name }) => name === field)
  const left = sql.unsafe(expression.sql) as unknown as Fragment
  if (list?.type === 'choices' || list?.type === 'phones') return many(sql, field, is, given)
  if (is === 'empty' || is === 'filled') {
    const isEmpty = emptyOf(sql, expression.as, left)
    return is === 'empty' ? isEmpty : sql`not (${isEmpty})`
  }
  const values = Array.isArray(given) ? given : [given ?? '']
  if (expression.as !== 'text') return compared(sql, left, expression.as, is, values)
  const texts = values.map(String)
  const first = texts[0] ?? ''
  switch (is) {
    case 'equal':
      return texts.length === 1 ? sql`${left} = ${first}` : sql`${left} = any(${texts}::text[])`
    case 'unequal':
      return sql`${left} <> all(${texts}::text[])`
    case 'contains':
      return sql`${left} ilike ${`%${pattern(first)}%`}`
    case 'begins':
      return sql`${left} ilike ${`${pattern(first)}%`}`
    case 'least':
      return sql`${left} >= ${first}`
    case 'most':
      return sql`${left} <= ${first} and ${left} <> ''`
  }
}

const emptyOf = (sql: Queries, as: 'text' | 'number' | 'time', left: Fragment): Fragment =>
  as === 'text' ? sql`${left} = ''` : as === 'number' ? sql`${left} <= -1e15` : sql`${left} is null`

function compared(sql: Queries, left: Fragment, as: 'number' | 'time', is: ConditionOf, values: unknown[]): Fragment {
  const numbers = values.map(Number).filter(Number.isFinite)
  const first = numbers[0]
  if (first === undefined) return sql`false`
  const right = as === 'time' ? sql`${first}::timestamptz` : sql`${first}::numeric`
  if (is === 'least') return sql`${left} >= ${right}`
  if (is === 'most') return as === 'number' ? sql`(${left} <= ${right} and ${left} > -1e15)` : sql`${left} <= ${right}`
  if (is === 'unequal') return sql`${left} <> ${right}`
  return sql`${left} = ${right}`
}

/** One of several that a record has. */
function many(sql: Queries, field: string, is: ConditionOf, given: unknown): Fragment {
  const column = sql`coalesce(r.data->${field}, '[]'::jsonb)`
  if (is === 'empty') return sql`jsonb_array_length(${column}) = 0`
  if (is === 'filled') return sql`jsonb_array_length(${column}) > 0`
  const values = (Array.isArray(given) ? given : [given ?? '']).map(String)
  const any = values
    .map(
      (text): Fragment =>
        is === 'equal' || is === 'unequal'
          ? sql`${column} ? ${text}`
          : sql`${column}::text ilike ${`%${pattern(text)}%`}`,
    )
    .reduce((all, each) => sql`${all} or ${each}`)
  return is === 'unequal' ? sql`not (${any})` : sql`(${any})`
}
