// China's days off and made-up workdays as marks of the calendar; the company's table wins.
import chineseDays from 'chinese-days'
import t from 'tap'
import type { Calendar } from '#analytics/forecast/calendar.ts'
import { chinaCalendar } from '#analytics/forecast/china-days.ts'
import { dayOf } from '#analytics/forecast/history.ts'

const china = (first: number, count: number, own?: Calendar) =>
  chinaCalendar(chineseDays.getDayDetail, chineseDays.getSolarDateFromLunar, first, count, own)
const FIRST = dayOf('2026-02-01')

t.test(
  'Spring Festival of 2026: days off by name, the lunar new year their anchor, a Saturday worked instead',
  async (t) => {
    const marks = china(FIRST, 40)
    t.strictSame(marks.get(dayOf('2026-02-17')), { holiday: true, name: '春节', anchor: true })
    t.strictSame(marks.get(dayOf('2026-02-14')), { makeUp: 5 })
    t.equal(marks.get(dayOf('2026-03-01')), undefined, 'an ordinary Sunday has no mark')
    t.equal(marks.get(dayOf('2026-02-04')), undefined, 'nor has a Wednesday')
  },
)

t.test('the company closes on a holiday: its own table is laid over the national one', async (t) => {
  const day = dayOf('2026-02-17')
  t.match(china(FIRST, 40, new Map([[day, { closed: true }]])).get(day), {
    closed: true,
    holiday: true,
  })
})

t.test('a year that is not published has its holidays where the moon and the law put them', async (t) => {
  const year = 2031
  const marks = china(dayOf(`${year}-01-01`), 365)
  const on = (date: string) => marks.get(dayOf(`${year}-${date}`))
  t.match(on('01-23'), { name: '春节', anchor: true })
  t.same([on('01-21'), on('01-22')?.name, on('01-29')?.name, on('01-30')], [undefined, '春节', '春节', undefined])
  t.equal(on('06-24')?.name, '端午')
  t.equal(on('10-01')?.name, '国庆节')
  t.same(
    [...marks.values()].filter(({ makeUp }) => makeUp !== undefined),
    [],
    'nobody knows what will be worked instead',
  )
})
