// Planners' files of history and need: what is understood, and what is told of each row that is not.
import t from 'tap'
import { readHistory, readNeed } from '#engine/planning/files/intervals.ts'
import { readSheet } from '#engine/planning/files/sheet.ts'
import { fileOf } from '#engine/planning/files/write.ts'

const sheetOf = (bytes: Buffer) => {
  const sheet = readSheet(bytes)
  if (!sheet.ok) throw new Error(sheet.detail)
  return sheet.value
}
const historyOf = (text: string | Buffer) => {
  const read = readHistory(sheetOf(Buffer.from(text)))
  if (!read.ok) throw new Error(read.detail)
  return read.value
}

const TAKEN = [
  { at: '2026-03-02T09:00', offered: 12, ahtMs: 180_000 },
  { at: '2026-03-02T09:30', offered: 1_234, ahtMs: 185_000 },
]

t.test('history is read in the ways people write it', (t) => {
  const ways: Record<string, string> = {
    'one column of time': 'at,offered,aht\n2026-03-02 09:00,12,180\n2026-03-02T09:30:00,1234,185',
    'Chinese heads, slashes, spans': '时间,呼入量,平均处理时长\n2026/3/2 9:00,12,3:00\n2026/3/2 9:30,"1,234",3:05',
    'date and time apart, semicolons':
      'Date;Interval;Calls;AHT (s)\n2026-03-02;09:00-09:30;12;180\n2026-03-02;09:30-10:00;1234;185',
    'Chinese date and time apart':
      '日期,时间,话务量,处理时长（毫秒）\n2026年3月2日,9点,12,180000\n20260302,9点30分,1234,185000',
    'tabs and minutes': 'timestamp\tvolume\thandle time (min)\n20260302 0900\t12\t3\n20260302 0930\t1234\t3:05',
  }
  for (const [way, text] of Object.entries(ways)) {
    const { rows, problems, slotMinutes } = historyOf(text)
    t.same(problems, [], way)
    t.same(rows, TAKEN, way)
    t.equal(slotMinutes, 30, way)
  }
  t.end()
})

t.test('a file saved by Chinese Excel is read in GB18030, one saved as UTF-16 too', (t) => {
  const text = '时间,呼入量,平均处理时长\r\n2026-03-02 09:00,12,180\r\n2026-03-02 09:30,1234,185\r\n'
  // the head's Chinese letters in GB18030, the rest is the same in both
  const head = Buffer.from('cab1bce42cbaf4c8ebc1bf2cc6bdbef9b4a6c0edcab1b3a4', 'hex')
  t.same(historyOf(Buffer.concat([head, Buffer.from(text.slice(text.indexOf('\r')))])).rows, TAKEN)
  t.same(historyOf(Buffer.from(`\ufeff${text}`, 'utf16le')).rows, TAKEN)
  t.same(historyOf(`\ufeff${text}`).rows, TAKEN)
  t.end()
})

t.test('an Excel file is read with its date cells and its text cells', (t) => {
  const bytes = fileOf(
    {
      head: ['时间', '呼入量', '平均处理时长(秒)'],
      rows: [
        ['2026-03-02 09:00', 12, 180],
        ['2026-03-02 09:30', 1234, 185],
      ],
    },
    'xlsx',
  )
  t.same(historyOf(bytes).rows, TAKEN)
  t.end()
})

t.test('each row that is not taken is told with its number and column, the others are taken', (t) => {
  const { rows, problems } = historyOf(
    [
      '时间,呼入量,平均处理时长',
      '2026-03-02 09:00,12,180',
      '02/03/2026 09:30,5,180',
      '2026-02-30 09:30,5,180',
      '2026-03-02,5,180',
      '2026-03-02 09:31,5,180',
      '2026-03-02 10:00,-1,180',
      '2026-03-02 10:30,,180',
      '',
      '2026-03-02 11:00,7,soon',
      '2026-03-02 09:00,13,180',
      '2026-03-02 09:30,1234,185',
    ].join('\n'),
  )
  t.same(rows, TAKEN)
  t.same(
    problems.map(({ row, column }) => [row, column]),
    [
      [3, '时间'],
      [4, '时间'],
      [5, '时间'],
      [6, '时间'],
      [7, '呼入量'],
      [8, '呼入量'],
      [10, '平均处理时长'],
      [11, '时间'],
    ],
  )
  t.match(problems[4]?.text, { zh: '“-1”不是非负数', en: '"-1" is not a number of at least 0' })
  t.end()
})

t.test('the length of an interval is the longest on whose marks all rows start', (t) => {
  const slotOf = (...times: string[]) =>
    historyOf(['at,offered', ...times.map((time) => `2026-03-02 ${time},1`)].join('\n')).slotMinutes
  t.equal(slotOf('09:00', '10:00'), 60)
  t.equal(slotOf('09:00', '09:45'), 15)
  t.equal(slotOf('09:00', '09:05'), 5)
  t.end()
})

t.test('a file without the columns that are needed, or without rows, is refused with what is missing', (t) => {
  t.match(readHistory(sheetOf(Buffer.from('a,b\n1,2'))), {
    ok: false,
    refusal: 'bad-input',
    detail: /at \/ 时间 \+ offered \/ 呼入/,
  })
  t.match(readSheet(Buffer.from('')), { ok: false, detail: /empty/ })
  t.match(readSheet(Buffer.from('at,offered\n')), { ok: false, detail: /no rows/ })
  t.match(readSheet(Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3])), { ok: false, detail: /cannot be read/ })
  t.end()
})

t.test('need is agents by interval', (t) => {
  const read = readNeed(sheetOf(Buffer.from('时间,排班需求\n2026-03-02 09:00,4.5\n2026-03-02 09:15,many')))
  t.match(read, {
    ok: true,
    value: {
      rows: [{ at: '2026-03-02T09:00', agents: 4.5 }],
      problems: [{ row: 3, column: '排班需求' }],
      slotMinutes: 15,
    },
  })
  t.end()
})

t.test('a name cannot become a formula in an exported file', (t) => {
  const text = fileOf({ head: ['姓名'], rows: [['=cmd()'], ['@x'], [-5]] }, 'csv').toString('utf8')
  t.equal(text, '\ufeff姓名\r\n"\'=cmd()"\r\n"\'@x"\r\n-5\r\n')
  const { rows } = sheetOf(fileOf({ head: ['姓名'], rows: [['=1+1']] }, 'xlsx'))
  t.equal(rows[0]?.cells[0], '=1+1', 'in Excel it is a text cell')
  t.end()
})
