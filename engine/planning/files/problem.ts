// What is wrong with a file, in both languages and with the cell it is about, as a spreadsheet names it.
import type { Label } from '../../protocol/fields.ts'
import type { ImportPreview } from '../../protocol/planning.ts'
import { type Refused, refused } from '../../records/record/outcome.ts'

export type Problem = ImportPreview['problems'][number]

/** Where a cell is: row as the spreadsheet shows it (from 1), place from 0, the sheet where the file has sheets. */
export interface Place {
  sheet?: string | undefined
  row: number
  place: number
}

/** 0 is A, 25 Z, 26 AA. */
export function columnLetters(place: number): string {
  let letters = ''
  for (let rest = place + 1; rest > 0; rest = Math.floor((rest - 1) / 26))
    letters = String.fromCharCode(65 + ((rest - 1) % 26)) + letters
  return letters
}

/** B7, or 数据!B7, or 'My data'!B7. */
export function cellName({ sheet, row, place }: Place): string {
  const cell = `${columnLetters(place)}${row}`
  if (sheet === undefined) return cell
  return /^[\p{L}\p{N}_]+$/u.test(sheet) ? `${sheet}!${cell}` : `'${sheet.replaceAll("'", "''")}'!${cell}`
}

/** The whole file is refused. */
export const fileFault = (zh: string, en: string): Refused => refused('bad-input', { say: { zh, en } })

export const label = (zh: string, en: string): Label => ({ zh, en })
