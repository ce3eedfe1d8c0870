// Planners' files of history and need: what is understood, and what is told of each row that is not.
import t from 'tap'
import { readBook } from '#engine/planning/files/book.ts'
import { readHistory, readNeed } from '#engine/planning/files/intervals.ts'
import { fileOf } from '#engine/planning/files/write.ts'

const TODAY = '2026-11-29'
const bookOf = (bytes: Buffer) => {
  const book = readBook(bytes)
  if (!book.ok) throw new Error(book.say?.en)
  return book.value
}
const historyOf = (text: string | Buffer) => {
  const read = readHistory(bookOf(Buffer.from(text)), { today: TODAY })
  if (!read.ok) throw new Error(read.say?.en)
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

t.test('an Excel file is read with its date cells and its text cells', async (t) => {
  const bytes = await fileOf(
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
    problems.map(({ row, cell, column }) => [row, cell, column]),
    [
      [3, 'A3', '时间'],
      [4, 'A4', '时间'],
      [5, 'A5', '时间'],
      [6, 'A6', '时间'],
      [7, 'B7', '呼入量'],
      [8, 'B8', '呼入量'],
      [10, 'C10', '平均处理时长'],
      [11, 'A11', '时间'],
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
  const refusedAs = (text: string) => readHistory(bookOf(Buffer.from(text)), { today: TODAY })
  t.match(refusedAs('a,b\n1,2'), {
    ...{ ok: false, refusal: 'bad-input' },
    say: { zh: /需要的列：“时间”、“来电量”，或 “日期”、“时刻”、“来电量”/, en: /"At", "Calls"/ },
  })
  t.match(refusedAs('说明\n时间,数量\n2026-03-02 09:00,1'), {
    say: { zh: /A2 所在行：缺少 “来电量”/, en: /row of A2/ },
  })
  t.match(refusedAs('at,offered\n'), { ok: false, say: { zh: /A2 起为空/, en: /A2 and below is empty/ } })
  t.match(readBook(Buffer.from('')), { ok: false, say: { en: /empty/ } })
  t.match(readBook(Buffer.from([0x50, 0x4b, 3, 4, 1, 2, 3])), { ok: false, say: { en: /damaged/ } })
  t.end()
})

t.test('need is agents by interval', (t) => {
  const read = readNeed(bookOf(Buffer.from('时间,排班需求\n2026-03-02 09:00,4.5\n2026-03-02 09:15,many')), {
    today: TODAY,
  })
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

t.test('dates to come are refused: history ends today, need goes 400 days ahead', (t) => {
  const late = historyOf('时间,来电量\n2026-11-29 09:00,1\n2026-11-30 09:00,1\n2062-03-02 09:00,1\n2262-03-02 09:00,1')
  t.equal(late.rows.length, 1)
  t.match(late.problems, [
    { cell: 'A3', text: { zh: '2026-11-30 在今天（2026-11-29）之后，历史不能有将来的日期' } },
    { cell: 'A4', text: { en: /^2062-03-02 lies after today/ } },
    { cell: 'A5', text: { en: /^2262-03-02 lies after today/ } },
  ])
  const need = readNeed(bookOf(Buffer.from('at,agents\n2028-01-03 09:00,4\n2028-01-04 09:00,4')), { today: TODAY })
  t.match(need, {
    ok: true,
    value: { rows: [{}], problems: [{ cell: 'A3', text: { zh: /^2028-01-04 太远：最多到 2028-01-03/ } }] },
  })
  t.end()
})
