// Sums over days, weeks, months and a year: their means are the slots' sums, their intervals hold what comes.
import t from 'tap'
import { dateOf, dayOf, endOf } from '#analytics/forecast/history.ts'
import { coarser, farAhead, type Grain, periodsOf, wanderOf } from '#analytics/forecast/horizons.ts'
import factors from '#analytics/forecast/models/factors.ts'
import { KINDS, type Make, madeUp } from './made-up.ts'

const LINE = KINDS['an emergency line: seven days, 60 minutes']!
/** A level that wanders a few per cent a week and is a third off after months. */
const WANDERING: Make = { ...LINE, rate: 20, levelSd: 0.3, carry: 0.995 }

const sum = (values: Float64Array): number => values.reduce((all, value) => all + value, 0)

t.test('four quarters of an hour are an hour; an hour of which a part is not known is not known', async (t) => {
  const { history } = madeUp({ ...LINE, slots: 96, days: 2 })
  history.days[1]![5] = Number.NaN
  const hours = coarser(history, 4)
  t.equal(hours.slots, 24)
  t.equal(hours.days[0]![0], sum(history.days[0]!.subarray(0, 4)))
  t.ok(Number.isNaN(hours.days[1]![1]) && !Number.isNaN(hours.days[1]![2]))
})

t.test(
  'a year ahead from three weeks: twelve months whose sums are those of their days, wider the further',
  async (t) => {
    const { history } = madeUp({ ...LINE, days: 22, first: '2025-01-10' })
    const from = endOf(history)
    t.equal(dateOf(from), '2025-02-01')
    const fitted = factors.fit(history)
    const days = fitted.forecast({ known: history, from, count: 365, seen: 0 })
    const wander = wanderOf(history)
    const of = (grain: Grain) => periodsOf(days, grain, from, wander, fitted.lasting)
    const months = of('month')
    t.equal(months.length, 12)
    t.strictSame([months[0]!.first, months[0]!.last], [dayOf('2025-02-01'), dayOf('2025-02-28')])
    t.strictSame(
      of('year').map((year) => [dateOf(year.first), dateOf(year.last)]),
      [
        ['2025-02-01', '2025-12-31'],
        ['2026-01-01', '2026-01-31'],
      ],
    )
    const whole = days.reduce((all, day) => all + sum(day.mean), 0)
    for (const grain of ['day', 'week', 'month', 'year'] as const)
      t.ok(Math.abs(of(grain).reduce((all, period) => all + period.mean, 0) / whole - 1) < 1e-9, grain)
    const width = months.map((month) => (month.upper95 - month.lower95) / month.mean)
    t.ok(width[11]! > 0.6 && width[11]! < 2, `a year ahead 95 % are ${width[11]} of the mean wide`)
    t.ok(width[11]! > 2 * width[0]!, `against ${width[0]} in the first month`)
  },
)

t.test('months of a queue whose level wanders lie in their intervals as often as promised', async (t) => {
  let in80 = 0
  let all = 0
  for (let seed = 1; seed <= 40; seed++) {
    const { history } = madeUp({ ...WANDERING, seed, days: 182 + 120 })
    const known = { ...history, days: history.days.slice(0, 182) }
    const from = endOf(known)
    const fitted = factors.fit(known)
    const days = fitted.forecast({ known, from, count: 120, seen: 0 })
    for (const month of periodsOf(days, 'month', from, wanderOf(known), fitted.lasting)) {
      let truth = 0
      for (let day = month.first; day <= month.last; day++) truth += sum(history.days[day - history.firstDay]!)
      all += 1
      if (truth >= month.lower80 && truth <= month.upper80) in80 += 1
    }
  }
  t.ok(in80 / all > 0.68 && in80 / all < 0.95, `${in80} of ${all} months in their 80 %`)
})

t.test('a queue that wanders is known to wander more than one that does not', async (t) => {
  const wander = (make: Make): number => wanderOf(madeUp({ ...make, days: 364 }).history).weekly
  t.ok(wander(WANDERING) > 3 * wander(LINE), `${wander(WANDERING)} against ${wander(LINE)}`)
})

t.test('a slot months ahead is as likely and less certain than the model alone says', async (t) => {
  const { history } = madeUp(LINE)
  const from = endOf(history)
  const days = factors.fit(history).forecast({ known: history, from, count: 180, seen: 0 })
  const wander = wanderOf(history)
  t.equal(farAhead(days[5]!, from, wander), days[5], 'two weeks are the model’s own')
  const far = farAhead(days[179]!, from, wander)
  t.strictSame(far.mean, days[179]!.mean)
  for (let j = 0; j < 24; j++) {
    t.ok(far.upper95[j]! > days[179]!.upper95[j]! && far.lower95[j]! <= days[179]!.lower95[j]!)
    t.ok(far.lower95[j]! <= far.lower80[j]! && far.upper80[j]! <= far.upper95[j]!)
  }
  t.ok(far.totalSd > days[179]!.totalSd)
})
