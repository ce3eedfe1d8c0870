// What goes wrong in a centre's history, and what a planner knows beforehand: never a silly forecast.
import chineseDays from 'chinese-days'
import t from 'tap'
import type { Calendar, DayMark } from '#analytics/forecast/calendar.ts'
import { chinaCalendar } from '#analytics/forecast/china-days.ts'
import { DAY_MS, dayOf, endOf, type History, weekdayOf } from '#analytics/forecast/history.ts'
import auto from '#analytics/forecast/models/auto.ts'
import factors from '#analytics/forecast/models/factors.ts'
import { type Row, seriesOf } from '#analytics/forecast/series.ts'
import { randomOf } from '#analytics/random.ts'
import { KINDS, type Make, madeUp } from './made-up.ts'

const BANK = KINDS['a bank: five days, 30 minutes']!
const LINE = KINDS['an emergency line: seven days, 60 minutes']!

const sum = (values: Float64Array): number => values.reduce((all, value) => all + (Number.isNaN(value) ? 0 : value), 0)

/** Sums of the days forecast after the history. */
function ahead(history: History, count: number): number[] {
  const from = endOf(history)
  return factors
    .fit(history)
    .forecast({ known: history, from, count, seen: 0 })
    .map((day) => sum(day.mean))
}

const times = (history: History, factor: number, isSo: (index: number, day: number) => boolean): History => ({
  ...history,
  days: history.days.map((values, index) =>
    isSo(index, history.firstDay + index) ? values.map((value) => Math.round(value * factor)) : values,
  ),
})

const marked = (history: History, days: number[], mark: DayMark): History => ({
  ...history,
  calendar: new Map([...history.calendar, ...days.map((day) => [day, mark] as const)]),
})

t.test('one absurd day, ten times as busy or nearly silent, leaves the days to come where they were', async (t) => {
  for (const make of [BANK, LINE])
    for (const factor of [10, 0.05]) {
      const { history } = madeUp(make)
      const usual = ahead(history, 14)
      ahead(
        times(history, factor, (index) => index === history.days.length - 4),
        14,
      ).forEach((value, at) => {
        if (usual[at]! > 0) t.ok(Math.abs(value / usual[at]! - 1) < 0.1, `${value} instead of ${usual[at]}`)
      })
    }
})

t.test('an outage of three days teaches nothing once the planner has marked it', async (t) => {
  const { history } = madeUp(LINE)
  const out = [5, 6, 7].map((back) => endOf(history) - back)
  const broken = times(history, 0.3, (_, day) => out.includes(day))
  const usual = sum(Float64Array.from(ahead(marked(history, out, { excluded: true }), 7)))
  const after = sum(Float64Array.from(ahead(marked(broken, out, { excluded: true }), 7)))
  t.equal(after, usual, 'as if those days had never been')
})

t.test('calls that doubled two weeks ago for good are forecast at their new level', async (t) => {
  for (const make of [BANK, LINE]) {
    const { history } = madeUp(make)
    const usual = sum(Float64Array.from(ahead(history, 14)))
    const doubled = times(history, 2, (index) => index >= history.days.length - 14)
    const lifted = sum(Float64Array.from(ahead(doubled, 14)))
    t.ok(lifted > 1.8 * usual && lifted < 2.2 * usual, `${usual} becomes ${lifted}`)
  }
})

t.test('a promotion seen before has the effect it had', async (t) => {
  const { history } = madeUp(LINE)
  const sales = [100, 121, 142, 163, 184].map((index) => history.firstDay + index)
  const next = endOf(history) + 3
  const sold = times(history, 1.6, (_, day) => sales.includes(day))
  const known = marked(sold, sales, { promotion: 'sale' })
  const effect = ahead(marked(known, [next], { promotion: 'sale', lift: 9 }), 7)[3]! / ahead(known, 7)[3]!
  t.ok(effect > 1.35 && effect < 1.75, `${effect} of the usual; what the planner states no longer counts`)
})

t.test('a promotion not seen before has the effect the planner states, and none when he states none', async (t) => {
  const { history } = madeUp(LINE)
  const next = endOf(history) + 3
  const usual = ahead(history, 7)
  const stated = ahead(marked(history, [next], { promotion: 'opening', lift: 1.5 }), 7)
  t.ok(Math.abs(stated[3]! / usual[3]! - 1.5) < 0.03, `${stated[3]! / usual[3]!}`)
  t.equal(stated[4], usual[4], 'the day after is as usual')
  t.equal(ahead(marked(history, [next], { promotion: 'opening' }), 7)[3], usual[3])
})

t.test('what the planner marks after the model has learned counts at the next forecast', async (t) => {
  const { history } = madeUp(LINE)
  const ask = { from: endOf(history), count: 3, seen: 0 }
  const fitted = factors.fit(history)
  const later = marked(history, [ask.from + 1], { closed: true })
  const [first, second, third] = fitted.forecast({ known: later, ...ask }).map((day) => sum(day.mean))
  t.ok(first! > 0 && third! > 0)
  t.equal(second, 0)
})

