// Times of day as people type them; no page uses the browser's own fields of dates and times.
import { readdirSync, readFileSync } from 'node:fs'
import t from 'tap'
import { HALF_HOURS, laterBy, readTime } from '#web/src/lib/forms/time-of-day.ts'

t.test('a time is read in any form that people type', async (t) => {
  for (const typed of [
    '8:30',
    '08:30',
    ' 0830 ',
    '830',
    '8：30',
    '8.30',
    '8点30',
    '8点半',
    '8时30分',
    '上午8:30',
    '8:30 AM',
  ])
    t.equal(readTime(typed), '08:30', typed)
  for (const typed of ['15:30', '1530', '下午3:30', '下午3点半', '3:30 pm', '3:30p.m.', '晚上3点30分'])
    t.equal(readTime(typed), '15:30', typed)
  t.same(['8', '20', '12am', '12pm', '中午12点', '24:00', '0'].map(readTime), [
    ...['08:00', '20:00', '00:00', '12:00', '12:00', '24:00', '00:00'],
  ])
  for (const bad of ['', '25:00', '24:01', '8:60', 'soon', '12345', '下午25点', '-1:00'])
    t.equal(readTime(bad), undefined, bad)
})

t.test('arrow keys go round the clock, and the list holds every half hour', async (t) => {
  t.equal(laterBy('23:50', 15), '00:05')
  t.equal(laterBy('00:05', -15), '23:50')
  t.same([HALF_HOURS[0], HALF_HOURS[17], HALF_HOURS.at(-1)], ['00:00', '08:30', '24:00'])
})

t.test("no page shows the browser's own field of a date or a time: it speaks the browser's language", async (t) => {
  const pages = readdirSync('web/src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.svelte'))
  t.ok(pages.length > 100)
  for (const page of pages) {
    t.notMatch(readFileSync(`web/src/${page}`, 'utf8'), /type(="|: ')(time|date|datetime-local|month|week)["']/, page)
  }
})
