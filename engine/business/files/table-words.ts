// What goes to the thread of tables, and what comes back.
import type { Outcome } from '../../records/record/outcome.ts'

export interface TableWork {
  bytes: Uint8Array
  pieceRows: number
}
export interface TableSeen {
  heads: string[]
  total: number
  sample: string[][]
}
/** `row` as the spreadsheet shows it */
export interface TableRow {
  row: number
  cells: string[]
}
export type TableNews =
  | { type: 'seen'; seen: Outcome<TableSeen> }
  | { type: 'piece'; rows: TableRow[] }
  | { type: 'end' }
