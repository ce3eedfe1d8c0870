// A table as a file: CSV that Excel reads as UTF-8, or an Excel sheet.
import { utils, write } from '@e965/xlsx'
import Papa from 'papaparse'

export type Cell = string | number | null
export type FileFormat = 'csv' | 'xlsx'

export interface Table {
  head: string[]
  rows: Cell[][]
}

export const FILE_TYPES: Record<FileFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const WIDEST = 40

export function fileOf({ head, rows }: Table, format: FileFormat): Buffer {
  // a name must not become a formula in somebody's spreadsheet
  if (format === 'csv')
    return Buffer.from(`\ufeff${Papa.unparse([head, ...rows], { escapeFormulae: true, newline: '\r\n' })}\r\n`)
  const sheet = utils.aoa_to_sheet([head, ...rows])
  sheet['!cols'] = head.map((_, place) => ({ wch: widthOf([head, ...rows.slice(0, 100)], place) }))
  const book = utils.book_new()
  utils.book_append_sheet(book, sheet, 'Tinglan')
  return write(book, { type: 'buffer', bookType: 'xlsx', compression: true }) as Buffer
}

/** A Chinese character is twice as wide. */
const widthOf = (rows: readonly Cell[][], place: number): number =>
  Math.min(
    WIDEST,
    2 +
      Math.max(
        ...rows.map((row) => [...String(row[place] ?? '')].reduce((sum, sign) => sum + (sign > '⺀' ? 2 : 1), 0)),
      ),
  )
