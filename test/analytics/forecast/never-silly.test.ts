// What a planner would laugh at: queues that died, opened last week, began on Saturdays, or have nearly no calls.
import t from 'tap'
import { dateOf, dayOf, endOf, type History, knownAt, weekdayOf } from '#analytics/forecast/history.ts'
import type { DayForecast } from '#analytics/forecast/model.ts'
import auto from '#analytics/forecast/models/auto.ts'
import { oddDays } from '#analytics/forecast/odd-days.ts'
import { type Row, seriesOf } from '#analytics/forecast/series.ts'
import { dataEnded, growing, outsideHours } from '#analytics/planning/asked.ts'
import { importedWithin } from '#analytics/planning/counts.ts'
import { KINDS, type Make, madeUp } from './made-up.ts'

const BANK = KINDS['a bank: five days, 30 minutes']!
const LINE = KINDS['an emergency line: seven days, 60 minutes']!
const SHOP = KINDS['a shop open on Saturdays, 15 minutes']!

const sum = (values: Float64Array): number => values.reduce((all, value) => all + (Number.isNaN(value) ? 0 : value), 0)
const forecast = (known: History, count: number): DayForecast[] =>
  auto.fit(known).forecast({ known, from: endOf(known), count, seen: 0 })

/** As a file would bring it, through the reader of rows. */
function read(history: History, minutes: number) {
  const rows = history.days.flatMap((values, index) =>
    [...values].flatMap((value, j): Row[] => {
      const time = new Date(j * minutes * 60_000).toISOString().slice(11, 16)
      return Number.isNaN(value) ? [] : [{ at: `${dateOf(history.firstDay + index)}T${time}`, value }]
    }),
  )
  return seriesOf(rows, { slotMinutes: minutes, opensAt: 0, closesAt: history.slots * minutes }, history.calendar)
}

/** The last `count` open days without a call. */
function dead(history: History, count: number): History {
  const open = history.days.flatMap((values, at) => (values.every(Number.isNaN) ? [] : [at])).slice(-count)
  return { ...history, days: history.days.map((values, at) => (open.includes(at) ? values.map(() => 0) : values)) }
}

t.test('a queue that died is at nothing after three open days, and it is told at once', async (t) => {
  for (const make of [BANK, LINE, SHOP])
    for (const days of [3, 4, 5, 6, 8, 15]) {
      const { history } = madeUp(make)
      const usual = forecast(history, 7).reduce((all, day) => all + sum(day.mean), 0)
      const minutes = make.slots > 24 ? (make.slots > 28 ? 15 : 30) : 60
      const made = read(dead(history, days), minutes)
      const told = made.warnings.find((warning) => warning.type === 'calls-ended')
      t.equal(told?.count, days)
      const left = forecast(made.history, 28)
      t.ok(left.reduce((all, day) => all + sum(day.mean), 0) < 0.01 * usual, `${days} days`)
      t.ok(left.every((day) => sum(day.upper95) <= 1))
    }
  const two = read(dead(madeUp(LINE).history, 2), 60)
  t.ok(sum(forecast(two.history, 1)[0]!.mean) > 200, 'two days may be a fault of the line')
})

t.test('a queue that comes back from the dead is forecast as what it is', async (t) => {
  const { history } = madeUp(LINE)
  const back = {
    ...history,
    days: history.days.map((values, at) => (at >= 190 && at < 195 ? values.map(() => 0) : values)),
  }
  const share = sum(forecast(read(back, 60).history, 1)[0]!.mean) / sum(forecast(history, 1)[0]!.mean)
  t.ok(share > 0.9 && share < 1.1, `${share}`)
})

t.test('a file that ends weeks ago does not close the queue', async (t) => {
  const { history } = madeUp(BANK)
  const silent = Array.from({ length: 60 }, () => new Float64Array(history.slots).fill(Number.NaN))
  const days = forecast({ ...history, days: [...history.days, ...silent] }, 7)
  t.ok(days.filter((day) => sum(day.mean) > 1000).length === 5)
})

