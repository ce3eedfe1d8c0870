// A planner's file on its way in: what is refused before it is sent, what is asked, what is said of it.
import t from 'tap'
import type { ImportPreview } from '#engine/protocol/planning.ts'
import {
  faultOfFile,
  importQuery,
  placeOf,
  problemsCsv,
  sampleColumns,
  templateCsv,
} from '#web/src/lib/files/import-flow.ts'

const preview = (more: Partial<ImportPreview> = {}): ImportPreview => ({
  what: 'history',
  rows: 3,
  accepted: 2,
  problems: [],
  moreProblems: 0,
  notes: [],
  questions: [],
  sample: [],
  imported: false,
  ...more,
})

t.test('only CSV and Excel files of a sensible size are sent', async (t) => {
  t.equal(faultOfFile({ name: '话务.CSV', size: 10 }), undefined)
  t.equal(faultOfFile({ name: 'calls.xlsx', size: 10 }), undefined)
  t.equal(faultOfFile({ name: 'calls.pdf', size: 10 }), 'wrongType')
  t.equal(faultOfFile({ name: 'calls.csv', size: 0 }), 'empty')
  t.equal(faultOfFile({ name: 'calls.csv', size: 16_000_001 }), 'tooBig')
})

t.test('a file is tried first: the question says that nothing is to be kept', async (t) => {
  t.same(importQuery({ what: 'history', series: 'queue:q' }, true), {
    what: 'history',
    series: 'queue:q',
    dryRun: true,
  })
  t.same(importQuery({ what: 'roster', id: 'r' }, false), { what: 'roster', id: 'r', dryRun: false })
  t.equal(placeOf({ mode: 'preview', file: {} as File, preview: preview() }), 1)
  t.equal(placeOf({ mode: 'sending', dryRun: true, share: 0.5 }), 0)
  t.equal(placeOf({ mode: 'sending', dryRun: false, share: 0.5 }), 1)
})

t.test('columns of the sample are those of any row, in the order of the file', async (t) => {
  t.same(
    sampleColumns([
      { at: '1', offered: '2' },
      { at: '3', aht: '4' },
    ]),
    ['at', 'offered', 'aht'],
  )
})

t.test('the list of problems can be read by Excel, in the reader’s language', async (t) => {
  const problems = [
    { row: 7, cell: '数据!B7', column: 'offered', text: { zh: '“x”不是数字', en: '"x" is not a number' } },
  ]
  t.equal(
    problemsCsv(problems, 'en', ['Cell', 'Column', 'Problem']),
    '\uFEFFCell,Column,Problem\r\n数据!B7,offered,"""x"" is not a number"\r\n',
  )
  t.match(problemsCsv(problems, 'zh', ['单元格', '列', '问题']), /数据!B7,offered,“x”不是数字/)
})

t.test('the template has the columns that the page names', async (t) => {
  t.match(templateCsv('2026-11-20', 'history'), /^\uFEFFat,offered,aht\r\n2026-11-20 09:00,\d+,\d+\r\n/)
})
