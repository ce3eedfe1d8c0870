// A planner's table as a file.
import { tableBytes } from '../../records/table-files/file.ts'
import type { Cell, FileFormat } from '../../records/table-files/table.ts'

export interface Table {
  head: string[]
  rows: Cell[][]
}

export const fileOf = ({ head, rows }: Table, format: FileFormat): Promise<Buffer> =>
  tableBytes({ columns: head.map((title) => ({ title })), rows: [rows] }, format)
