// The time axis of planning charts: ticks that leave room, zoom that stays inside.
import t from 'tap'
import {
  axisTexts,
  dayStarts,
  pointText,
  roundTop,
  shifted,
  ticksFor,
  tickText,
  zoomed,
} from '#web/src/lib/plan/forecast-chart.ts'
import { addDays, addMonths } from '#web/src/lib/plan/forecast-dates.ts'

const WEEKDAYS = ['周一', '周二', '周三', '周四', '周五', '周六', '周日']
const two = (n: number): string => String(n).padStart(2, '0')
/** half hours from 8 to 20 o'clock */
const slots = (days: number): string[] =>
  Array.from({ length: days }, (_, day) => addDays('2026-11-21', day)).flatMap((date) =>
    Array.from({ length: 24 }, (_, n) => `${date}T${two(8 + Math.floor(n / 2))}:${n % 2 ? '30' : '00'}`),
  )
const texts = (ats: string[], most: number, from = 0, to = ats.length - 1): string[] =>
  ticksFor(ats, { from, to }, most).map((tick) => tickText(ats, tick, WEEKDAYS))

t.test('one day shows its hours, the first with its date', async (t) => {
  t.same(texts(slots(1), 6), ['11-21 周六', '10:00', '12:00', '14:00', '16:00', '18:00'])
})

t.test('two weeks show every other day, a quarter its Mondays, a decade its years', async (t) => {
  const twoWeeks = texts(slots(14), 10)
  t.equal(twoWeeks.length, 7)
  t.match(twoWeeks[0], /^11-\d\d 周/)
  const days = Array.from({ length: 91 }, (_, n) => addDays('2026-08-22', n))
  t.ok(texts(days, 14).every((text) => text.endsWith('周一')))
  const months = Array.from({ length: 24 }, (_, n) => addMonths('2025-01-01', n).slice(0, 7))
  t.same(texts(months, 8), ['2025-01', '2025-04', '2025-07', '2025-10', '2026-01', '2026-04', '2026-07', '2026-10'])
  t.same(texts(['2024', '2025', '2026'], 8), ['2024', '2025', '2026'])
})

t.test('times never stand without the day that they belong to', async (t) => {
  const week = texts(slots(7), 7)
  t.equal(week.length, 7)
  t.ok(
    week.every((text) => / 周/.test(text)),
    'a week shows its days, not seven noons',
  )
  const two = texts(slots(2), 8)
  t.same(
    two.filter((text) => text.includes('周')),
    ['11-21 周六', '11-22 周日'],
  )
  t.ok(two.length > 2)
})

t.test('a remainder of a month at the left edge does not stand in the next one’s words', async (t) => {
  const days = Array.from({ length: 147 }, (_, n) => addDays('2026-08-29', n))
  t.same(texts(days, 7), ['2026-09', '2026-10', '2026-11', '2026-12', '2027-01'])
})

t.test('there are never more ticks than there is room for', async (t) => {
  const ats = slots(400)
  for (const most of [1, 3, 7, 12, 40]) t.ok(texts(ats, most).length <= most || most === 1, String(most))
  t.same(texts([], 5), [])
})

t.test('ticks follow the part in sight', async (t) => {
  const ats = slots(3)
  t.same(texts(ats, 6, 24, 35), ['11-22 周日', '09:00', '10:00', '11:00', '12:00', '13:00'])
})

t.test('days begin where the date changes', async (t) => {
  t.same(dayStarts(slots(3)), [24, 48])
  t.same(dayStarts(['2026-11-21', '2026-11-22']), [], 'days themselves need no lines')
})

t.test('a point in full names weekday and time', async (t) => {
  t.equal(pointText('2026-11-21T09:30', WEEKDAYS), '2026-11-21 周六 09:30')
  t.equal(pointText('2026-11-21', WEEKDAYS), '2026-11-21 周六')
  t.equal(pointText('2026-11', WEEKDAYS), '2026-11')
})

t.test('zoom keeps the middle, stays inside and never shows less than can be read', async (t) => {
  t.same(zoomed({ from: 0, to: 99 }, 0.5, 100), { from: 25, to: 74 })
  t.same(zoomed({ from: 25, to: 74 }, 2, 100), { from: 0, to: 99 })
  t.same(zoomed({ from: 90, to: 99 }, 4, 100), { from: 60, to: 99 })
  const narrow = zoomed({ from: 50, to: 57 }, 0.5, 100)
  t.equal(narrow.to - narrow.from + 1, 8)
  t.same(zoomed({ from: 0, to: 2 }, 0.5, 3), { from: 0, to: 2 }, 'a short series is not cut')
})

t.test('a shift keeps the size and stops at the ends', async (t) => {
  t.same(shifted({ from: 10, to: 29 }, 0.5, 100), { from: 20, to: 39 })
  t.same(shifted({ from: 5, to: 24 }, -0.5, 100), { from: 0, to: 19 })
  t.same(shifted({ from: 75, to: 94 }, 0.5, 100), { from: 80, to: 99 })
})

t.test('the top of the value axis is round and above the highest value', async (t) => {
  for (const most of [0.3, 1, 7, 12, 99, 480, 5_123]) {
    const top = roundTop(most)
    t.ok(top > most && top < most * 1.7, `${most} → ${top}`)
  }
  t.equal(roundTop(0), 1)
})

t.test('an axis of small values has as many digits as tell its steps apart', (t) => {
  const text = (value: number): string => value.toFixed(1)
  t.same(axisTexts([0, 1, 2], String), ['0', '1', '2'])
  t.same(axisTexts([0, 0.01, 0.02, 0.03], text), ['0.00', '0.01', '0.02', '0.03'])
  t.same(axisTexts([0, 0.05, 0.1], text), ['0.00', '0.05', '0.10'])
  t.end()
})
