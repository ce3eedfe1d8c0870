// Report parameters, cells and chart; the call log's ranges.
import t from 'tap'
import { rangeOf } from '#web/src/lib/calls/filter.ts'
import { serviceLevelLook } from '#web/src/lib/design/status.ts'
import { clockSpan } from '#web/src/lib/i18n/format.ts'
import {
  cellText,
  changeOf,
  chartOf,
  firstValues,
  lookOf,
  queryOf,
  withoutMidnights,
} from '#web/src/lib/reports/query.ts'
import { REPORTS, runReport } from './mock/fixtures.ts'

const report = REPORTS[0]
if (!report) throw new Error('no report')

t.test('days are local midnights and the last day is included', async (t) => {
  const noon = new Date(2026, 10, 21, 12).getTime()
  const values = firstValues(report.parameters, noon)
  const query = queryOf(report.parameters, { ...values, queues: ['a', 'b'] })
  t.equal(query.from, new Date(2026, 10, 21).getTime())
  t.equal(query.to, new Date(2026, 10, 22).getTime())
  t.match(query, { step: '30', queues: 'a,b' })
})

t.test('one point of the chart adds the counts of all queues; a share counts by its calls', async (t) => {
  const result = runReport(0, 0)
  const chart = chartOf(result, 'start', ['answered', 'serviceLevel'])
  const [one, two] = result.rows
  t.equal(chart.series[0]?.values[0], Number(one?.answered) + Number(two?.answered))
  t.equal(chart.series[1]?.values[0]?.toFixed(9), Number(one?.serviceLevel).toFixed(9))
  const small = { ...one, answered: 90, abandoned: 10, overflowed: 0, serviceLevel: 0.9 } as typeof one & object
  const large = { ...one, answered: 200, abandoned: 60, overflowed: 40, serviceLevel: 0.5 } as typeof one & object
  const both = chartOf({ ...result, rows: [small, large] }, 'start', ['serviceLevel'])
  t.equal(both.series[0]?.values[0], (90 + 150) / 400)
})

t.test(
  'a share is coloured by what its queue aims at; without a target, or of a removed queue, it is not',
  async (t) => {
    const column = (more: object) => ({ name: 'share', label: { zh: '', en: '' }, format: 'percent' as const, ...more })
    const aimed = column({ target: 'aim' })
    t.equal(lookOf(aimed, { share: 0.7, aim: 0.7 }), serviceLevelLook(1, 1))
    t.equal(lookOf(aimed, { share: 0.7, aim: 0.9 }), serviceLevelLook(0.7, 0.9))
    t.equal(lookOf(aimed, { share: 0.7, aim: null }), undefined)
    t.equal(lookOf(column({}), { share: 0.7, aim: 0.7 }), undefined)
  },
)

t.test('cells read as people say them', async (t) => {
  const column = (format: 'percent' | 'duration' | 'number') => ({ name: 'x', label: { zh: '', en: '' }, format })
  t.equal(cellText(column('percent'), 0.8333), '83.3%')
  t.equal(cellText(column('duration'), 75_400), '1:15')
  t.equal(cellText(column('number'), null), '–')
  t.equal(clockSpan(3_675_000), '1:01:15')
  t.equal(clockSpan(-5), '0:00')
})

t.test('intervals of days have no hour; a mean is always as exact', async (t) => {
  t.same(withoutMidnights(['2026-11-29 00:00', '2026-11-30 00:00']), ['2026-11-29', '2026-11-30'])
  t.same(withoutMidnights(['2026-11-29 00:00', '2026-11-29 01:00']), ['2026-11-29 00:00', '2026-11-29 01:00'])
  t.same(withoutMidnights([]), [])
  const mean = { name: 'x', label: { zh: '', en: '' }, format: 'number' as const, of: ['rated'] }
  t.equal(cellText(mean, 3), '3.00')
})

t.test('yesterday ends where today begins', async (t) => {
  const now = new Date(2026, 10, 21, 12).getTime()
  t.equal(rangeOf('yesterday', now).to, rangeOf('today', now).from)
  t.equal(rangeOf('week', now).from, new Date(2026, 10, 15).getTime())
})

t.test('a change is told by per cent, of a share by points, and not where it says nothing', async (t) => {
  const column = (format: 'number' | 'percent' | 'text') => ({ name: 'x', label: { zh: '', en: '' }, format })
  t.equal(changeOf(column('number'), 110, 100), '+10%')
  t.equal(changeOf(column('percent'), 0.8, 0.85), '-5pp')
  t.equal(changeOf(column('number'), 5, 0), undefined)
  t.equal(changeOf(column('text'), 'a', 'b'), undefined)
  t.equal(changeOf(column('number'), 5, null), undefined)
})
