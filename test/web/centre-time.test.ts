// The centre's clock, in a zone that is not the test's.
import t from 'tap'
import { momentOf, setCentreZone, wallAt } from '#web/src/lib/i18n/centre-time.ts'
import { dateTime, localInput, startOfDay, timeOfDay } from '#web/src/lib/i18n/format.ts'

const AT = Date.parse('2026-11-28T17:30:15Z')
t.afterEach(() => setCentreZone(undefined))

t.test('dates and times are those of the centre', async (t) => {
  setCentreZone('Asia/Shanghai')
  t.equal(dateTime(AT), '2026-11-29 01:30:15')
  t.equal(timeOfDay(AT), '01:30:15')
  t.equal(localInput(AT), '2026-11-29T01:30')
  t.equal(new Date(startOfDay(AT)).toISOString(), '2026-11-28T16:00:00.000Z')
  t.equal(new Date(startOfDay(AT, 1)).toISOString(), '2026-11-27T16:00:00.000Z')
  t.equal(new Date(startOfDay(AT, -1)).toISOString(), '2026-11-29T16:00:00.000Z')
})

t.test('a wall time is the moment it was written for, also around a clock change', async (t) => {
  for (const zone of ['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'UTC']) {
    setCentreZone(zone)
    for (let hour = 0; hour < 24 * 366; hour += 5) {
      const wall = wallAt(Date.parse('2026-01-01T00:00Z') + hour * 3_600_000)
        .slice(0, 16)
        .replace(' ', 'T')
      const back = wallAt(momentOf(wall)).slice(0, 16).replace(' ', 'T')
      if (back !== wall) t.equal(back, wall, zone)
    }
  }
  t.ok(Number.isNaN(momentOf('soon')))
})
