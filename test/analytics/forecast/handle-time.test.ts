// How long calls take: by time of day and weekday where that was seen, by the mean where it was not.
import t from 'tap'
import { fitHandleTime, type Handled } from '#analytics/forecast/handle-time.ts'
import { endOf, weekdayOf } from '#analytics/forecast/history.ts'
import { randomOf } from '#analytics/random.ts'
import { EVERY_DAY, madeUp, roundTheClock } from './made-up.ts'

/** Calls take 200 s, 50 % longer in the evening, 20 % longer on Mondays; exponential each. */
const truthOf = (day: number, slot: number): number => 200 * (slot >= 18 ? 1.5 : 1) * (weekdayOf(day) === 1 ? 1.2 : 1)

function handled(rate: number, seed: number, days = 91): Handled {
  const make = { seed, slots: 24, days, rate, week: EVERY_DAY, curve: roundTheClock, levelSd: 0, carry: 0 }
  const { history } = madeUp(make)
  const random = randomOf(seed + 1)
  const seconds = history.days.map((values, index) =>
    values.map((count, slot) => {
      let sum = 0
      for (let call = 0; call < count; call++) sum -= Math.log(1 - random()) * truthOf(history.firstDay + index, slot)
      return sum
    }),
  )
  return { calls: history, seconds }
}

const many = new Float64Array(24).fill(1000)

t.test('a busy queue: each time of day and weekday near its own truth', async (t) => {
  const given = handled(60, 5)
  const fitted = fitHandleTime(given)
  for (let day = endOf(given.calls); day < endOf(given.calls) + 7; day++)
    fitted.forecast(day, many).mean.forEach((value, slot) => {
      if (Math.abs(value / truthOf(day, slot) - 1) > 0.12) t.fail(`slot ${slot}: ${value} of ${truthOf(day, slot)}`)
    })
  t.pass('all within 12 %')
})

t.test('a queue of a few calls a day: near the common mean, not near what one call took', async (t) => {
  const given = handled(0.2, 6, 28)
  const { mean } = fitHandleTime(given).forecast(endOf(given.calls), many)
  for (const value of mean) t.ok(value > 150 && value < 330, `${value}`)
})

t.test('one hour in which a call was never hung up does not move the others', async (t) => {
  const given = handled(60, 7)
  const before = fitHandleTime(given).forecast(endOf(given.calls), many).mean
  given.seconds[80]![10] = 3_000_000
  fitHandleTime(given)
    .forecast(endOf(given.calls), many)
    .mean.forEach((value, slot) => {
      if (Math.abs(value / before[slot]! - 1) > 0.1) t.fail(`slot ${slot}: ${before[slot]} becomes ${value}`)
    })
  t.pass('all within 10 %')
})

t.test('a morning of long calls lengthens the afternoon, a single long call does not', async (t) => {
  const given = handled(60, 8)
  const day = endOf(given.calls)
  const fitted = fitHandleTime(given)
  const usual = fitted.forecast(day, many).mean[15]!
  const today = (calls: number): number => {
    const counts = new Float64Array(24).fill(calls)
    const seconds = counts.map((count, slot) => count * 1.5 * truthOf(day, slot))
    return fitted.forecast(day, many, { calls: counts, seconds, seen: 12 }).mean[15]!
  }
  t.ok(today(100) > 1.3 * usual, `${today(100)} against ${usual}`)
  t.ok(today(1) < 1.03 * usual)
})

t.test('intervals hold the means of the next days as often as promised, and are wider for few calls', async (t) => {
  const whole = handled(30, 9, 119)
  const calls = { ...whole.calls, days: whole.calls.days.slice(0, 91) }
  const fitted = fitHandleTime({ calls, seconds: whole.seconds.slice(0, 91) })
  let in80 = 0
  let all = 0
  for (let index = 91; index < 119; index++) {
    const counts = whole.calls.days[index]!
    const { lower80, upper80 } = fitted.forecast(calls.firstDay + index, counts)
    counts.forEach((count, slot) => {
      if (count === 0) return
      const mean = whole.seconds[index]![slot]! / count
      all += 1
      if (mean >= lower80[slot]! && mean <= upper80[slot]!) in80 += 1
    })
  }
  t.ok(in80 / all > 0.74 && in80 / all < 0.88, `${in80} of ${all}`)
  const few = fitted.forecast(endOf(calls), new Float64Array(24).fill(2))
  const lots = fitted.forecast(endOf(calls), many)
  t.ok(few.upper95[12]! - few.lower95[12]! > 2 * (lots.upper95[12]! - lots.lower95[12]!))
})

t.test('nothing handled yet: three minutes a call, not a hole', async (t) => {
  const given = handled(60, 5, 14)
  for (const values of given.calls.days) values.fill(0)
  t.ok(
    fitHandleTime(given)
      .forecast(endOf(given.calls), many)
      .mean.every((value) => value === 180),
  )
})
