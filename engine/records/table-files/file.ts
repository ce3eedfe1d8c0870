// A table as a stream of bytes, or for a small one as its bytes.
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { csvParts } from './csv.ts'
import type { Table, TableFormat } from './table.ts'
import { xlsxStream } from './xlsx.ts'

export const tableStream = (table: Table, format: TableFormat): Readable =>
  format === 'csv' ? Readable.from(csvParts(table), { objectMode: false }) : xlsxStream(table)

export const tableBytes = (table: Table, format: TableFormat): Promise<Buffer> => buffer(tableStream(table, format))
