// Local minutes as moments, near changes of the clock too.
import t from 'tap'
import { momentIn } from '#engine/planning/acts/moment.ts'

t.test('minutes after midnight are moments of the zone, past midnight of the next date', async (t) => {
  const shanghai = momentIn('Asia/Shanghai')
  t.equal(shanghai('2026-12-07', 510), Date.parse('2026-12-07T08:30:00+08:00'))
  t.equal(shanghai('2026-12-07', 1_800), Date.parse('2026-12-08T06:00:00+08:00'))
})

t.test('on the day the clock is changed, mornings and evenings are right', async (t) => {
  const newYork = momentIn('America/New_York')
  // put forward on 8 March 2026 at two, back on 1 November at two
  t.equal(newYork('2026-03-08', 60), Date.parse('2026-03-08T01:00:00-05:00'))
  t.equal(newYork('2026-03-08', 240), Date.parse('2026-03-08T04:00:00-04:00'))
  t.equal(newYork('2026-11-01', 30), Date.parse('2026-11-01T00:30:00-04:00'))
  t.equal(newYork('2026-11-01', 1_200), Date.parse('2026-11-01T20:00:00-05:00'))
})
