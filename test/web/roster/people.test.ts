// Dates of a roster, an agent's own duties, swaps, attendance, and the list of rosters.
import t from 'tap'
import type { AttendanceRow, SwapRequest } from '#engine/protocol/roster.ts'
import { en } from '#web/src/lib/i18n/en/all.ts'
import { zh } from '#web/src/lib/i18n/zh/all.ts'
import { attendanceCsv, attendanceRows, sumsByAgent } from '#web/src/lib/roster/attendance.ts'
import * as dates from '#web/src/lib/roster/dates.ts'
import { daysOf, moved, rangeOf, swapChoices, workMinutes } from '#web/src/lib/roster/my-roster.ts'
import { costParts, gapOf, newRosterFaults, unplannedIn } from '#web/src/lib/roster/roster-list.ts'
import { actsOfAgent, actsOfPlanner, swapsInOrder } from '#web/src/lib/roster/swaps.ts'
import { duty, MONDAY } from './stands.ts'

t.test('a week begins on its Monday and a night shift ends on the next date', async (t) => {
  t.equal(dates.mondayOf('2026-11-29'), MONDAY)
  t.same(dates.datesFrom('2026-12-31', 2), ['2026-12-31', '2027-01-01'])
  t.equal(dates.clockOf(1_500), '01:00⁺¹')
  t.equal(dates.shortClock(510), '8:30')
  t.equal(dates.hoursOf(455), '7.6')
})

t.test('a week begins on Monday, a month on its first', async (t) => {
  t.same(rangeOf('week', '2026-11-29'), { from: MONDAY, to: '2026-11-30' })
  t.same(rangeOf('month', '2026-12-31'), { from: '2026-12-01', to: '2027-01-01' })
  t.equal(moved('month', '2026-01-31', -1), '2025-12-01')
  const days = daysOf(
    { duties: [duty('a', MONDAY, 'early')], leave: [{ date: '2026-11-24', reason: '年假' }] },
    rangeOf('week', MONDAY),
  )
  t.equal(days.length, 7)
  t.equal(days[0]?.duty?.shiftId, 'early')
  t.equal(days[1]?.leave?.reason, '年假')
})

t.test('only unpaid breaks shorten the hours', async (t) => {
  t.equal(workMinutes(duty('a', MONDAY, 'early')), 450)
  t.equal(workMinutes(duty('a', MONDAY, 'early', { breaks: [{ at: 600, minutes: 15, paid: true }] })), 480)
})

t.test('a swap is offered only with duties to come that fit: nobody works twice on a date', async (t) => {
  const own = duty('a', '2026-11-25', 'early')
  const other = duty('a', '2026-11-26', 'early')
  const colleague = (agentId: string, name: string, date: string, shiftId: 'early' | 'late') => ({
    agentId,
    name,
    duties: [duty(agentId, date, shiftId)],
  })
  const choices = swapChoices(
    {
      duties: [own, other],
      colleagues: [
        colleague('b', '李明', '2026-11-28', 'late'),
        colleague('c', '张伟', '2026-11-25', 'late'),
        colleague('d', '刘洋', '2026-11-25', 'early'),
        colleague('e', '陈静', '2026-11-26', 'late'),
        colleague('f', '杨帆', MONDAY, 'late'),
      ],
    },
    own,
    '2026-11-24',
  )
  t.same(
    choices.map((one) => one.agentId),
    ['c', 'b'],
    'the nearest first; not the same shift, not a date one works already, not the past',
  )
})

const swap = (state: SwapRequest['state'], askedAt = 0): SwapRequest => ({
  id: `${state}${askedAt}`,
  rosterId: 'r',
  fromAgentId: 'a',
  fromName: '',
  fromDate: MONDAY,
  toAgentId: 'b',
  toName: '',
  toDate: MONDAY,
  state,
  note: '',
  askedAt,
})

