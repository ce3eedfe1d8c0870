// Excel files as people make them: titles, sheets, merged cells, queues; and those that would hurt the reader.

import t from 'tap'
import { readBook } from '#engine/planning/files/book.ts'
import { readHistory } from '#engine/planning/files/intervals.ts'
import { cellName } from '#engine/planning/files/problem.ts'
import { bombBook, bookOf } from '../../../kit/books.ts'

const TODAY = '2026-11-29'
function read(bytes: Buffer, queue?: string[]) {
  const book = readBook(bytes)
  return book.ok ? readHistory(book.value, { today: TODAY, ...(queue ? { queue: { names: queue } } : {}) }) : book
}

t.test('titles above the head and sheets before the data are passed over, and said', (t) => {
  const data = [['2026 年话务'], [], ['时间', '来电量'], ['2026-03-02 09:00', 12], ['2026-03-02 09:30', 'many']]
  const result = read(bookOf({ 封面: [['某公司'], ['编制：张三']], 数据: data, 副本: data }))
  t.match(result, {
    ok: true,
    value: {
      rows: [{ at: '2026-03-02T09:00', offered: 12 }],
      problems: [{ row: 5, cell: '数据!B5', column: '来电量' }],
      notes: [{ zh: /^表头在 数据!A3/ }, { zh: '读取的是工作表“数据”；工作表“副本”也有相同的列，未读取。' }],
    },
  })
  t.end()
})

t.test('rows and columns that begin further down and right keep the cells’ names', (t) => {
  const result = read(bookOf({ 'My data': [[], [null, null, 'at', 'offered'], [null, null, '2026-03-02 09:00', '?']] }))
  t.match(result, { ok: true, value: { problems: [{ row: 3, cell: "'My data'!D3" }] } })
  t.equal(cellName({ row: 1, place: 701 }), 'ZZ1')
  t.equal(cellName({ row: 1, place: 702 }), 'AAA1')
  t.end()
})

t.test('a merged date holds for all rows it covers; a merged number is refused at its cell', (t) => {
  const date = new Date(Date.UTC(2026, 2, 2))
  const cells = [
    ['日期', '时刻', '来电量'],
    [date, '09:00', 12],
    [null, '09:30', 13],
    [null, '10:00', null],
  ]
  t.match(read(bookOf({ S: cells }, { S: ['A2:A4', 'C3:C4'] })), {
    ok: true,
    value: {
      rows: [{ at: '2026-03-02T09:00' }, { at: '2026-03-02T09:30', offered: 13 }],
      problems: [{ cell: 'S!C4', text: { zh: /^合并的单元格不能作为数值/ } }],
    },
  })
  t.end()
})

t.test('a column of queues gives the rows of the queue that is imported, and is refused for the whole', (t) => {
  const cells = [
    ['时间', '队列', '来电量'],
    ['2026-03-02 09:00', '售前', 1],
    ['2026-03-02 09:00', '投诉', 2],
    ['2026-03-02 09:30', '售前', 3],
  ]
  const file = bookOf({ S: cells })
  t.match(read(file, ['售前', 'queue-sales']), {
    ok: true,
    value: { rows: [{ offered: 1 }, { offered: 3 }], problems: [], notes: [{ zh: /其他队列的 1 行未读取/ }] },
  })
  t.match(read(file), { ok: false, say: { zh: /^S!B1 是队列列，文件含 2 个队列（“售前”、“投诉”）/ } })
  t.match(read(file, ['客服']), { ok: false, say: { zh: /S!B1 列中没有队列“客服”/ } })
  t.end()
})

t.test('a file that unpacks into gigabytes is refused before it is read, whatever sizes it claims', (t) => {
  const bomb = bombBook()
  t.ok(bomb.length < 20_000)
  t.match(readBook(bomb), { ok: false, say: { zh: /解压后超过 256 MB/, en: /Unpacked/ } })
  t.end()
})

t.test('a sheet of ten thousand columns is refused, naming the cell', (t) => {
  const wide = bookOf({ 宽: [Array.from({ length: 10_000 }, (_, n) => `c${n}`)] })
  t.match(readBook(wide), { ok: false, say: { zh: /单元格 AAA1 超出了 ZZ 列/ } })
  t.match(readBook(Buffer.from(`${'a,'.repeat(10_000)}a\n1,2`)), { ok: false, say: { zh: /NTQ1/ } })
  t.end()
})

t.test('more rows than can be taken are refused at the first of them, not cut off', (t) => {
  const lines = Array.from({ length: 150_001 }, (_, n) => `2026-01-01 00:00,${n}`)
  t.match(read(Buffer.from(`at,offered\n${lines.join('\n')}`)), { ok: false, say: { zh: /A150002 起超出/ } })
  t.end()
})
