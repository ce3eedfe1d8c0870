// Every field that a list shows has an index in the list's order: it answers the order and conditions on the value alike.
import { type Field, isSortable } from '../../protocol/fields.ts'
import type { Queries } from '../../records/store/postgres.ts'
import { dataExpression } from './expressions.ts'
import { tableOf } from './kind.ts'
import type { Shape } from './shape.ts'

/** with fewer rows a table is read faster than an index */
const indexed = ({ own, kind }: Shape, field: Field): boolean =>
  isSortable(field) &&
  field.type !== 'switch' &&
  (own.has(field.name) || field.listed === true || field.name === kind.title)

export async function indexFields(sql: Queries, shape: Shape): Promise<void> {
  const table = tableOf(shape.kind)
  for (const field of shape.fields.filter((one) => indexed(shape, one))) {
    const name = `${table}_f_${field.name.toLowerCase()}`
    const [there] = await sql`select 1 from pg_class where relname = ${name} and relkind = 'i'`
    if (there) continue
    const expression = dataExpression(field).sql.replaceAll('r.data', 'data')
    await sql.unsafe(
      `create index if not exists "${name}" on "${table}" ((${expression}), id) where deleted_at is null`,
    )
  }
}

/** Of columns that are no more. */
export async function dropIndex(sql: Queries, kind: Shape['kind'], name: string): Promise<void> {
  await sql`drop index if exists ${sql(`${tableOf(kind)}_f_${name.toLowerCase()}`)}`
}
