// The inside of the thread of tables: reads a CSV or Excel file, tells its head and first rows, then gives the rows piece by piece.
import { parentPort, workerData } from 'node:worker_threads'
import { readBook } from '../../planning/files/book.ts'
import { fileFault } from '../../planning/files/problem.ts'
import { done, type Outcome } from '../../records/record/outcome.ts'
import type { TableNews, TableSeen, TableWork } from './table-words.ts'

const SAMPLE = 5
const { bytes, pieceRows } = workerData as TableWork
const tell = (news: TableNews): void => parentPort?.postMessage(news)

function seenIn(): Outcome<TableSeen & { rows: { row: number; cells: string[] }[] }> {
  const book = readBook(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (!book.ok) return book
  const sheet = book.value.find(({ rows }) => rows.length > 0)
  const [head, ...rows] = sheet?.rows ?? []
  if (!head || rows.length === 0) return fileFault('文件里没有数据行。', 'The file has no rows below its head.')
  const heads = head.cells.map((cell) => cell.trim())
  const doubled = heads.find((name, at) => name !== '' && heads.indexOf(name) !== at)
  if (doubled) return fileFault(`有两列都叫“${doubled}”。`, `Two columns are called "${doubled}".`)
  return done({ heads, total: rows.length, sample: rows.slice(0, SAMPLE).map(({ cells }) => cells), rows })
}

const read = seenIn()
if (read.ok) {
  const { rows, ...seen } = read.value
  let at = 0
  parentPort?.on('message', () => {
    if (at >= rows.length) {
      tell({ type: 'end' })
      parentPort?.close()
      return
    }
    tell({ type: 'piece', rows: rows.slice(at, at + pieceRows) })
    at += pieceRows
  })
  tell({ type: 'seen', seen: done(seen) })
} else tell({ type: 'seen', seen: read })
