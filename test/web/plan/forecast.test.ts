// The forecast page without pixels: dates, points merged from history and forecast, marks, warnings, sums.
import t from 'tap'
import type { ForecastAnswer, ForecastPoint, HistoryAnswer, PlanMark } from '#engine/protocol/planning.ts'
import { addDays, addMonths, faultOf, firstRange, weekdayOf } from '#web/src/lib/plan/forecast-dates.ts'
import {
  allMarks,
  countText,
  type ForecastWords,
  hasHistory,
  markSpans,
  rowsOf,
  sumsOf,
  volumeChart,
  warningsOf,
} from '#web/src/lib/plan/forecast-view.ts'

const point = (at: string, mean: number, more: Partial<ForecastPoint> = {}): ForecastPoint => ({
  at,
  mean,
  lower95: mean - 4,
  lower80: mean - 2,
  upper80: mean + 2,
  upper95: mean + 4,
  ahtMs: 240_000,
  actual: null,
  lastWeek: null,
  lastYear: null,
  ...more,
})
const grid = { slotMinutes: 30, opensAt: 540, closesAt: 600 } as const
const history = (points: HistoryAnswer['points']): HistoryAnswer => ({
  series: 'all',
  grid,
  horizon: 'interval',
  points,
  marks: [],
  warnings: [],
})
const forecast = (points: ForecastPoint[]): ForecastAnswer => ({
  ...history([]),
  model: 'factors',
  modelLabel: { zh: '因子模型', en: 'Factor model' },
  points,
  computedAt: 0,
})
const words: ForecastWords = {
  actual: '实际',
  forecast: '预测',
  band80: '80%',
  band95: '95%',
  lastWeek: '上周',
  lastYear: '去年',
  computed: '模型预测',
  handleTime: '时长',
  markTypes: { closed: '不服务', holiday: '节假日', 'as-weekday': '按星期', promotion: '促销', outage: '故障' },
}

t.test('dates are counted without a time zone, over months and leap days', async (t) => {
  t.equal(addDays('2028-02-28', 2), '2028-03-01')
  t.equal(addDays('2026-01-01', -1), '2025-12-31')
  t.equal(addMonths('2026-11-21', 3), '2027-02-01')
  t.equal(addMonths('2026-01-15', -1), '2025-12-01')
  t.equal(weekdayOf('2026-11-23'), 0, 'a Monday')
  t.equal(weekdayOf('2026-11-22T09:30'), 6, 'a Sunday')
})

t.test('each horizon first shows a range that may be asked', async (t) => {
  for (const horizon of ['interval', 'day', 'month', 'year'] as const) {
    const range = firstRange(horizon, '2026-11-21')
    t.equal(faultOf(range, horizon, 15), undefined, horizon)
    t.ok(range.historyFrom < range.from && range.from < range.to)
  }
  t.equal(firstRange('month', '2026-11-21').from, '2026-11-01', 'the month that is running')
})

t.test('a range that cannot be answered says which end is wrong', async (t) => {
  const range = { historyFrom: '2026-11-14', from: '2026-11-21', to: '2026-12-05' }
  t.equal(faultOf({ ...range, to: '2026-11-21' }, 'day', 30), 'from-after-to')
  t.equal(faultOf({ ...range, historyFrom: '2026-11-22' }, 'day', 30), 'history-after-from')
  t.equal(faultOf({ ...range, from: '' }, 'day', 30), 'not-a-date')
  t.equal(faultOf({ ...range, to: '2027-11-21' }, 'interval', 5), 'too-long', 'a year of five minutes')
  t.equal(faultOf({ ...range, to: '2027-11-21' }, 'day', 5), undefined, 'a year of days')
})

