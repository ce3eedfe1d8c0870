// A table as CSV that spreadsheets open as it is: UTF-8 with its mark, digits kept, nothing run as a formula.
import Papa from 'papaparse'
import type { Cell, Column, Table } from './table.ts'

const LINE = '\r\n'

export async function* csvParts({ columns, rows }: Table): AsyncGenerator<string> {
  yield `\ufeff${lines([columns.map(({ title }) => title)])}`
  for await (const piece of rows)
    if (piece.length > 0) yield lines(piece.map((cells) => cells.map((cell, at) => safe(cell, columns[at]))))
}

const lines = (rows: Cell[][]): string =>
  // a name must not become a formula in somebody's spreadsheet; what `safe` put a tab before is text already
  `${Papa.unparse(rows, { escapeFormulae: /^[=+\-@\r]/, newline: LINE })}${LINE}`

/** Excel makes 1.39E+10 of a phone number and 12 of 012: a tab before it makes it text, and is seen by nobody. */
function safe(cell: Cell, column: Column | undefined): Cell {
  if (typeof cell !== 'string') return cell
  const text = cell.replace(/^[\s\p{Cc}]+/u, '')
  return column?.type === 'id' && /^\+?\d+$/.test(text) && !/^[1-9]\d{0,6}$/.test(text) ? `\t${text}` : text
}
