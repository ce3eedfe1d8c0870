// Between the values of a form and the columns of a table; one place for JSON, arrays, links and nulls.
import type { Field } from '../../protocol/fields.ts'
import type { Queries } from '../store/postgres.ts'
import type { Kind, Row, Values } from './kind.ts'

const JSON_TYPES: readonly Field['type'][] = ['list', 'json', 'way-out', 'prompts']

export const columnOf = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const columnFields = (kind: Kind): Field[] =>
  kind.fields.filter((field) => field.type !== 'password' && kind.links?.[field.name] === undefined)

/** The select of a kind's records: id, version, fields, links as arrays. */
export function selectRecords(sql: Queries, kind: Kind) {
  const columns = ['id', 'version', ...columnFields(kind).map((field) => field.name), ...(kind.extras ?? [])].map(
    columnOf,
  )
  const links = Object.entries(kind.links ?? {}).map(
    ([name, link]) => sql`, array(select ${sql(link.other)}::text from ${sql(link.table)} l
      where l.${sql(link.mine)} = r.id order by 1) as ${sql(columnOf(name))}`,
  )
  const extra = links.reduce((all, link) => sql`${all}${link}`, sql``)
  return sql`select ${columns.map((column) => sql`r.${sql(column)}`).reduce((all, one) => sql`${all}, ${one}`)}${extra}
    from ${sql(kind.table)} r`
}

/** A record as the API shows it: no secret is in the select, so none can leave. */
export function shown(kind: Kind, row: Row): Values {
  const plain = { ...row }
  for (const field of kind.fields) {
    if (field.type === 'reference' && !field.many) plain[field.name] ??= ''
  }
  return kind.fromRow ? kind.fromRow(plain) : plain
}

/** Columns to write, ready for `sql(row)`. */
export function written(sql: Queries, kind: Kind, row: Row): Record<string, unknown> {
  const fields = new Map(kind.fields.map((field) => [field.name, field]))
  const columns: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(row)) {
    if (kind.links?.[name]) continue
    const field = fields.get(name)
    if (field?.type === 'reference' && !field.many) columns[name] = value === '' ? null : value
    else if (field && JSON_TYPES.includes(field.type)) columns[name] = sql.json(value as never)
    else if (value !== undefined) columns[name] = value
  }
  return columns
}

export async function writeLinks(sql: Queries, kind: Kind, id: string, values: Values): Promise<void> {
  for (const [name, link] of Object.entries(kind.links ?? {})) {
    const others = [...new Set((values[name] as string[] | undefined) ?? [])]
    await sql`delete from ${sql(link.table)} where ${sql(link.mine)} = ${id} and not ${sql(link.other)} = any(${others}::text[])`
    await sql`insert into ${sql(link.table)} (${sql(link.mine)}, ${sql(link.other)})
      select ${id}, unnest(${others}::text[]) on conflict do nothing`
  }
}
