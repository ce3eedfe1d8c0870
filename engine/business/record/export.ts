// Business records as a table for a file: read piece by piece, as the asker sees them and in the columns that were chosen.
import type { Field, Label } from '../../protocol/fields.ts'
import type { Sql } from '../../records/store/postgres.ts'
import type { Cell, Table } from '../../records/table-files/table.ts'
import { reachOf } from '../../rights/may.ts'
import { cellOf, clockOf, columnOf, type Lang } from './cells.ts'
import { type Actor, type BusinessKind, tableOf, type Values } from './kind.ts'
import type { BusinessKinds } from './kinds.ts'
import { type BusinessAsk, whereOf } from './list.ts'
import { maskedValues } from './mask.ts'
import { rowReach } from './reach.ts'
import { namesFor } from './references.ts'
import { type Raw, selectRaw } from './row.ts'
import { listedFields, type Shape, shapeOf } from './shape.ts'

export interface ExportOf {
  ask: Omit<BusinessAsk, 'size'>
  /** only these of them; empty: all */
  ids: string[]
  /** empty: those that the list shows */
  columns: string[]
  lang: Lang
  timeZone: string
}

const PIECE = 1_000

/** what stands beside a record's fields, by its head in files that go and that come */
export const BESIDE = {
  code: { zh: '编号', en: 'No.' },
  state: { zh: '状态', en: 'State' },
  ownerId: { zh: '负责人', en: 'Owner' },
  createdAt: { zh: '创建时间', en: 'Created' },
  updatedAt: { zh: '更新时间', en: 'Changed' },
} as const satisfies Record<string, Label>

export async function businessTable(
  sql: Sql,
  kinds: BusinessKinds,
  kind: BusinessKind,
  given: ExportOf,
  actor: Actor,
): Promise<{ total: number; table: Table }> {
  const shape = await shapeOf(sql, kind)
  const reach = await rowReach(sql, kind, actor)
  const only = given.ids.length > 0 ? sql`and r.id = any(${given.ids}::text[])` : sql``
  const where = sql`${whereOf(sql, shape, reach, { ...given.ask, size: 1 }, actor)} ${only}`
  const [count] = await sql<{ total: number }[]>`select count(*) as total from ${sql(tableOf(kind))} r ${where}`
  const columns = columnsOf(shape, given.columns)
  const more = (await kind.inFile?.(sql, where)) ?? []
  const whole = reachOf(actor.who, 'personal-data') === 'all'
  async function* rows(): AsyncGenerator<Cell[][]> {
    for (let after = ''; ; ) {
      const piece = await sql<Raw[]>`${selectRaw(sql, kind)} ${where} and r.id > ${after} order by r.id limit ${PIECE}`
      const names = await namesFor(sql, kinds, shape.fields, piece)
      const clock = clockOf(given.timeZone)
      const cell = (raw: Raw, column: Field | string): Cell =>
        typeof column === 'string'
          ? beside(shape, raw, column, names.agents ?? {}, given.lang, clock)
          : cellOf(column, shown(shape, raw.data, whole)[column.name], names, given.lang, clock)
      if (piece.length > 0)
        yield piece.map((raw) => [...columns.map((column) => cell(raw, column)), ...more.map(({ of }) => of(raw.data))])
      if (piece.length < PIECE) return
      after = piece.at(-1)?.id ?? ''
    }
  }
  const heads = columns.map((column) =>
    typeof column === 'string' ? headOf(column, given.lang) : columnOf(column, given.lang),
  )
  heads.push(...more.map(({ title }) => ({ title })))
  return { total: count?.total ?? 0, table: { columns: heads, rows: rows() } }
}

const shown = (shape: Shape, data: Values, whole: boolean): Values => (whole ? data : maskedValues(shape, data))

/** Fields by their names; what stands beside them by its own. */
function columnsOf(shape: Shape, asked: readonly string[]): (Field | string)[] {
  const standing = [...(shape.kind.numbering ? ['code'] : []), ...(shape.states.length > 0 ? ['state'] : [])]
  const names = asked.length > 0 ? asked : [...standing, ...listedFields(shape)]
  return names.flatMap((name): (Field | string)[] => {
    const field = shape.fields.find((one) => one.name === name)
    if (field) return [field]
    return Object.hasOwn(BESIDE, name) ? [name] : []
  })
}

const headOf = (name: string, lang: Lang) => ({
  title: BESIDE[name as keyof typeof BESIDE]?.[lang] ?? name,
  ...(name.endsWith('At') ? { type: 'time' as const } : {}),
})

function beside(
  shape: Shape,
  raw: Raw,
  name: string,
  agents: Record<string, string>,
  lang: Lang,
  clock: (at: number) => string,
): Cell {
  if (name === 'state') return shape.states.find(({ value }) => value === raw.state)?.label[lang] ?? raw.state
  if (name === 'ownerId') return raw.ownerId === null ? null : (agents[raw.ownerId] ?? raw.ownerId)
  if (name === 'createdAt' || name === 'updatedAt') return clock(raw[name])
  return raw.code
}
