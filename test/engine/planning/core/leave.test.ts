// Days of leave, and when nobody has to decide.
import t from 'tap'
import { approvesItself, type LeaveCase, leaveDays } from '#engine/planning/core/leave.ts'

const WEEK = { fromDate: '2026-12-28', toDate: '2027-01-03' }

t.test('Monday to Friday count, each in its own year', async (t) => {
  t.equal(leaveDays(WEEK), 5)
  t.same([leaveDays(WEEK, '2026'), leaveDays(WEEK, '2027')], [4, 1])
  t.equal(leaveDays({ fromDate: '2026-12-05', toDate: '2026-12-06' }), 0)
})

t.test('leave approves itself ahead, within the allowance, without a hole, while few are away', async (t) => {
  const given = (more: Partial<LeaveCase> = {}): boolean =>
    approvesItself({
      leave: WEEK,
      left: new Map([
        ['2026', 4],
        ['2027', 1],
      ]),
      away: new Map([['2026-12-30', 1]]),
      atOnce: 2,
      duties: new Set(),
      today: '2026-12-01',
      ...more,
    })
  t.ok(given())
  t.notOk(given({ left: new Map([['2026', 4]]) }), 'nothing is left of the next year')
  t.notOk(given({ left: new Map() }), 'nothing is counted: a planner decides')
  t.notOk(given({ atOnce: 1 }), 'another is away on one of the days')
  t.notOk(given({ atOnce: 0 }), 'the rule lets none approve itself')
  t.notOk(given({ duties: new Set(['2026-12-29']) }), 'a published duty would be left without anybody')
  t.notOk(given({ today: '2026-12-28' }), 'it has begun')
})
