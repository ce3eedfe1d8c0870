// A report beside itself: the same local time so long before, and rows found again by their keys.
import t from 'tap'
import { localClock } from '#analytics/planning/local-time.ts'
import { backBy, pairedWith } from '#analytics/reporting/compare.ts'

const newYork = localClock('America/New_York')
const at = (text: string): number => Date.parse(text)

t.test('a week before is the same time by the wall, also where the clock was put back between', async (t) => {
  t.equal(backBy(newYork, 'week', at('2026-11-04T05:00:00Z')), at('2026-10-28T04:00:00Z'))
  t.equal(backBy(newYork, 'day', at('2026-11-02T05:00:00Z')), at('2026-11-01T04:00:00Z'))
})

t.test('the 31st of a shorter month is its last day, and the 29th of February has the 28th before it', async (t) => {
  const china = localClock('Asia/Shanghai')
  t.equal(backBy(china, 'month', at('2026-03-31T00:00:00+08:00')), at('2026-02-28T00:00:00+08:00'))
  t.equal(backBy(china, 'year', at('2028-02-29T00:00:00+08:00')), at('2027-02-28T00:00:00+08:00'))
})

t.test('rows are paired by their keys; what was not there before has nothing beside it', async (t) => {
  const back = (moment: number): number => moment - 100
  const now = [
    { start: 200, queue: 'a', calls: 1 },
    { start: 200, queue: 'b', calls: 2 },
  ]
  const then = [
    { start: 100, queue: 'a', calls: 7 },
    { start: 50, queue: 'a', calls: 9 },
  ]
  t.same(pairedWith(now, then, ['start', 'queue'], back), [{ start: 100, queue: 'a', calls: 7 }, null])
  t.same(pairedWith([{ queue: 'b' }], [{ queue: 'b', calls: 3 }], ['queue'], back), [{ queue: 'b', calls: 3 }])
})
