// A planner's table as a file.
import { tableBytes } from '../../records/table-files/file.ts'
import type { Cell, TableFormat } from '../../records/table-files/table.ts'

export interface Table {
  head: string[]
  rows: Cell[][]
}

export const fileOf = ({ head, rows }: Table, format: TableFormat): Promise<Buffer> =>
  tableBytes({ columns: head.map((title) => ({ title })), rows: [rows] }, format)
