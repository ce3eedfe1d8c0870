// Days of leave, and when nobody has to decide.
import t from 'tap'
import { approvesItself, isTooLong, type LeaveCase, leaveDays, type Marks } from '#engine/planning/core/leave.ts'

const WEEK = { fromDate: '2026-12-28', toDate: '2027-01-03' }

const NONE = new Map()

t.test('Monday to Friday count, each in its own year', async (t) => {
  t.equal(leaveDays(WEEK, NONE), 5)
  t.same([leaveDays(WEEK, NONE, '2026'), leaveDays(WEEK, NONE, '2027')], [4, 1])
  t.equal(leaveDays({ fromDate: '2026-12-05', toDate: '2026-12-06' }, NONE), 0)
})

t.test('a holiday is no day of leave, a make-up Sunday is one, a Monday like a Sunday is none', async (t) => {
  const marks: Marks = new Map(
    [
      { date: '2027-01-01', type: 'holiday' as const },
      { date: '2026-12-31', type: 'closed' as const },
      { date: '2027-01-03', type: 'as-weekday' as const, weekday: 5 },
      { date: '2026-12-28', type: 'as-weekday' as const, weekday: 7 },
    ].map((day) => [day.date, day]),
  )
  t.equal(leaveDays(WEEK, marks), 3)
  t.same([leaveDays(WEEK, marks, '2026'), leaveDays(WEEK, marks, '2027')], [2, 1])
})

t.test('a year is the longest', async (t) => {
  t.notOk(isTooLong({ fromDate: '2027-01-01', toDate: '2027-12-31' }))
  t.ok(isTooLong({ fromDate: '0001-01-01', toDate: '9999-12-31' }))
})

t.test('leave approves itself ahead, within the allowance, without a hole, while few are away', async (t) => {
  const given = (more: Partial<LeaveCase> = {}): boolean =>
    approvesItself({
      leave: WEEK,
      marks: NONE,
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
