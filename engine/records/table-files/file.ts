// A table as a stream of bytes, or for a small one as its bytes.
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { csvParts } from './csv.ts'
import { pdfStream } from './pdf.ts'
import type { Table, TableFormat } from './table.ts'
import { xlsxStream } from './xlsx.ts'

export const tableStream = (table: Table, format: TableFormat): Readable => STREAMS[format](table)

const STREAMS: Record<TableFormat, (table: Table) => Readable> = {
  csv: (table) => Readable.from(csvParts(table), { objectMode: false }),
  xlsx: xlsxStream,
  pdf: pdfStream,
}

export const tableBytes = (table: Table, format: TableFormat): Promise<Buffer> => buffer(tableStream(table, format))