t.test(
  'who may answer a swap: the colleague first, then the planner; the asker may withdraw until it is done',
  async (t) => {
    t.same(actsOfAgent(swap('asked'), 'b'), ['agree', 'refuse'])
    t.same(actsOfAgent(swap('agreed'), 'b'), [])
    t.same(actsOfAgent(swap('agreed'), 'a'), ['withdraw'])
    t.same(actsOfAgent(swap('approved'), 'a'), [])
    t.same(actsOfAgent(swap('asked'), 'c'), [])
    t.same(actsOfPlanner(swap('asked')), [])
    t.same(actsOfPlanner(swap('agreed')), ['approve', 'refuse'])
    t.same(
      swapsInOrder([swap('refused', 9), swap('asked', 1), swap('agreed', 1), swap('agreed', 2)]).map((one) => one.id),
      ['agreed2', 'agreed1', 'asked1', 'refused9'],
    )
  },
)

const HOUR = 3_600_000
const row = (more: Partial<AttendanceRow>): AttendanceRow => ({
  agentId: 'a',
  number: '1001',
  name: '王晓燕',
  date: MONDAY,
  plannedStart: 480,
  plannedEnd: 960,
  workedStart: 480,
  workedEnd: 960,
  plannedMs: 8 * HOUR,
  workedMs: 8 * HOUR,
  lateMs: 0,
  earlyMs: 0,
  state: 'present',
  adherence: 1,
  ...more,
})

t.test('sums of an agent weigh adherence by planned time and leave out what is still to come', async (t) => {
  const rows = [
    row({}),
    row({ state: 'late', lateMs: 90_000, adherence: 0.5, plannedMs: 4 * HOUR, workedMs: 2 * HOUR }),
    row({ state: 'absent', workedStart: null, workedEnd: null, workedMs: 0, adherence: 0 }),
    row({ state: 'unplanned', plannedStart: null, plannedEnd: null, plannedMs: 0, workedMs: HOUR, adherence: null }),
    row({ state: 'to-come', workedStart: null, workedEnd: null, workedMs: 0, adherence: null }),
    row({ agentId: 'b', number: '999', name: '李明' }),
  ]
  const [first, second] = sumsByAgent(rows)
  t.equal(first?.agentId, 'b', 'by number, 999 before 1001')
  t.match(second, { days: 3, plannedMs: 20 * HOUR, workedMs: 11 * HOUR, late: 1, lateMs: 90_000, absent: 1 })
  t.equal(second?.adherence, 0.5)
  t.equal(sumsByAgent([row({ state: 'to-come', adherence: null })])[0]?.adherence, null)
})

t.test('the filter and the file hold the same rows', async (t) => {
  const rows = [row({}), row({ state: 'late', lateMs: 61_000, workedStart: 482, name: '=1+1' })]
  t.equal(attendanceRows(rows, { text: '1001', state: 'late' }).length, 1)
  t.equal(attendanceRows(rows, { text: '2', state: '' }).length, 0)
  const csv = attendanceCsv(rows, zh).split('\r\n')
  t.match(csv[0], /日期,工号,姓名,计划开始/)
  t.equal(csv[2], `${MONDAY},1001,'=1+1,08:00,16:00,08:02,16:00,2,0,100.0%,迟到`)
})

t.test('a new roster needs a name, a Monday and a traffic', async (t) => {
  const good = { name: '一周', from: MONDAY, weeks: 2, series: 'all' }
  t.same(newRosterFaults(good, zh), {})
  t.match(newRosterFaults({ ...good, from: '2026-11-24' }, zh), { from: '请选择周一' })
  t.same(Object.keys(newRosterFaults({ name: ' ', from: '', weeks: 0, series: '' }, en)), [
    'name',
    'from',
    'weeks',
    'series',
  ])
  t.equal(gapOf({ cost: 12, bound: 10 }), 0.2)
  t.equal(gapOf({ cost: 12, bound: null }), null)
})

t.test(
  'a cost is told by its parts, in points; whom a generated roster leaves out is named by the reason',
  async (t) => {
    const parts = costParts({ under: 6, over: 8, wishes: 1, total: 12 }, 15)
    t.same(
      parts.map(({ points }) => points),
      [6, 2, 4],
    )
    const agent = { agentId: 'a', number: '1001', name: '王芳', ruleId: '', ruleName: '', weekHours: 0 }
    t.same(unplannedIn([agent, { ...agent, number: '1002', unplanned: 'no-rule' }]), [
      { why: 'no-rule', names: ['王芳 1002'] },
    ])
  },
)
