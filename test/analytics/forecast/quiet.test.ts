// Hours in which nobody ever called stay empty, whatever comes a quarter of an hour later.
import t from 'tap'
import { mostExpected } from '#analytics/forecast/factors/quiet.ts'
import { endOf, type History } from '#analytics/forecast/history.ts'
import factors from '#analytics/forecast/models/factors.ts'
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
