// On series of known make the main model comes near what is possible, and its intervals hold what they promise.
import t from 'tap'
import { rollingBacktest } from '#analytics/backtest/rolling.ts'
import { score } from '#analytics/backtest/score.ts'
import { endOf } from '#analytics/forecast/history.ts'
import factors from '#analytics/forecast/models/factors.ts'
import meanOfFour from '#analytics/forecast/models/mean-of-four.ts'
import { KINDS, type MadeUp, madeUp } from './made-up.ts'

const JUDGED = 28
/** Mean absolute value of a normal variable of standard deviation 1. */
const MEAN_OFF = Math.sqrt(2 / Math.PI)

/** WAPE of one who knows the rates: the counts' own noise. */
function floorOf({ history, rates }: MadeUp, days: number): number {
  let off = 0
  let all = 0
  history.days.slice(-days).forEach((values, at) => {
    values.forEach((value, j) => {
      if (Number.isNaN(value)) return
      off += Math.abs(value - rates[history.days.length - days + at]![j]!)
      all += value
    })
  })
  return off / all
}

for (const [kind, make] of Object.entries(KINDS))
  t.test(`${kind}: near the floor, better than the mean of four, intervals as promised`, async (t) => {
    const made = madeUp(make)
    const { history } = made
    const days = make.days > 2 * JUDGED ? JUDGED : 14
    const plan = { from: endOf(history) - days, to: endOf(history) - 1, every: 10, ahead: 10, mornings: {} }
    const ours = rollingBacktest(history, factors, plan)
    const usual = rollingBacktest(history, meanOfFour, plan)
    const reachable = Math.hypot(floorOf(made, days), MEAN_OFF * make.levelSd)
    for (const [task, allowed] of [
      ['D1', 1.15],
      ['W2', 1.25],
    ] as const) {
      const { wape, coverage80, coverage95, bias } = score(ours.get(task)!, 1)
      t.ok(wape < allowed * reachable, `${task}: WAPE ${wape}, reachable ${reachable}`)
      t.ok(wape < score(usual.get(task)!, 1).wape, `${task}: better than the mean of four`)
      t.ok(Math.abs(bias) < 0.08, `${task}: bias ${bias}`)
      if (make.slots === 1) continue
      // a count of a few calls has few values: the least interval that holds 80 % holds more
      t.ok(coverage80 > 0.74 && coverage80 < (make.rate < 1 ? 0.98 : 0.88), `${task}: ${coverage80} in 80 %`)
      t.ok(coverage95 > 0.9 && coverage95 < (make.rate < 1 ? 1 : 0.98), `${task}: ${coverage95} in 95 %`)
    }
  })

t.test('the interval of a day sum holds the day sums: its slots err together', async (t) => {
  let in80 = 0
  let all = 0
  for (const seed of [21, 22, 23, 24]) {
    const { history } = madeUp({ ...KINDS['a bank: five days, 30 minutes']!, seed })
    const from = endOf(history) - 35
    const known = { ...history, days: history.days.slice(0, -35) }
    for (const day of factors.fit(known).forecast({ known, from, count: 35, seen: 0 })) {
      const truth = history.days[day.day - history.firstDay]!
      if (truth.every(Number.isNaN)) continue
      const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)
      all += 1
      if (Math.abs(sum(truth) - sum(day.mean)) < 1.2816 * day.totalSd) in80 += 1
    }
  }
  t.ok(in80 / all > 0.65 && in80 / all < 0.92, `${in80} of ${all}`)
})

t.test('a queue of ten calls a day is expected to have ten, not the noise of their roots', async (t) => {
  const { history } = madeUp({ ...KINDS['a small queue: half a call in 15 minutes, round the clock']!, rate: 0.1 })
  const plan = { from: endOf(history) - JUDGED, to: endOf(history) - 1, every: 10, ahead: 10, mornings: {} }
  const { bias } = score(rollingBacktest(history, factors, plan).get('D1')!, 1)
  t.ok(Math.abs(bias) < 0.2, `bias ${bias}`)
})
