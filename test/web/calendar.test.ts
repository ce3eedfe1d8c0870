// Dates of our own date field: months, keys, and what people type.
import t from 'tap'
import { isDate, monthsAfter, movedBy, readDate, weeksOf } from '#web/src/lib/forms/calendar.ts'

t.test('a month is six weeks from a Monday, and holds all its days', async (t) => {
  for (let month = 0; month < 48; month++) {
    const date = monthsAfter('2026-01-31', month)
    const days = weeksOf(date).flat()
    t.equal(days.length, 42)
    t.equal(new Date(`${days[0]}T00:00:00Z`).getUTCDay(), 1)
    t.ok(days.includes(`${date.slice(0, 8)}01`) && days.includes(date), date)
  }
})

t.test('keys move by day, week, month and to the ends of the week', async (t) => {
  const from = '2026-12-31'
  t.equal(movedBy('ArrowRight', from), '2027-01-01')
  t.equal(movedBy('ArrowUp', from), '2026-12-24')
  t.equal(movedBy('Home', from), '2026-12-28')
  t.equal(movedBy('End', from), '2027-01-03')
  t.equal(movedBy('PageDown', from), '2027-01-31')
  t.equal(movedBy('PageUp', '2026-03-31'), '2026-02-28')
  t.equal(movedBy('x', from), undefined)
})

t.test('a date is read as people write it, and what is none is not guessed', async (t) => {
  for (const typed of ['2026-01-05', '2026/1/5', '20260105', '2026年1月5日', ' 2026.1.05 '])
    t.equal(readDate(typed), '2026-01-05', typed)
  for (const bad of ['', '5.1.2026', '2026-02-30', '2026-13-01', '2026-1', 'tomorrow'])
    t.equal(readDate(bad), undefined, bad)
  t.notOk(isDate('2026-02-29'))
})