t.test('a weekday not seen yet is the mean of those seen, and wide', async (t) => {
  for (const [first, days] of [
    ['2026-03-05', 4],
    ['2026-03-02', 5],
    ['2026-03-05', 9],
  ] as const) {
    const { history } = madeUp({ ...LINE, first, days: 21 })
    const opened = knownAt(history, history.firstDay + days)
    const ahead = forecast(opened, 7)
    const mean = opened.days.reduce((all, values) => all + sum(values), 0) / days
    for (const day of ahead) {
      const seen = opened.days.some((_, at) => weekdayOf(opened.firstDay + at) === weekdayOf(day.day))
      t.ok(Math.abs(sum(day.mean) / mean - 1) < 0.25, `${first}: ${sum(day.mean)} of ${mean}`)
      if (!seen) t.ok(day.totalSd > 0.08 * mean, `${first}: ${day.totalSd}`)
    }
  }
})

t.test('Saturdays that began are followed from the first one, and end after three without a call', async (t) => {
  const week: Make['week'] = [0, 1.2, 1, 0.95, 0.95, 1.05, 0.5]
  const { history } = madeUp({ ...BANK, week })
  const closedBefore = (weeks: number): History => ({
    ...history,
    days: history.days.map((values, at) =>
      weekdayOf(history.firstDay + at) === 6 && at < history.days.length - weeks * 7
        ? values.map(() => Number.NaN)
        : values,
    ),
  })
  const saturday = (known: History): number => sum(forecast(known, 7).find((day) => weekdayOf(day.day) === 6)!.mean)
  const usual = saturday(history)
  t.ok(Math.abs(saturday(closedBefore(1)) / usual - 1) < 0.25, `${saturday(closedBefore(1))} of ${usual}`)
  t.equal(saturday(closedBefore(0)), 0)
  const ended = history.days.map((values, at) =>
    weekdayOf(history.firstDay + at) === 6 && at >= history.days.length - 21 ? values.map(() => Number.NaN) : values,
  )
  t.equal(saturday({ ...history, days: ended }), 0)
})

t.test('what may be an outage or an event is asked about, and nothing else is', async (t) => {
  for (const make of [BANK, LINE, SHOP, KINDS['a small queue: half a call in 15 minutes, round the clock']!]) {
    const { history } = madeUp(make)
    const asked = (known: History): string[] => oddDays(known).map(({ type, at, mark }) => `${type} ${at} ${mark}`)
    t.same(asked(history), [], 'an orderly history')
    // of fifty calls a day no half is sure to be missing
    if (make.rate < 1) continue
    const open = history.days.flatMap((values, at) => (values.every(Number.isNaN) ? [] : [at]))
    const [promotion, broken, eight] = [open.at(-30)!, open.at(-20)!, open.at(-9)!]
    const odd = history.days.map((values, at) => {
      if (at === promotion) return values.map((value) => Math.round(value * 1.8))
      if (at === eight) return values.map((value) => value * 8)
      return at === broken ? values.map((value, j) => (j * 2 < values.length ? 0 : value)) : values
    })
    const on = (at: number): string => dateOf(history.firstDay + at)
    t.same(asked({ ...history, days: odd }), [
      `day-busy ${on(promotion)} promotion`,
      `day-broken ${on(broken)} outage`,
      `day-busy ${on(eight)} promotion`,
    ])
    const level = history.days.map((values, at) => (at >= eight ? values.map((value) => value * 2) : values))
    t.same(asked({ ...history, days: level }), [], 'a new level is no odd day')
  }
})

t.test('calls outside the hours set, and a file that ended, are told', async (t) => {
  const grid = { slotMinutes: 60, opensAt: 480, closesAt: 1200 } as const
  const rows = Array.from({ length: 24 }, (_, hour) => ({
    ...{ series: 'all', date: '2026-03-02', minute: hour * 60, slotMinutes: 60, offered: 10, ahtMs: null },
  }))
  const [told] = outsideHours(importedWithin(rows, 'all', grid), grid, dayOf('2026-03-02'))
  t.match(told?.text, {
    zh: /^50% 的来电在设定的服务时间（08:00–20:00）之外/,
    en: /^50 % of the calls lie outside the hours set/,
  })
  t.same(outsideHours({ all: 1000, within: 995 }, grid, 0), [])
  const { history } = madeUp(BANK)
  const silent = (days: number): History => ({
    ...history,
    days: [...history.days, ...Array.from({ length: days }, () => new Float64Array(history.slots).fill(Number.NaN))],
  })
  t.same(dataEnded(silent(2)), [])
  t.match(dataEnded(silent(3)), [
    { type: 'data-ended', count: 3, text: { en: /no data for 3 days.*closed, or not imported/ } },
  ])
})

