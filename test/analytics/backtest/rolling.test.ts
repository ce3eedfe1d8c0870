// The rolling backtest: which days are forecast from where, and that nothing at or after an origin is ever handed to a model.
import t from 'tap'
import { type Plan, rollingBacktest, weekBeforeError } from '#analytics/backtest/rolling.ts'
import { dateOf, dayOf, endOf, type History, isClosed, valuesOf, weekdayOf } from '#analytics/forecast/history.ts'
import { type Ask, emptyDay, loadModels, type Model } from '#analytics/forecast/model.ts'
import { KINDS, madeUp } from '../forecast/made-up.ts'

const { history } = madeUp({ ...KINDS['a bank: five days, 30 minutes']!, days: 84 })
const FROM = dayOf('2025-03-03')
const PLAN: Plan = { from: FROM, to: dayOf('2025-03-21'), every: 5, ahead: 10, mornings: { ID10: 6, ID15: 16 } }

/** Forecasts the mean of what it learned; writes down what it was given. */
function witness(): { model: Model; learned: number[]; asks: Ask[] } {
  const learned: number[] = []
  const asks: Ask[] = []
  const model: Model = {
    name: 'witness',
    label: { zh: '证人', en: 'Witness' },
    needsDays: 1,
    fit(known) {
      learned.push(endOf(known))
      return {
        forecast(ask) {
          asks.push(ask)
          return Array.from({ length: ask.count }, (_, at) => emptyDay(ask.from + at, known.slots))
        },
      }
    },
  }
  return { model, learned, asks }
}

t.test('a model learns every fifth open day, and then forecasts ten open days', async (t) => {
  const { model, learned, asks } = witness()
  rollingBacktest(history, model, PLAN)
  t.strictSame(learned.map(dateOf), ['2025-03-03', '2025-03-10'], 'while ten days are left to judge')
  t.strictSame(
    asks.filter((ask) => ask.count > 1).map((ask) => [dateOf(ask.from), dateOf(ask.from + ask.count - 1)]),
    [
      ['2025-03-03', '2025-03-14'],
      ['2025-03-10', '2025-03-21'],
    ],
  )
  t.equal(asks.filter((ask) => ask.count === 1 && ask.seen === 0).length, 15, 'one next day a weekday')
  t.equal(asks.filter((ask) => ask.seen === 16).length, 15)
})

t.test('targets are open days, known slots and what was not yet seen', async (t) => {
  const holed: History = { ...history, days: history.days.map((values) => values.slice()) }
  valuesOf(holed, FROM)![20] = Number.NaN
  valuesOf(holed, FROM + 1)!.fill(Number.NaN)
  const tasks = rollingBacktest(holed, witness().model, PLAN)
  const { slots } = history
  t.equal(tasks.get('D1')!.length, 14 * slots - 1)
  t.equal(tasks.get('W2')!.length, 9 * slots - 1 + 10 * slots)
  t.equal(tasks.get('ID10')!.length, 14 * (slots - 6) - 1)
  t.equal(tasks.get('ID')!.length, tasks.get('ID10')!.length + tasks.get('ID15')!.length)
})

t.test('what is handed to a model ends at the origin', async (t) => {
  const { model, asks } = witness()
  rollingBacktest(history, model, PLAN)
  for (const { known, from, seen } of asks) {
    if (seen === 0 && endOf(known) > from) t.fail(`${dateOf(from)}: days after the origin are known`)
    if (seen > 0 && !valuesOf(known, from)!.subarray(seen).every(Number.isNaN))
      t.fail(`${dateOf(from)}: the rest is known`)
    if (endOf(known) > from + 1) t.fail(`${dateOf(from)}: a later day is known`)
  }
  t.ok(asks.length > 40)
})

for (const [name, model] of await loadModels())
  t.test(`${name}: a history poisoned from one slot on is forecast as before up to there`, async (t) => {
    const poisonDay = dayOf('2025-03-12')
    const poisoned: History = {
      ...history,
      days: history.days.map((values, index) => {
        const day = history.firstDay + index
        if (day < poisonDay) return values
        return values.map((value, j) => (day > poisonDay || j >= 16 ? value * 1000 + 7 : value))
      }),
    }
    const plan = { ...PLAN, to: poisonDay }
    const clean = rollingBacktest(history, model, plan)
    const other = rollingBacktest(poisoned, model, plan)
    for (const task of ['W2', 'D1', 'ID10', 'ID15']) {
      const means = (targets = clean.get(task)): number[] => (targets ?? []).map((target) => target.mean)
      t.strictSame(means(other.get(task)), means(), task)
      // without this, equal forecasts of equal histories would pass
      const truths = (targets = clean.get(task)): number[] => (targets ?? []).map((target) => target.truth)
      if (task !== 'W2') t.notSame(truths(other.get(task)), truths(), `${task}: the truth was poisoned`)
    }
  })

t.test('the scale of MASE is the mean difference to one week before, on the days before the test', async (t) => {
  const days = Array.from({ length: 16 }, (_, at) => Float64Array.from([at, at === 9 ? Number.NaN : 2 * at]))
  const small: History = { firstDay: FROM, slots: 2, days, calendar: new Map() }
  // eight days have a week before them: the first slot differs by 7, the second by 14 but for one not known
  t.equal(weekBeforeError(small, FROM + 15), (8 * 7 + 7 * 14) / 15)
  t.equal(weekdayOf(FROM), 1)
  t.notOk(isClosed(small, FROM + 9))
})
