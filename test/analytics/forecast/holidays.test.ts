// Holidays have an effect of their own where they have one, and none where they have none.
import chineseDays from 'chinese-days'
import t from 'tap'
import { chinaCalendar } from '#analytics/forecast/china-days.ts'
import { dayOf, type History, knownAt, valuesOf, weekdayOf } from '#analytics/forecast/history.ts'
import type { DayForecast } from '#analytics/forecast/model.ts'
import factors from '#analytics/forecast/models/factors.ts'
import { KINDS, type Make, madeUp } from './made-up.ts'

const LINE: Make = { ...KINDS['an emergency line: seven days, 60 minutes']!, rate: 40 }
const OFFICE: Make = { ...KINDS['a bank: five days, 30 minutes']!, monthEnd: 0 }

const china = (first: string, days: number) =>
  chinaCalendar(chineseDays.getDayDetail, chineseDays.getSolarDateFromLunar, dayOf(first), days)
const sum = (values: Float64Array): number => values.reduce((all, value) => all + (Number.isNaN(value) ? 0 : value), 0)

function ahead(history: History, from: number, count: number): DayForecast[] {
  const known = knownAt(history, from)
  return factors.fit(known).forecast({ known, from, count, seen: 0 })
}

/** Two weeks ahead from every second Monday of the last half year. */
function wape(history: History): number {
  let off = 0
  let all = 0
  const end = history.firstDay + history.days.length
  for (let from = end - 182; from + 14 <= end; from += 14)
    for (const day of ahead(history, from, 14))
      valuesOf(history, day.day)!.forEach((value, j) => {
        off += Math.abs(value - day.mean[j]!)
        all += value
      })
  return off / all
}

t.test('a calendar without any effect in the data does no harm', async (t) => {
  for (const seed of [1, 2, 3]) {
    const first = '2025-01-06'
    const { history } = madeUp({ ...LINE, seed, first, days: 400 })
    const without = wape(history)
    const harm = wape({ ...history, calendar: china(first, 430) }) / without - 1
    t.ok(harm < 0.02, `seed ${seed}: ${Math.round(harm * 1000) / 10} % worse than ${without}`)
  }
})

/** The fortnight before is busier every day, the feast is nearly silent, then it comes back. */
const FEAST = (offset: number): number => {
  if (offset < -15 || offset > 12) return 1
  if (offset < -1) return 1 + 0.5 * (1 + (offset + 1) / 15)
  return offset < 7 ? 0.25 + 0.05 * Math.abs(offset - 2) : 0.8 + 0.04 * (offset - 7)
}

t.test('a Spring Festival is within 10 % over its days in its second year', async (t) => {
  const newYears = ['2025-01-29', '2026-02-17'].map(dayOf)
  const effect = (day: number): number => {
    const near = newYears.find((newYear) => Math.abs(day - newYear) < 20)
    return near === undefined ? 1 : FEAST(day - near)
  }
  for (const seed of [1, 2, 3]) {
    const first = '2024-06-03'
    const make = { ...LINE, seed, first, days: 640, effect, calendar: china(first, 670) }
    const { history, rates } = madeUp(make)
    const from = dayOf('2026-02-01')
    let off = 0
    let all = 0
    const days = ahead(history, from, 30).map((day) => {
      const truth = sum(rates[day.day - history.firstDay]!)
      off += Math.abs(sum(day.mean) - truth)
      all += truth
      return sum(day.mean) / truth
    })
    t.ok(off / all < 0.1, `seed ${seed}: ${off / all} off, ${days.map((share) => share.toFixed(2)).join(' ')}`)
  }
})

t.test('a holiday not seen yet is an ordinary day, and wide; nothing is borrowed from Sundays', async (t) => {
  const first = '2026-06-22'
  const days = 100
  const week: Make['week'] = [0.3, 1, 1, 1, 1, 1.1, 0.5]
  const { history } = madeUp({ ...LINE, first, days, week })
  const from = dayOf('2026-09-22')
  const plain = ahead(history, from, 14)
  const marked = ahead({ ...history, calendar: china(first, days + 30) }, from, 14)
  const on = (list: DayForecast[], date: string) => list[dayOf(date) - from]!
  t.ok(Math.abs(sum(on(marked, '2026-10-02').mean) / sum(on(plain, '2026-10-02').mean) - 1) < 0.05)
  t.ok(on(marked, '2026-10-02').totalSd > 2 * on(plain, '2026-10-02').totalSd, 'and it may be far off')
})

t.test('an office that was closed on holidays and worked the Saturdays instead does so again', async (t) => {
  const first = '2025-06-02'
  const days = 420
  const calendar = china(first, days + 30)
  const { history } = madeUp({ ...OFFICE, first, days, effect: (day) => (calendar.get(day)?.holiday ? 0 : 1) })
  const worked = history.days.map((values, at) => {
    const day = history.firstDay + at
    return calendar.get(day)?.makeUp === undefined
      ? values
      : values.map((_, j) => history.days[at - 4 - (weekdayOf(day) === 0 ? 1 : 0)]![j]!)
  })
  const known = { ...history, days: worked, calendar }
  const from = dayOf('2026-04-27')
  const on = (date: string): number => sum(ahead(known, from, 14)[dayOf(date) - from]!.mean)
  t.equal(on('2026-05-01'), 0, 'Labour Day')
  t.ok(on('2026-05-09') > 0.8 * on('2026-05-08'), 'a Saturday that is worked')
  t.equal(on('2026-05-10'), 0, 'a Sunday')
  const never = { ...history, calendar: new Map(calendar) }
  t.equal(sum(ahead(never, from, 14)[dayOf('2026-05-09') - from]!.mean), 0, 'unless such Saturdays never were')
})
