// The centre's own clock, where it is changed twice a year too.
import t from 'tap'
import { dateOf, dayOf } from '#analytics/forecast/history.ts'
import { localClock, timeOf } from '#analytics/planning/local-time.ts'

const berlin = localClock('Europe/Berlin')
const shanghai = localClock('Asia/Shanghai')
const FORWARD = dayOf('2026-03-29')
const BACK = dayOf('2026-10-25')

t.test('local midnight is found in every zone and on days when the clock changes', (t) => {
  t.equal(shanghai.utc(dayOf('2026-06-17'), 0), Date.parse('2026-06-16T16:00Z'))
  t.equal(berlin.utc(FORWARD, 0), Date.parse('2026-03-28T23:00Z'))
  t.equal(berlin.utc(FORWARD + 1, 0), Date.parse('2026-03-29T22:00Z'))
  t.equal(berlin.utc(BACK, 12 * 60), Date.parse('2026-10-25T11:00Z'))
  t.equal(localClock('America/New_York').utc(dayOf('2026-01-01'), 90), Date.parse('2026-01-01T06:30Z'))
  t.same(shanghai.local(Date.parse('2026-06-16T16:05Z')), { day: dayOf('2026-06-17'), minute: 5 })
  t.end()
})

t.test('the dates on which the clock changes are known, and which minutes it shows twice or never', (t) => {
  t.same(berlin.changes(dayOf('2026-01-01'), dayOf('2027-01-01')).map(dateOf), ['2026-03-29', '2026-10-25'])
  t.same(shanghai.changes(dayOf('2026-01-01'), dayOf('2027-01-01')), [])
  t.equal(berlin.shown(FORWARD).get(150), undefined, '02:30 is skipped')
  t.equal(berlin.shown(BACK).get(150), 2, '02:30 comes twice')
  t.equal(berlin.shown(BACK).get(240), 1)
  t.end()
})

t.test('minutes past midnight belong to the next date', (t) => {
  t.equal(timeOf(dayOf('2026-06-17'), 545), '2026-06-17T09:05')
  t.equal(timeOf(dayOf('2026-06-17'), 1440), '2026-06-18T00:00')
  t.end()
})
