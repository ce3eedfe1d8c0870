// A sheet as texts, whoever read it: merged cells have the text of their first.
import { MOST_COLUMNS } from './zip.ts'

export interface SheetRow {
  /** as the spreadsheet shows it: the first line is 1 */
  row: number
  cells: string[]
}

export interface RawSheet {
  /** absent in a CSV file */
  name?: string
  /** rows with any text, in order */
  rows: SheetRow[]
  /** cells that have their text from a merged neighbour, as 'row:place' */
  merged: ReadonlySet<string>
}

const MOST_MERGED = 1_000_000

export interface Merge {
  s: { r: number; c: number }
  e: { r: number; c: number }
}

export const filled = (rows: readonly string[][]): SheetRow[] =>
  rows.flatMap((cells, index) => (cells.some((cell) => cell !== '') ? [{ row: index + 1, cells }] : []))

/** `rows` by row number less one, and may have holes. */
export function rawSheet(name: string, rows: string[][], merges: readonly Merge[]): RawSheet {
  const merged = new Set<string>()
  for (const { s, e } of merges)
    for (let row = s.r; row <= Math.min(e.r, rows.length - 1) && merged.size < MOST_MERGED; row++)
      for (let place = s.c; place <= Math.min(e.c, MOST_COLUMNS); place++) {
        if (row === s.r && place === s.c) continue
        const cells = rows[row] ?? []
        rows[row] = cells
        while (cells.length <= place) cells.push('')
        cells[place] = rows[s.r]?.[s.c] ?? ''
        merged.add(`${row + 1}:${place}`)
      }
  return { name, rows: filled(rows), merged }
}
