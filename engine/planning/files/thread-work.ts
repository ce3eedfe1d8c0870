// The inside of the thread of files: reads one, tells what it saw, then gives its rows piece by piece.
import { parentPort, workerData } from 'node:worker_threads'
import { type RowsOf, readFile } from './read-file.ts'
import type { FileNews, FileWork } from './thread-words.ts'

type Row = RowsOf[keyof RowsOf]

const tell = (news: FileNews): void => parentPort?.postMessage(news)
const dateOf = (row: Row): string => ('at' in row ? row.at.slice(0, 10) : row.date)

const { bytes, ask, pieceRows } = workerData as FileWork
const read = readFile(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), ask)
let at = 0

/** A date is in one piece, so that it is replaced as a whole. A roster is changed at once: all of it is one piece. */
function next(rows: readonly Row[]): void {
  if (at >= rows.length) {
    tell({ type: 'end' })
    parentPort?.close()
    return
  }
  let to = ask.what === 'history' ? Math.min(at + pieceRows, rows.length) : rows.length
  while (to < rows.length && dateOf(rows[to] as Row) === dateOf(rows[to - 1] as Row)) to += 1
  tell({ type: 'piece', rows: rows.slice(at, to) })
  at = to
}

if (read.ok) {
  const { rows, ...seen } = read.value
  parentPort?.on('message', () => next(rows))
  tell({ type: 'seen', seen: { ok: true, value: seen } })
} else tell({ type: 'seen', seen: read })
