// The one sheet of a file that has the columns asked for, and its head row: titles above it and other sheets are passed over.
import type { Label } from '../../protocol/fields.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import { MOST_ROWS } from './book.ts'
import { type ColumnName, columnWord, type Places, placesIn } from './columns.ts'
import { cellName, fileFault, label, type Problem } from './problem.ts'
import type { RawSheet, SheetRow } from './raw-sheet.ts'

export interface Sheet {
  name?: string
  head: SheetRow
  rows: SheetRow[]
  has(column: ColumnName): boolean
  of(row: SheetRow, column: ColumnName): string
  /** as the file spells it */
  word(column: ColumnName): string
  /** its text is a merged neighbour's */
  isMerged(row: SheetRow, column: ColumnName): boolean
  problem(row: SheetRow, column: ColumnName, zh: string, en: string): Problem
  /** cell of the head */
  headCell(column: ColumnName): string
  /** what else was in the file and not read */
  notes: Label[]
}

/** Rows with text among which the head is looked for. */
const HEAD_WITHIN = 30

interface Found {
  raw: RawSheet
  at: number
  places: Places
}

/** `ways`: each a set of columns that would do. */
export function sheetOf(book: readonly RawSheet[], ways: readonly ColumnName[][]): Outcome<Sheet> {
  if (book.every(({ rows }) => rows.length === 0)) return fileFault('文件中没有内容。', 'There is nothing in the file.')
  const found = book.flatMap((raw) => headOf(raw, ways) ?? [])
  const chosen = found.find(({ raw, at }) => raw.rows.length > at + 1)
  if (chosen) return taken(chosen, found)
  const [empty] = found
  if (empty) {
    const cell = cellName({ sheet: empty.raw.name, row: (empty.raw.rows[empty.at]?.row ?? 0) + 1, place: 0 })
    return fileFault(
      `表头下面没有数据：${cell} 起为空。`,
      `There are no rows below the head: ${cell} and below is empty.`,
    )
  }
  return noHead(book, ways)
}

function headOf(raw: RawSheet, ways: readonly ColumnName[][]): Found | undefined {
  for (const [at, row] of raw.rows.slice(0, HEAD_WITHIN).entries()) {
    const places = placesIn(row.cells)
    if (ways.some((way) => way.every((name) => places.has(name)))) return { raw, at, places }
  }
  return undefined
}

function taken({ raw, at, places }: Found, found: readonly Found[]): Outcome<Sheet> {
  const head = raw.rows[at] as SheetRow
  const rows = raw.rows.slice(at + 1)
  const over = rows[MOST_ROWS]
  if (over) {
    const cell = cellName({ sheet: raw.name, row: over.row, place: 0 })
    return fileFault(
      `数据超过 ${MOST_ROWS} 行（${cell} 起超出），请拆分后分次导入。`,
      `There are more than ${MOST_ROWS} rows (too many from ${cell} on): split the file and import the parts.`,
    )
  }
  const placeOf = (column: ColumnName): number => places.get(column) ?? -1
  const others = found.filter((each) => each.raw !== raw && each.raw.rows.length > each.at + 1)
  return done({
    ...(raw.name === undefined ? {} : { name: raw.name }),
    head,
    rows,
    has: (column) => places.has(column),
    of: (row, column) => row.cells[placeOf(column)] ?? '',
    word: (column) => head.cells[placeOf(column)] ?? column,
    isMerged: (row, column) => raw.merged.has(`${row.row}:${placeOf(column)}`),
    problem: (row, column, zh, en) => ({
      row: row.row,
      cell: cellName({ sheet: raw.name, row: row.row, place: Math.max(0, placeOf(column)) }),
      ...(places.has(column) ? { column: head.cells[placeOf(column)] ?? '' } : {}),
      text: { zh, en },
    }),
    headCell: (column) => cellName({ sheet: raw.name, row: head.row, place: Math.max(0, placeOf(column)) }),
    notes: notesOf(raw, at, others),
  })
}

function notesOf(raw: RawSheet, at: number, others: readonly Found[]): Label[] {
  const notes: Label[] = []
  const head = cellName({ sheet: raw.name, row: raw.rows[at]?.row ?? 1, place: 0 })
  if (at > 0)
    notes.push(
      label(`表头在 ${head}，其上方的标题行未读取。`, `The head is at ${head}; title rows above it are not read.`),
    )
  const names = others.map((each) => each.raw.name ?? '')
  if (names.length > 0)
    notes.push(
      label(
        `读取的是工作表“${raw.name}”；工作表“${names.join('”、“')}”也有相同的列，未读取。`,
        `Sheet "${raw.name}" is read; ${names.map((name) => `"${name}"`).join(', ')} with the same columns is not.`,
      ),
    )
  return notes
}

const wordsOf = (names: readonly ColumnName[], lang: 'zh' | 'en'): string =>
  names
    .map((name) => (lang === 'zh' ? `“${columnWord(name).zh}”` : `"${columnWord(name).en}"`))
    .join(lang === 'zh' ? '、' : ', ')

/** Says which columns are needed, and what the row that comes nearest has and lacks. */
function noHead(book: readonly RawSheet[], ways: readonly ColumnName[][]) {
  const needed = {
    zh: ways.map((way) => wordsOf(way, 'zh')).join('，或 '),
    en: ways.map((way) => wordsOf(way, 'en')).join(', or '),
  }
  const near = nearest(book, ways)
  const zhNear = near && ` 最接近的是 ${near.cell} 所在行：缺少 ${wordsOf(near.missing, 'zh')}。`
  const enNear = near && ` The row of ${near.cell} comes nearest: it lacks ${wordsOf(near.missing, 'en')}.`
  const sheets = book.flatMap(({ name }) => name ?? [])
  const zhIn = sheets.length > 0 ? `工作表“${sheets.join('”、“')}”` : '文件'
  const enIn = sheets.length > 0 ? `Sheet ${sheets.map((name) => `"${name}"`).join(', ')}` : 'The file'
  return fileFault(
    `${zhIn}的前 ${HEAD_WITHIN} 行中没有找到表头。需要的列：${needed.zh}。${zhNear ?? ''}`,
    `${enIn}: no head among the first ${HEAD_WITHIN} rows. Columns needed: ${needed.en}.${enNear ?? ''}`,
  )
}

function nearest(
  book: readonly RawSheet[],
  ways: readonly ColumnName[][],
): { cell: string; missing: ColumnName[] } | undefined {
  const all = book.flatMap((raw) =>
    raw.rows.slice(0, HEAD_WITHIN).flatMap((row) => {
      const places = placesIn(row.cells)
      return ways.flatMap((way) => {
        const here = way.filter((name) => places.has(name))
        if (here.length === 0) return []
        const place = places.get(here[0] as ColumnName) ?? 0
        const missing = way.filter((name) => !places.has(name))
        return [{ cell: cellName({ sheet: raw.name, row: row.row, place }), missing }]
      })
    }),
  )
  return all.sort((a, b) => a.missing.length - b.missing.length)[0]
}
