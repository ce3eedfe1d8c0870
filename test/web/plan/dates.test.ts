// Dates of planning are the centre's, wherever the planner's browser is.
import t from 'tap'
import { dateAt, minuteAt } from '#web/src/lib/plan/forecast-dates.ts'

t.test('a moment has the date of the centre, not of the browser', async (t) => {
  const evening = Date.UTC(2026, 10, 21, 17, 5)
  t.equal(minuteAt(evening, 'Asia/Shanghai'), '2026-11-22T01:05')
  t.equal(dateAt(evening, 'Asia/Shanghai'), '2026-11-22')
  t.equal(minuteAt(evening, 'America/New_York'), '2026-11-21T12:05')
  t.equal(minuteAt(Date.UTC(2026, 0, 1), 'UTC'), '2026-01-01T00:00')
})
