// A planner's file as sheets of texts: CSV in UTF-8, UTF-16 or GB18030, or an Excel file. Bounded in rows, columns and memory.
import { type CellObject, read, type WorkBook, type WorkSheet } from '@e965/xlsx'
import Papa from 'papaparse'
import { done, type Outcome } from '../../records/record/outcome.ts'
import { documentSheets } from './document.ts'
import { cellName, fileFault } from './problem.ts'
import { quickSheets } from './quick-sheets.ts'
import { filled, type RawSheet, rawSheet } from './raw-sheet.ts'
import { MOST_COLUMNS, tooWide, unzip } from './zip.ts'

export const MOST_ROWS = 150_000
/** rows above the head and blank ones may come on top */
const READ_ROWS = MOST_ROWS + 1_000

const startsWith = (bytes: Buffer, ...start: number[]): boolean => start.every((byte, at) => bytes[at] === byte)
const isZip = (bytes: Buffer): boolean => startsWith(bytes, 0x50, 0x4b, 0x03, 0x04)
const isOldExcel = (bytes: Buffer): boolean => startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)

export function readBook(bytes: Buffer): Outcome<RawSheet[]> {
  if (bytes.length === 0) return fileFault('文件是空的。', 'The file is empty.')
  const parts = isZip(bytes) ? unzip(bytes) : undefined
  if (parts && !parts.ok) return parts
  try {
    const quick = parts && (documentSheets(parts.value) ?? quickSheets(parts.value, READ_ROWS))
    const sheets = quick ?? (parts || isOldExcel(bytes) ? librarySheets(bytes) : csvSheets(bytes))
    return boundFault(sheets) ?? done(sheets)
  } catch {
    return fileFault(
      '文件无法读取：不是 CSV 或 Excel 文件，已损坏，或有密码保护。',
      'The file cannot be read: it is neither CSV nor Excel, is damaged, or is protected by a password.',
    )
  }
}

function boundFault(sheets: readonly RawSheet[]) {
  for (const { name, rows } of sheets) {
    const wide = rows.find(({ cells }) => cells.length > MOST_COLUMNS)
    if (wide) return tooWide(cellName({ sheet: name, row: wide.row, place: wide.cells.length - 1 }), name)
    const last = rows[MOST_ROWS + 100]
    if (last)
      return fileFault(
        `${name ? `工作表“${name}”` : '文件'}超过 ${MOST_ROWS} 行（到 ${cellName({ sheet: name, row: last.row, place: 0 })} 为止已超出），请拆分后分次导入。`,
        `${name ? `Sheet "${name}"` : 'The file'} has more than ${MOST_ROWS} rows (passed at ${cellName({ sheet: name, row: last.row, place: 0 })}): split it and import the parts.`,
      )
  }
  return undefined
}

/** Excel of Chinese Windows saves CSV in GB18030, which is not valid UTF-8. */
export function textOf(bytes: Buffer): string {
  if (startsWith(bytes, 0xff, 0xfe)) return new TextDecoder('utf-16le').decode(bytes)
  if (startsWith(bytes, 0xfe, 0xff)) return new TextDecoder('utf-16be').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030', { fatal: true }).decode(bytes)
  }
}

function csvSheets(bytes: Buffer): RawSheet[] {
  const options = { skipEmptyLines: false, delimitersToGuess: [',', ';', '\t', '|'], preview: READ_ROWS }
  const { data } = Papa.parse<string[]>(textOf(bytes), options)
  return [
    {
      rows: filled(data.map((cells) => cells.map((cell) => cell.replace(/\p{Cc}+/gu, ' ').trim()))),
      merged: new Set(),
    },
  ]
}

/** Any Excel file, unusual and old ones too. */
export function librarySheets(bytes: Buffer): RawSheet[] {
  const book = read(bytes, {
    ...{ dense: true, cellDates: true, UTC: true, sheetRows: READ_ROWS },
    ...{ cellHTML: false, cellFormula: false, cellText: false },
  })
  return book.SheetNames.filter((_, place) => !isHidden(book, place)).flatMap((name) => {
    const sheet = book.Sheets[name]
    return sheet?.['!data'] ? [excelSheet(name, sheet)] : []
  })
}

const isHidden = (book: WorkBook, place: number): boolean => (book.Workbook?.Sheets?.[place]?.Hidden ?? 0) !== 0

function excelSheet(name: string, sheet: WorkSheet): RawSheet {
  const rows = (sheet['!data'] as (CellObject | undefined)[][]).map((cells) => Array.from(cells ?? [], cellText))
  return rawSheet(name, rows, sheet['!merges'] ?? [])
}

/** A date cell holds its local time as if it were UTC, a time cell the day zero of Excel. */
function cellText(cell: CellObject | undefined): string {
  const value = cell?.v
  if (value === undefined || value === null || cell?.t === 'z') return ''
  if (cell?.t === 'e') return '#N/A'
  if (!(value instanceof Date)) return String(value).trim()
  const text = new Date(Math.round(value.getTime() / 60_000) * 60_000).toISOString()
  return text < '1901' ? text.slice(11, 16) : `${text.slice(0, 10)} ${text.slice(11, 16)}`
}
