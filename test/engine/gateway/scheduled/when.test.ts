// When a report is sent next and which days it counts: months without a 31st, weeks, clocks put forward and back.
import t from 'tap'
import { nextSend, spanAt } from '#engine/gateway/scheduled/when.ts'
import type { SendWhen } from '#engine/protocol/report-schedules.ts'

const SHANGHAI = 'Asia/Shanghai'
const NEW_YORK = 'America/New_York'
const at = (text: string): number => Date.parse(text)
const when = (more: Partial<SendWhen>): SendWhen => ({
  every: 'day',
  weekday: 1,
  monthDay: 1,
  sendTime: '08:00',
  ...more,
})
const next = (more: Partial<SendWhen>, after: string, zone = SHANGHAI): string =>
  new Date(nextSend(when(more), at(after), zone)).toISOString()

t.test('the next time is after now, by the clock of the centre', async (t) => {
  t.equal(next({}, '2026-11-29T23:59:59Z'), '2026-11-30T00:00:00.000Z', 'eight in Shanghai')
  t.equal(next({}, '2026-11-30T00:00:00Z'), '2026-12-01T00:00:00.000Z', 'the moment itself is over')
  t.equal(next({ every: 'workday' }, '2026-11-27T01:00:00Z'), '2026-11-30T00:00:00.000Z', 'Friday, then Monday')
  t.equal(next({ every: 'week', weekday: 7 }, '2026-11-30T00:00:00Z'), '2026-12-06T00:00:00.000Z')
})

t.test('a month without such a day sends on its last', async (t) => {
  t.equal(next({ every: 'month', monthDay: 31 }, '2026-11-01T00:00:00Z'), '2026-11-30T00:00:00.000Z')
  t.equal(next({ every: 'month', monthDay: 31 }, '2027-02-01T00:00:00Z'), '2027-02-28T00:00:00.000Z')
  t.equal(next({ every: 'month', monthDay: 31 }, '2026-11-30T00:00:00Z'), '2026-12-31T00:00:00.000Z')
})

t.test(
  'eight o’clock stays eight o’clock when the clock is changed; an hour that is left out is not lost',
  async (t) => {
    t.equal(next({}, '2026-10-31T13:00:00Z', NEW_YORK), '2026-11-01T13:00:00.000Z')
    t.equal(next({}, '2026-10-30T13:00:00Z', NEW_YORK), '2026-10-31T12:00:00.000Z')
    const left = nextSend(when({ sendTime: '02:30' }), at('2026-03-08T06:00:00Z'), NEW_YORK)
    t.ok(left > at('2026-03-08T06:00:00Z') && left < at('2026-03-08T08:00:00Z'), 'the night without half past two')
  },
)

t.test('the days it counts', async (t) => {
  const span = (name: Parameters<typeof spanAt>[0], now: string, zone = SHANGHAI) => {
    const { from, to } = spanAt(name, at(now), zone)
    return [new Date(from).toISOString(), new Date(to).toISOString()]
  }
  // Tuesday the first of December in Shanghai
  const now = '2026-12-01T00:30:00Z'
  t.same(span('yesterday', now), ['2026-11-29T16:00:00.000Z', '2026-11-30T16:00:00.000Z'])
  t.same(span('today', now), ['2026-11-30T16:00:00.000Z', '2026-12-01T16:00:00.000Z'])
  t.same(span('last-7-days', now), ['2026-11-23T16:00:00.000Z', '2026-11-30T16:00:00.000Z'])
  t.same(span('last-week', now), ['2026-11-22T16:00:00.000Z', '2026-11-29T16:00:00.000Z'], 'Monday to Sunday')
  t.same(span('last-month', now), ['2026-10-31T16:00:00.000Z', '2026-11-30T16:00:00.000Z'])
  t.same(span('month-to-date', now), span('last-month', now), 'on the first it is the month that has just ended')
  t.same(span('month-to-date', '2026-12-03T00:30:00Z'), ['2026-11-30T16:00:00.000Z', '2026-12-02T16:00:00.000Z'])
  t.same(span('yesterday', '2026-11-02T13:00:00Z', NEW_YORK), ['2026-11-01T04:00:00.000Z', '2026-11-02T05:00:00.000Z'])
})
