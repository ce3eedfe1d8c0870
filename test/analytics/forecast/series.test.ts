// Rows of an old system made into a history: what is odd in them is named, and none of it is learned.
import t from 'tap'
import { dayOf } from '#analytics/forecast/history.ts'
import factors from '#analytics/forecast/models/factors.ts'
import { type Opening, type Row, seriesOf } from '#analytics/forecast/series.ts'
import { wordsOf } from '#analytics/forecast/warnings.ts'

const HOURLY: Opening = { slotMinutes: 60, opensAt: 480, closesAt: 1080 }
const FIRST = '2026-06-01'

/** Six weeks of ten hours a day, 40 to 60 calls each. */
function rows(): Row[] {
  return Array.from({ length: 42 * 10 }, (_, at) => {
    const date = new Date((dayOf(FIRST) + Math.floor(at / 10)) * 86_400_000).toISOString().slice(0, 10)
    return {
      at: `${date}T${String(8 + (at % 10)).padStart(2, '0')}:00`,
      value: Math.round(50 + 10 * Math.sin(at * 1.7)),
    }
  })
}

const types = (given: Row[], changes: string[] = []): string[] =>
  seriesOf(given, HOURLY, new Map(), changes).warnings.map(
    (warning) => `${warning.type} ${warning.at} ${warning.count}`,
  )

t.test('an orderly history has no warning', async (t) => t.strictSame(types(rows()), []))

t.test('missing hours are one warning with their number', async (t) => {
  const given = rows()
  given.splice(103, 3)
  t.strictSame(types(given), ['slot-missing 2026-06-11T11:00 3'])
})

t.test('an hour that comes twice counts once, the last one', async (t) => {
  const given = [...rows(), { at: '2026-06-01T08:00', value: 77 }]
  t.strictSame(types(given), ['slot-doubled 2026-06-01T08:00 2'])
  t.equal(seriesOf(given, HOURLY, new Map()).history.days[0]![0], 77)
})

t.test('on the day the clock changes an hour that comes twice is added up', async (t) => {
  const given = [...rows(), { at: '2026-06-07T08:00', value: 7 }]
  const first = rows().find((row) => row.at === '2026-06-07T08:00')!.value
  t.strictSame(types(given, ['2026-06-07']), ['clock-changed 2026-06-07 1'])
  t.equal(seriesOf(given, HOURLY, new Map(), ['2026-06-07']).history.days[6]![0], first + 7)
})

t.test('a day of zeros and an absurd spike are named and do not move the forecast', async (t) => {
  const given = rows().map((row, at) =>
    row.at.startsWith('2026-07-08') ? { ...row, value: 0 } : at === 395 ? { ...row, value: 90_000 } : row,
  )
  const { history, warnings } = seriesOf(given, HOURLY, new Map())
  t.strictSame(
    warnings.map((warning) => `${warning.type} ${warning.at}`),
    ['day-of-zeros 2026-07-08', 'absurd-spike 2026-07-10T13:00'],
  )
  for (const warning of warnings) t.ok(wordsOf(warning).zh.includes('2026-07') && wordsOf(warning).en.length > 20)
  const from = dayOf(FIRST) + 42
  for (const day of factors.fit(history).forecast({ known: history, from, count: 7, seen: 0 }))
    for (const mean of day.mean) t.ok(mean > 25 && mean < 90, `${mean}`)
})

t.test('a count below zero or none at all is refused by name', async (t) => {
  const given = rows().map((row, at) => (at === 20 ? { ...row, value: -3 } : row))
  t.strictSame(types(given), ['slot-invalid 2026-06-03T08:00 1'])
})

t.test('less than three weeks of history are said to be short', async (t) =>
  t.strictSame(types(rows().slice(0, 140)), ['history-short 2026-06-01 14']),
)
