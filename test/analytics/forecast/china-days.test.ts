// China's days off and made-up workdays as marks of the calendar; the company's table wins.
import chineseDays from 'chinese-days'
import t from 'tap'
import { chinaCalendar } from '#analytics/forecast/china-days.ts'
import { dayOf } from '#analytics/forecast/history.ts'

const FIRST = dayOf('2026-02-01')

t.test('Spring Festival of 2026: days off follow Sunday, the made-up Saturday follows Friday', async (t) => {
  const marks = chinaCalendar(chineseDays.getDayDetail, FIRST, 40)
  t.strictSame(marks.get(dayOf('2026-02-17')), { holiday: true, asWeekday: 0 })
  t.strictSame(marks.get(dayOf('2026-02-14')), { asWeekday: 5 })
  t.equal(marks.get(dayOf('2026-03-01')), undefined, 'an ordinary Sunday has no mark')
  t.equal(marks.get(dayOf('2026-02-04')), undefined, 'nor has a Wednesday')
})

t.test('the company closes on a holiday: its own table is laid over the national one', async (t) => {
  const day = dayOf('2026-02-17')
  t.match(chinaCalendar(chineseDays.getDayDetail, FIRST, 40, new Map([[day, { closed: true }]])).get(day), {
    closed: true,
    holiday: true,
  })
})
