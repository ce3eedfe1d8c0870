// What a file leaves open is guessed, told and asked: left out intervals, the order of dates, offsets, hours shown twice.
import t from 'tap'
import { randomOf } from '#analytics/random.ts'
import { readFile } from '#engine/planning/files/read-file.ts'

type Answers = { dates?: 'dmy' | 'mdy'; gaps?: 'zero' | 'missing'; timeZone?: string }
const HOURS = { opensAt: 480, closesAt: 1200 }

function read(rows: readonly string[], asked: Answers = {}) {
  const text = ['时间,呼入量,平均处理时长', ...rows].join('\n')
  const made = readFile(Buffer.from(text), { what: 'history', today: '2026-11-29', ...asked })
  if (!made.ok) throw new Error(made.say?.en)
  return { ...made.value, rows: made.value.rows as { at: string; offered: number; ahtMs: number | null }[] }
}

const two = (value: number): string => String(value).padStart(2, '0')

/** Days of half hours from 08:00 to 20:00; `write` says which rows the old system writes. */
function file(rate: number, days: number, write: (count: number, random: () => number) => boolean): string[] {
  const random = randomOf(7)
  const rows: string[] = []
  for (let day = 0; day < days; day++)
    for (let slot = 16; slot < 40; slot++) {
      let count = 0
      for (let product = random(); product > Math.exp(-rate); product *= random()) count += 1
      const date = new Date(Date.UTC(2026, 5, 1 + day)).toISOString().slice(0, 10)
      if (write(count, random)) rows.push(`${date} ${two(slot >> 1)}:${slot % 2 ? '30' : '00'},${count},180`)
    }
  return rows
}

t.test('a sparse queue whose file leaves the zeros out: they are guessed, asked about, and true', async (t) => {
  for (const rate of [0.05, 0.3, 1, 2]) {
    const rows = file(rate, 60, (count) => count > 0)
    const whole = file(rate, 60, () => true)
    const { preview, rows: taken } = read(rows)
    t.match(preview.questions, [
      { name: 'gaps', chosen: 'zero', text: { zh: /缺失，还是没有来电/, en: /missing or zero/ } },
    ])
    t.ok(Math.abs(taken.length / whole.length - 1) < 0.05, `${rate}: ${taken.length} of ${whole.length}`)
    t.equal(read(rows, { gaps: 'missing' }).rows.length, rows.length, 'as the planner says')
  }
})

t.test('a busy queue with holes has holes, and a file that writes its zeros is not asked about', async (t) => {
  const holes = file(12, 60, (count, random) => count > 0 && random() > 0.05)
  const { preview, rows } = read(holes)
  t.match(preview.questions, [{ name: 'gaps', chosen: 'missing' }])
  t.equal(rows.length, holes.length)
  t.ok(read(holes, { gaps: 'zero' }).rows.length > holes.length)
  t.same(read(file(0.3, 60, (_, random) => random() > 0.05)).preview.questions, [])
  t.same(read(file(12, 60, () => true)).preview.questions, [])
})

t.test('day first or month first: told where the file tells, asked where it does not', async (t) => {
  const at = (...dates: string[]) => dates.flatMap((date) => [`${date} 09:00,5,180`, `${date} 10:00,6,180`])
  const dayFirst = read(at('02/03/2026', '13/03/2026')).preview
  t.match(dayFirst, {
    from: '2026-03-02',
    to: '2026-03-13',
    questions: [],
    notes: [{ en: /day first \(13\/03\/2026\)/ }],
  })
  t.match(read(at('03/02/2026', '03/13/2026')).preview, { from: '2026-03-02', to: '2026-03-13', questions: [] })
  const open = read(at('03/02/2026', '03/03/2026', '03/04/2026')).preview
  t.match(open, {
    from: '2026-03-02',
    to: '2026-03-04',
    questions: [{ name: 'dates', chosen: 'mdy', text: { en: /03\/02\/2026/ } }],
  })
  const answered = read(at('03/02/2026', '03/03/2026', '03/04/2026'), { dates: 'dmy' }).preview
  t.match(answered, { from: '2026-02-03', to: '2026-04-03', questions: [{ chosen: 'dmy' }] })
  t.equal(
    read([...at('2026-03-02', '2026-03-03'), '04/03/2026 09:00,5,180']).preview.problems.length,
    1,
    'one is a slip',
  )
})

t.test('offsets of times are obeyed', async (t) => {
  const rows = [
    '2026-03-02T01:00Z,5,180',
    '2026-03-02T10:00:00+08:00,6,180',
    '2026-03-02 03:00:00.000Z,7,180',
    '2026-03-01T23:00-05:00,8,180',
  ]
  t.same(
    read(rows, { timeZone: 'Asia/Shanghai' }).rows.map(({ at, offered }) => `${at} ${offered}`),
    ['2026-03-02T09:00 5', '2026-03-02T10:00 6', '2026-03-02T11:00 7', '2026-03-02T12:00 8'],
  )
  t.same(read(['2026-03-02 09:00-09:30,5,180'], { timeZone: 'Asia/Shanghai' }).rows[0]?.at, '2026-03-02T09:00')
})

t.test('an hour that the clock shows twice has the calls of both, once', async (t) => {
  const rows = [
    '2026-10-25 01:00,1,180',
    '2026-10-25 02:00,10,100',
    '2026-10-25 02:00,30,200',
    '2026-10-25 03:00,1,180',
  ]
  const { preview, rows: taken } = read(rows, { timeZone: 'Europe/Berlin' })
  t.same(preview.problems, [])
  t.same(taken[1], { at: '2026-10-25T02:00', offered: 40, ahtMs: 175_000 })
  t.equal(
    read([...rows, '2026-10-25 02:00,9,9'], { timeZone: 'Europe/Berlin' }).preview.problems.length,
    1,
    'not three times',
  )
  t.equal(read(rows, { timeZone: 'Asia/Shanghai' }).preview.problems.length, 1, 'elsewhere it is a row twice')
  t.same(
    read(['2026-10-25T00:00Z,10,100', '2026-10-25T01:00Z,30,200'], { timeZone: 'Europe/Berlin' }).rows[0]?.offered,
    40,
  )
})

t.test('calls outside the hours set are told before they are taken', async (t) => {
  const rows = Array.from({ length: 24 }, (_, hour) => `2026-03-02 ${two(hour)}:00,10,180`)
  const text = Buffer.from(['时间,呼入量,平均处理时长', ...rows].join('\n'))
  const made = readFile(text, { what: 'history', today: '2026-11-29', hours: HOURS })
  t.match(made, {
    value: {
      preview: {
        accepted: 24,
        notes: [
          { zh: /^50% 的来电在设定的服务时间（08:00–20:00）之外/, en: /^50 % of the calls lie outside the hours set/ },
        ],
      },
    },
  })
})