t.test('Spring Festival is quiet and the made-up Saturday is a Friday, the first year they are seen', async (t) => {
  const week: Make['week'] = [0.3, 1, 1, 1, 1, 1.2, 0.5]
  const days = 182
  const first = '2025-08-11'
  const calendar: Calendar = chinaCalendar(
    chineseDays.getDayDetail,
    chineseDays.getSolarDateFromLunar,
    dayOf(first),
    days + 30,
  )
  const effect = (day: number): number => {
    const { holiday, makeUp } = calendar.get(day) ?? {}
    const like = holiday ? 0 : (makeUp ?? weekdayOf(day))
    return week[like]! / week[weekdayOf(day)]!
  }
  const { history } = madeUp({ ...LINE, rate: 60, week, days, first, calendar, effect })
  const from = endOf(history)
  const forecast = ahead(history, 30)
  const on = (date: string): number => forecast[dayOf(date) - from]!
  t.equal(weekdayOf(dayOf('2026-02-14')), 6)
  t.ok(on('2026-02-14') > 1.7 * on('2026-02-21'), 'a made-up Saturday is busier than a Saturday off')
  t.ok(on('2026-02-17') < 0.5 * on('2026-02-10'), 'the first day of the year is quieter than a Tuesday')
})

t.test('a night in which the clock was put forward or back does not move the nights to come', async (t) => {
  const { history } = madeUp(LINE)
  const usual = factors.fit(history).forecast({ known: history, from: endOf(history), count: 7, seen: 0 })
  const changed = { ...history, days: history.days.map((values) => values.slice()) }
  changed.days.at(-3)![2] = Number.NaN
  factors
    .fit(changed)
    .forecast({ known: changed, from: endOf(changed), count: 7, seen: 0 })
    .forEach((day, at) => {
      t.ok(Math.abs(day.mean[2]! / usual[at]!.mean[2]! - 1) < 0.1)
    })
})

/** Holes, spikes, silent days, lost weeks, busy hours and rows that come twice, as an old system might export them. */
function spoilt(history: History, minutes: number, seed: number, faults: number): History {
  const random = randomOf(seed)
  const pick = (below: number): number => Math.floor(random() * below)
  const days = history.days.map((values) => values.slice())
  for (let fault = 0; fault < faults; fault++) {
    const index = pick(days.length)
    const values = days[index]!
    const slot = pick(values.length)
    const kind = pick(5)
    if (kind === 0) values.fill(Number.NaN, slot, slot + 5)
    else if (kind === 1) values[slot] = 40 * (values[slot] || 1)
    else if (kind === 2) values.fill(0)
    else if (kind === 3) for (const day of days.slice(index, index + 4)) day.fill(Number.NaN)
    else for (let j = slot; j < Math.min(values.length, slot + 4); j++) values[j]! *= 2
  }
  const rows = days.flatMap((values, index) =>
    [...values].flatMap((value, j): Row[] => {
      const at = new Date((history.firstDay + index) * DAY_MS + j * minutes * 60_000).toISOString().slice(0, 16)
      return Number.isNaN(value)
        ? []
        : random() < 0.01
          ? [
              { at, value: 0 },
              { at, value },
            ]
          : [{ at, value }]
    }),
  )
  const read = seriesOf(rows, { slotMinutes: minutes, opensAt: 0, closesAt: history.slots * minutes }, new Map())
  return read.history
}

t.test('forty spoilt histories: every forecast is finite, ordered and within twice of the usual', async (t) => {
  for (let seed = 1; seed <= 40; seed++) {
    const bank = seed % 2 === 0
    const short = seed % 4 < 2
    const { history } = madeUp({ ...(bank ? BANK : LINE), seed, days: short ? 42 : 120 })
    const known = spoilt(history, bank ? 30 : 60, seed, short ? 4 : 12)
    const usual = ahead(history, 7)
    const days = auto.fit(known).forecast({ known, from: endOf(history), count: 7, seen: 0 })
    for (const [at, day] of days.entries()) {
      const { mean, lower95, lower80, upper80, upper95 } = day
      const inOrder = mean.every(
        (value, j) =>
          Number.isFinite(value) &&
          value >= 0 &&
          lower95[j]! <= lower80[j]! &&
          lower80[j]! <= upper80[j]! &&
          upper80[j]! <= upper95[j]! &&
          Number.isFinite(upper95[j]!),
      )
      if (!inOrder) t.fail(`seed ${seed}, day ${at}: not in order`)
      const share = usual[at]! > 0 ? sum(mean) / usual[at]! : 1
      if (!(share > 0.5 && share < 2)) t.fail(`seed ${seed}, day ${at}: ${share} of the usual`)
    }
  }
  t.pass('all forty')
})
