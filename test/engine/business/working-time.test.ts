// Deadlines in working hours: over the evening, the week's end and a holiday.
import t from 'tap'
import { afterWorking } from '#engine/business/record/working-time.ts'

const OFFICE = { from: '09:00', to: '18:00', days: [1, 2, 3, 4, 5] }
const at = (local: string): number => Date.parse(`${local}:00+08:00`)
const due = (from: string, hours: number, holidays: string[] = []): string =>
  new Date(afterWorking(at(from), hours * 60, OFFICE, new Set(holidays), 'Asia/Shanghai') + 8 * 3_600_000)
    .toISOString()
    .slice(0, 16)

t.test('only working time counts', async (t) => {
  t.equal(due('2026-11-30T10:00', 4), '2026-11-30T14:00', 'within the day')
  t.equal(due('2026-11-30T16:00', 4), '2026-12-01T11:00', 'over the evening')
  t.equal(due('2026-11-30T06:00', 1), '2026-11-30T10:00', 'before the day began')
  t.equal(due('2026-12-04T17:00', 2), '2026-12-07T10:00', 'over the week’s end')
  t.equal(due('2026-12-04T17:00', 2, ['2026-12-07']), '2026-12-08T10:00', 'and a holiday')
  t.equal(due('2026-11-30T09:00', 9), '2026-11-30T18:00', 'a whole day ends with it')
  t.equal(due('2026-11-30T18:00', 24), '2026-12-03T15:00', '24 hours are not three calendar days')
})

t.test('a calendar with no working day ends nevertheless', async (t) => {
  const none = { ...OFFICE, days: [] }
  t.ok(afterWorking(at('2026-11-30T10:00'), 60, none, new Set(), 'Asia/Shanghai') > at('2028-01-01T00:00'))
})
