// Hours in which nobody ever called stay empty, whatever comes a quarter of an hour later.
import t from 'tap'
import { mostExpected } from '#analytics/forecast/factors/quiet.ts'
import { dayOf, endOf, type History } from '#analytics/forecast/history.ts'
import auto from '#analytics/forecast/models/auto.ts'
import factors from '#analytics/forecast/models/factors.ts'
import { randomOf } from '#analytics/random.ts'
import { madeUp } from './made-up.ts'

const [OPENS, CLOSES] = [36, 72]

/** Three weeks of quarters of an hour: from 09:00 to 18:00 about twelve calls each, before and after none. */
const office = (seed: number, first: string): History =>
  madeUp({
    ...{ seed, first, slots: 96, days: 21, rate: 12, week: [0.4, 1.3, 1, 1, 1, 1, 0.4], levelSd: 0.1, carry: 0.5 },
    curve: (place) => (place * 96 >= OPENS && place * 96 < CLOSES ? 1 : 0),
  }).history

t.test('no hour before opening or after closing is forecast half a call', async (t) => {
  for (const first of ['2026-11-09', '2026-11-11', '2026-11-14'])
    for (const seed of [1, 2, 3]) {
      const history = office(seed, first)
      const from = endOf(history)
      const days = factors.fit(history).forecast({ known: history, from, count: 14, seen: 0 })
      const closed = days.flatMap(({ mean }) =>
        [...Array(24).keys()]
          .filter((hour) => hour * 4 < OPENS || hour * 4 >= CLOSES)
          .map((hour) => mean.subarray(hour * 4, hour * 4 + 4).reduce((sum, each) => sum + each, 0)),
      )
      t.ok(Math.max(...closed) < 0.2, `${first}, ${seed}: ${Math.max(...closed)}`)
      t.ok(
        days.every(({ mean }) => mean[OPENS]! > 2),
        'the first quarter after opening keeps its calls',
      )
    }
})

t.test('one call is enough for a slot to be open, and two weeks are needed to call it quiet', async (t) => {
  const history = office(1, '2026-11-09')
  const most = mostExpected(history)
  t.equal(most[0], 1 / (21 * OPENS), 'the silent slots before opening share the one call')
  t.equal(most[OPENS], Number.POSITIVE_INFINITY)
  const days = history.days.map((values) => values.slice())
  days[3]![0] = 1
  t.equal(mostExpected({ ...history, days })[0], Number.POSITIVE_INFINITY)
  t.equal(mostExpected({ ...history, days: history.days.slice(0, 13) })[0], Number.POSITIVE_INFINITY)
})

t.test('a sparse queue is expected to have the calls it had, not more for being little known', (t) => {
  for (const rate of [1, 2, 4]) {
    let [expected, came] = [0, 0]
    for (let seed = 1; seed <= 6; seed++) {
      const random = randomOf(seed)
      const days = Array.from({ length: 84 }, () =>
        Float64Array.from({ length: 12 }, () => (random() < rate / 12 ? 1 : 0)),
      )
      const known: History = { firstDay: dayOf('2026-03-18'), slots: 12, days, calendar: new Map() }
      came += days.reduce((all, values) => all + values.reduce((sum, value) => sum + value, 0), 0) / 3
      const ahead = auto.fit(known).forecast({ known, from: endOf(known), count: 28, seen: 0 })
      expected += ahead.reduce((all, { mean }) => all + mean.reduce((sum, value) => sum + value, 0), 0)
    }
    t.ok(Math.abs(expected / came - 1) < 0.05, `${rate} a day: ${((expected / came - 1) * 100).toFixed(1)} %`)
  }
  t.end()
})
