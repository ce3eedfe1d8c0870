// A file of a planner as rows of texts: CSV in UTF-8, UTF-16 or GB18030, or the first sheet of an Excel file.
import { read, utils } from '@e965/xlsx'
import Papa from 'papaparse'
import { done, type Outcome, refused } from '../../records/record/outcome.ts'

export interface SheetRow {
  /** as the spreadsheet shows it: the first line is 1 */
  row: number
  cells: string[]
}

export interface Sheet {
  head: string[]
  rows: SheetRow[]
}

export const FILE_BYTES = 16_000_000
const MOST_ROWS = 150_000

const startsWith = (bytes: Buffer, ...start: number[]): boolean => start.every((byte, at) => bytes[at] === byte)
const isExcel = (bytes: Buffer): boolean =>
  startsWith(bytes, 0x50, 0x4b, 0x03, 0x04) || startsWith(bytes, 0xd0, 0xcf, 0x11, 0xe0)

export function readSheet(bytes: Buffer): Outcome<Sheet> {
  if (bytes.length === 0) return refused('bad-input', { detail: 'the file is empty' })
  let lines: string[][]
  try {
    lines = isExcel(bytes) ? excelLines(bytes) : csvLines(bytes)
  } catch (error) {
    return refused('bad-input', { detail: `the file cannot be read: ${error instanceof Error ? error.message : ''}` })
  }
  const rows = lines
    .map((cells, index) => ({ row: index + 1, cells: cells.map((cell) => cell.trim()) }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
  const [head, ...rest] = rows
  if (!head || rest.length === 0) return refused('bad-input', { detail: 'the file has no rows below its head' })
  if (rest.length > MOST_ROWS) return refused('bad-input', { detail: `the file has more than ${MOST_ROWS} rows` })
  return done({ head: head.cells, rows: rest })
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

const csvLines = (bytes: Buffer): string[][] =>
  Papa.parse<string[]>(textOf(bytes), { skipEmptyLines: false, delimitersToGuess: [',', ';', '\t', '|'] }).data

function excelLines(bytes: Buffer): string[][] {
  const book = read(bytes, { dense: true, cellDates: true, UTC: true, sheetRows: MOST_ROWS + 2, cellHTML: false })
  const sheet = book.Sheets[book.SheetNames[0] ?? '']
  if (!sheet) return []
  const rows = utils.sheet_to_json<unknown[]>(sheet, { header: 1, raw: true, UTC: true, blankrows: true, defval: '' })
  return rows.map((cells) => cells.map(cellText))
}

/** A date cell holds its local time as if it were UTC, a time cell the day zero of Excel. */
function cellText(cell: unknown): string {
  if (!(cell instanceof Date)) return cell === null || cell === undefined ? '' : String(cell)
  const text = new Date(Math.round(cell.getTime() / 60_000) * 60_000).toISOString()
  return text < '1901' ? text.slice(11, 16) : `${text.slice(0, 10)} ${text.slice(11, 16)}`
}
