// A queue falls back to a simpler model when its own last weeks say so, and not because of chance.
import t from 'tap'
import { choose } from '#analytics/forecast/choose.ts'
import { dayOf, endOf, type History, weekdayOf } from '#analytics/forecast/history.ts'
import auto from '#analytics/forecast/models/auto.ts'
import factors from '#analytics/forecast/models/factors.ts'
import meanOfFour from '#analytics/forecast/models/mean-of-four.ts'
import sameWeekday from '#analytics/forecast/models/same-weekday.ts'
import { randomOf } from '#analytics/random.ts'
import { KINDS, madeUp } from './made-up.ts'

const ALL = [factors, meanOfFour, sameWeekday] as const

/** Each hour of each weekday wanders off on its own, without other noise: only last week's same day says where it is. */
function wandering(weeks: number): History {
  const random = randomOf(11)
  const where = Array.from({ length: 7 }, () => Float64Array.from({ length: 24 }, () => 100 + 200 * random()))
  const firstDay = dayOf('2026-01-05')
  const days = Array.from({ length: weeks * 7 }, (_, index) => {
    const today = where[weekdayOf(firstDay + index)]!
    for (let j = 0; j < 24; j++) today[j] = Math.max(5, today[j]! + 40 * (random() - 0.5))
    return today.map(Math.round)
  })
  return { firstDay, slots: 24, days, calendar: new Map() }
}

t.test('an ordinary queue keeps the main model, and the error of each is told', async (t) => {
  for (const kind of ['a bank: five days, 30 minutes', 'an emergency line: seven days, 60 minutes']) {
    const choice = choose(madeUp(KINDS[kind]!).history, ALL)
    t.equal(choice.model, 'factors', kind)
    t.equal(choice.days, 28)
    const { factors: ours = 1, 'same-weekday': yardstick = 0 } = choice.wape
    t.ok(ours < yardstick)
  }
})

t.test('a queue in which last week says most falls back to the same weekday, and forecasts by it', async (t) => {
  const history = wandering(26)
  const fitted = auto.fit(history)
  t.equal(fitted.choice?.model, 'same-weekday')
  const ask = { known: history, from: endOf(history), count: 7, seen: 0 }
  t.strictSame(fitted.forecast(ask), sameWeekday.fit(history).forecast(ask))
})

t.test('three weeks are enough to choose, a few days go to the yardstick without a choice', async (t) => {
  const long = madeUp(KINDS['three weeks of history, 30 minutes']!).history
  const short = (days: number): History => ({ ...long, days: long.days.slice(0, days) })
  t.ok(Object.keys(choose(short(21), ALL).wape).includes('factors'))
  t.strictSame(choose(short(6), ALL), { model: 'same-weekday', wape: {}, days: 2 })
})

t.test('a queue without a single call is no reason to leave the main model', async (t) => {
  const { history } = madeUp({ ...KINDS['an emergency line: seven days, 60 minutes']!, rate: 0.0001, days: 70 })
  for (const day of history.days) day.fill(0)
  t.equal(choose(history, ALL).model, 'factors')
  const ask = { known: history, from: endOf(history), count: 7, seen: 0 }
  for (const day of auto.fit(history).forecast(ask))
    t.ok(
      day.upper95.every((value) => value <= 1),
      'and nothing is expected of it',
    )
})
