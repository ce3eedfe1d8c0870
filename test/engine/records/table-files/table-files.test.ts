// Tables as files: what a spreadsheet makes of numbers, times, names and what is no character of XML.
import { read, utils } from '@e965/xlsx'
import t from 'tap'
import { tableBytes } from '#engine/records/table-files/file.ts'
import type { Cell, Column } from '#engine/records/table-files/table.ts'

const COLUMNS: Column[] = [
  { title: '号码', type: 'id' },
  { title: '姓名' },
  { title: '时间', type: 'time' },
  { title: '量' },
]
const ROWS: Cell[][] = [
  ['13900139000', '=cmd()', '2026-03-02 09:30:00', 12],
  ['0123', '@x <b>&"', '', -0.5],
  ['1001', ' \t=1+1', null, null],
  ['+8613900139000', 'a\u0000b\ud800\u{1f600}', '2026-03-02 00:00:00', 3],
]

t.test('CSV keeps digits as they are and runs nothing', async (t) => {
  const text = (await tableBytes({ columns: COLUMNS, rows: [ROWS] }, 'csv')).toString('utf8')
  t.same(text.split('\r\n').slice(0, 4), [
    '\ufeff号码,姓名,时间,量',
    '\t13900139000,"\'=cmd()",2026-03-02 09:30:00,12',
    '\t0123,"\'@x <b>&""",,-0.5',
    '1001,"\'=1+1",,',
  ])
  t.match(text, /\t\+8613900139000,/)
})

t.test('Excel has texts as texts, numbers as numbers and times as times', async (t) => {
  const bytes = await tableBytes({ columns: COLUMNS, rows: [ROWS.slice(0, 2), ROWS.slice(2)] }, 'xlsx')
  const sheet = read(bytes, { cellDates: true, UTC: true }).Sheets.Tinglan
  const at = (cell: string) => sheet?.[cell] as { t: string; v: unknown } | undefined
  t.same([at('A2')?.t, at('A2')?.v], ['s', '13900139000'])
  t.same([at('A3')?.t, at('A3')?.v], ['s', '0123'])
  t.same([at('B2')?.t, at('B2')?.v], ['s', '=cmd()'], 'a text cell is no formula')
  t.equal(at('B3')?.v, '@x <b>&"')
  t.equal(at('B5')?.v, 'ab\u{1f600}', 'what XML cannot hold is left out')
  t.same(at('C2')?.v, new Date(Date.UTC(2026, 2, 2, 9, 30)))
  t.same([at('D2')?.t, at('D2')?.v, at('D3')?.v], ['n', 12, -0.5])
  t.equal(utils.decode_range(sheet?.['!ref'] ?? '').e.r, 4)
})