t.test('what came and what is expected of the same interval are one row, in order of time', async (t) => {
  const rows = rowsOf(
    history([
      { at: '2026-11-20T09:30', offered: 11, ahtMs: 200_000, imported: true },
      { at: '2026-11-20T09:00', offered: 10, ahtMs: null },
    ]),
    forecast([point('2026-11-21T09:00', 12, { actual: 14 }), point('2026-11-20T09:30', 9)]),
  )
  t.match(rows, [
    { at: '2026-11-20T09:00', actual: 10, mean: null, imported: false },
    { at: '2026-11-20T09:30', actual: 11, mean: 9, imported: true, ahtMs: 240_000 },
    { at: '2026-11-21T09:00', actual: 14, mean: 12, lower80: 10, upper95: 16 },
  ])
  t.ok(hasHistory(rows))
  t.notOk(hasHistory(rowsOf(history([{ at: '2026-11-20', offered: 0, ahtMs: null }]), undefined)))
})

t.test('last week and last year are drawn when asked for, behind forecast and truth', async (t) => {
  const rows = rowsOf(undefined, forecast([point('2026-11-21T09:00', 12, { lastWeek: 7, lastYear: 5 })]))
  const keys = (lastWeek: boolean, lastYear: boolean): string[] =>
    volumeChart(rows, [], { lastWeek, lastYear }, '2026-11-21T09:00', words).lines.map((line) => line.key)
  t.same(keys(false, false), ['forecast', 'actual'])
  t.same(keys(true, true), ['lastYear', 'lastWeek', 'forecast', 'actual'])
})

t.test('the border of now stands before the first point that is not over, at every horizon', async (t) => {
  const at = (ats: string[], now: string): number | undefined =>
    volumeChart(
      rowsOf(undefined, forecast(ats.map((one) => point(one, 1)))),
      [],
      { lastWeek: false, lastYear: false },
      now,
      words,
    ).now
  t.equal(at(['2026-11-21T09:00', '2026-11-21T09:30', '2026-11-21T10:00'], '2026-11-21T09:20'), 1)
  t.equal(at(['2026-11-20', '2026-11-21'], '2026-11-21T09:20'), 1)
  t.equal(at(['2026-10', '2026-11', '2026-12'], '2026-11-21T09:20'), 1)
  t.equal(at(['2026-11-22', '2026-11-23'], '2026-11-21T09:20'), undefined, 'all to come')
})

t.test('a mark shades all points of its date and nothing when its date is not in sight', async (t) => {
  const ats = ['2026-11-20T09:30', '2026-11-21T09:00', '2026-11-21T09:30', '2026-11-22T09:00']
  const mark = (date: string): PlanMark => ({ date, type: 'promotion', name: '双十二' })
  const spans = markSpans(ats, [mark('2026-11-21'), mark('2026-12-12')], (one) => one.name ?? '')
  t.match(spans, [{ from: 1, to: 2, label: '双十二' }])
  t.equal(spans.length, 1)
})

t.test('marks and warnings that both answers tell are told once', async (t) => {
  const holiday: PlanMark = { date: '2026-10-01', type: 'holiday' }
  const outage: PlanMark = { date: '2026-09-01', type: 'outage', name: '故障' }
  t.same(allMarks([holiday, outage], [holiday]), [outage, holiday])
  const warning = { type: 'day-of-zeros', at: '2026-10-02', count: 1, text: { zh: '零', en: 'zeros' } }
  t.equal(warningsOf([warning], [{ ...warning }], undefined).length, 1)
})

t.test('the sums weigh handle time by calls and name the highest interval', async (t) => {
  const sums = sumsOf(
    forecast([point('2026-11-21T09:00', 10, { ahtMs: 100_000 }), point('2026-11-21T09:30', 30, { ahtMs: 300_000 })]),
  )
  t.same(sums, { expected: 40, meanAhtMs: 250_000, peak: { at: '2026-11-21T09:30', mean: 30 } })
  t.equal(sumsOf(forecast([])).meanAhtMs, null)
})

t.test('small counts keep a digit, large ones do not', async (t) => {
  t.equal(countText(3.24), '3.2')
  t.equal(countText(42), '42')
  t.equal(countText(1_234.56), '1,235')
  t.equal(countText(null), '–')
})