t.test('a flood: the re-forecast rises with what the morning shows, up to twenty times', async (t) => {
  for (const make of [BANK, LINE, SHOP, KINDS['a busy line in 5 minutes']!])
    for (const share of [0.25, 0.4, 0.7]) {
      const { history, rates } = madeUp(make)
      const open = rates.findLastIndex((rate) => sum(rate) > 0)
      const before = { ...history, days: history.days.slice(0, open) }
      const seen = Math.round(make.slots * share)
      const fitted = auto.fit(before)
      const rest = (times: number): number => {
        const today = rates[open]!.map((rate, j) => (j < seen ? Math.round(rate * times) : Number.NaN))
        const known = { ...before, days: [...before.days, today] }
        return sum(fitted.forecast({ known, from: endOf(before), count: 1, seen })[0]!.mean)
      }
      const usual = rest(1)
      let last = 0
      for (const times of [1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.7, 2, 2.5, 3, 4, 5, 7, 10, 14, 20]) {
        const now = rest(times) / usual
        t.ok(now > last, `${share} of the day × ${times}: ${now} after ${last}`)
        if (times >= 3) t.ok(now > 0.6 * times && now < 1.3 * times, `${share} of the day × ${times}: ${now}`)
        last = now
      }
    }
})

t.test('one absurd quarter of an hour is no flood', async (t) => {
  const { history } = madeUp(SHOP)
  const open = history.days.findLastIndex((values) => !Number.isNaN(values[0]!))
  const before = { ...history, days: history.days.slice(0, open) }
  const fitted = auto.fit(before)
  const rest = (times: number): number => {
    const today = history.days[open]!.map((value, j) => (j >= 24 ? Number.NaN : j === 20 ? value * times : value))
    return sum(
      fitted.forecast({
        known: { ...before, days: [...before.days, today] },
        from: endOf(before),
        count: 1,
        seen: 24,
      })[0]!.mean,
    )
  }
  t.ok(rest(10) < 1.1 * rest(1), `${rest(10)} of ${rest(1)}`)
})

/** Sum of the last four of `ahead` days over the truth, less one; counts grow by `monthly`. */
function growthError(make: Make, monthly: number, days: number, ahead: number): { error: number; told: number } {
  const { history, rates } = madeUp({ ...make, days: days + ahead })
  const grown = (at: number): number => (1 + monthly) ** ((at - days) / 30.4)
  const known = {
    ...history,
    days: history.days.slice(0, days).map((values, at) => values.map((value) => Math.round(value * grown(at)))),
  }
  const last = auto
    .fit(known)
    .forecast({ known, from: endOf(known), count: ahead, seen: 0, meansOnly: true })
    .slice(-28)
  const truth = last.reduce((all, { day }) => all + sum(rates[day - known.firstDay]!) * grown(day - known.firstDay), 0)
  return { error: last.reduce((all, day) => all + sum(day.mean), 0) / truth - 1, told: growing(known)[0]?.count ?? 0 }
}

t.test(
  'growth goes on, damped: 5 % a month within 3 % at 90 days, 30 % a month within 8 % over two weeks and told',
  async (t) => {
    const meanOf = (monthly: number, days: number, ahead: number): number =>
      [1, 2, 3, 4].reduce(
        (all, seed) => all + Math.abs(growthError({ ...LINE, seed }, monthly, days, ahead).error),
        0,
      ) / 4
    for (const [monthly, days, ahead, most] of [
      [0.05, 210, 90, 0.03],
      [-0.05, 210, 90, 0.03],
      [0.3, 90, 14, 0.08],
      [0, 210, 90, 0.02],
    ] as const) {
      const off = meanOf(monthly, days, ahead)
      t.ok(off < most, `${monthly} a month, ${ahead} days ahead: ${off} off`)
    }
    const { told } = growthError(LINE, 0.3, 90, 14)
    t.ok(told > 20 && told < 45, `told: ${told} % a month`)
    t.equal(growthError(LINE, 0, 210, 14).told, 0)
  },
)
