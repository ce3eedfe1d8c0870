// Reads configuration: search over the texts, equality on any field, sort, pages.
import type { Page } from '../../protocol/api.ts'
import { type Field, isSortable } from '../../protocol/fields.ts'
import type { Fragment, Sql } from '../store/postgres.ts'
import { inForceOrder, inForceSince } from './in-force.ts'
import type { Kind, Row, Values } from './kind.ts'
import type { Kinds } from './kinds.ts'
import { columnOf, selectRecords, shown } from './rows.ts'

export interface ListQuery {
  search?: string
  sort?: string
  descending?: boolean
  page: number
  pageSize: number
  /** field name → value it must have */
  equal?: Record<string, string>
}

export async function listRecords(sql: Sql, kinds: Kinds, kind: Kind, query: ListQuery): Promise<Page<Values>> {
  const where = whereOf(sql, kind, query)
  const direction = query.descending ? sql`desc` : sql`asc`
  const rows = await sql<Row[]>`${selectRecords(sql, kind)} ${where}
    order by ${sortedBy(sql, kinds, kind, query.sort)} ${direction}, r.id
    limit ${query.pageSize} offset ${(query.page - 1) * query.pageSize}`
  const [count] = await sql<{ total: number }[]>`select count(*) as total from ${sql(kind.table)} r ${where}`
  return {
    rows: await dated(sql, kind, rows),
    total: count?.total ?? 0,
    page: query.page,
    pageSize: query.pageSize,
  }
}

export async function getRecord(sql: Sql, kind: Kind, id: string): Promise<Values | undefined> {
  const [row] = await sql<Row[]>`${selectRecords(sql, kind)} where r.id = ${id}`
  return row === undefined ? undefined : (await dated(sql, kind, [row]))[0]
}

async function dated(sql: Sql, kind: Kind, rows: readonly Row[]): Promise<Values[]> {
  const since = await inForceSince(
    sql,
    kind,
    rows.map(({ id }) => String(id)),
  )
  return rows.map((row) => ({ ...shown(kind, row), inForceAt: since.get(String(row.id)) ?? null }))
}

function sortedBy(sql: Sql, kinds: Kinds, kind: Kind, sort: string | undefined): Fragment {
  if (sort === 'inForceAt') return inForceOrder(sql, kind)
  return orderOf(sql, kinds, kind.fields.find((one) => one.name === sort && sortable(kind, one)) ?? titleField(kind))
}

/** Texts by pinyin; a reference by the name of what it names, as the list shows it. */
function orderOf(sql: Sql, kinds: Kinds, field: Field): Fragment {
  const column = sql`r.${sql(columnOf(field.name))}`
  const target = field.type === 'reference' ? kinds.get(field.to) : undefined
  if (target) {
    const title = sql(columnOf(target.title))
    return sql`(select t.${title}::text from ${sql(target.table)} t where t.id::text = ${column}::text) collate pinyin`
  }
  return field.type === 'text' ? sql`${column}::text collate pinyin` : column
}

function whereOf(sql: Sql, kind: Kind, query: ListQuery): Fragment {
  let where: Fragment = sql`where true`
  const search = query.search?.trim()
  if (search) {
    const pattern = `%${search.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`
    const texts = kind.fields.filter((field) => field.type === 'text' || field.type === 'date')
    const any = texts.map((field): Fragment => sql`r.${sql(columnOf(field.name))}::text ilike ${pattern}`)
    where = sql`${where} and (${any.reduce((all, one) => sql`${all} or ${one}`)})`
  }
  for (const [name, value] of Object.entries(query.equal ?? {})) {
    const field = kind.fields.find((each) => each.name === name)
    if (!field || field.type === 'password') continue
    const link = kind.links?.[name]
    if (link) {
      where = sql`${where} and exists (select 1 from ${sql(link.table)} l
        where l.${sql(link.mine)} = r.id and l.${sql(link.other)} = ${value})`
    } else where = sql`${where} and r.${sql(columnOf(name))}::text = ${value}`
  }
  return where
}

const sortable = (kind: Kind, field: Field): boolean => kind.links?.[field.name] === undefined && isSortable(field)

const titleField = (kind: Kind): Field => {
  const field = kind.fields.find((each) => each.name === kind.title)
  if (!field) throw new Error(`kind ${kind.kind} has no field ${kind.title}`)
  return field
}
