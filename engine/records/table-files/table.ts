// A table on its way into a file: columns, and rows that come piece by piece so that none needs to be held as a whole.
export type Cell = string | number | null
export type TableFormat = 'csv' | 'xlsx' | 'pdf'
export type FileFormat = TableFormat | 'zip'

export interface Column {
  title: string
  /**
   * `id`: digits that are no amount, such as a phone number: a spreadsheet must not round them or cut zeros.
   * `time`: local, as 2026-03-02 09:30:00. Others are what their cells are.
   */
  type?: 'id' | 'time'
}

export type Rows = AsyncIterable<readonly Cell[][]> | Iterable<readonly Cell[][]>

export interface Table {
  /** at the head of a page that is printed */
  title?: string
  columns: readonly Column[]
  rows: Rows
}

export const FILE_TYPES: Record<FileFormat, string> = {
  csv: 'text/csv; charset=utf-8',
  pdf: 'application/pdf',
  zip: 'application/zip',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/** A sheet's rows, its head included; ECMA-376 leaves it open, Excel does not. */
export const XLSX_ROWS = 1_048_576
