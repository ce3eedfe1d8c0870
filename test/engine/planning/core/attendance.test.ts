// Planned against worked: every state of a day, with minutes counted by hand.
import t from 'tap'
import { type AttendanceWorld, attendanceOf } from '#engine/planning/core/attendance.ts'
import { minutesOf } from '#engine/planning/core/clock.ts'
import type { PresenceSpan } from '#engine/protocol/plan-ask.ts'
import { day, duty, EARLY, shift } from './world.ts'

const momentOf = (date: string, minutes: number): number => Date.parse(`${date}T00:00:00+08:00`) + minutes * 60_000
const at = (time: string, of = day(0)): number => momentOf(of, minutesOf(time))
const span = (mode: PresenceSpan['mode'], from: string, to: string, of = day(0)): PresenceSpan => ({
  agentId: 'agent-1',
  mode,
  reason: '',
  from: at(from, of),
  to: at(to, of),
})
const given = (more: Partial<AttendanceWorld> = {}): AttendanceWorld => ({
  dates: [day(0)],
  agents: [{ agentId: 'agent-1', number: '1001', name: '张三' }],
  // 8–17 with a meal from 11 to 12
  duties: [duty('agent-1', day(0), EARLY)],
  leave: [],
  away: [],
  presence: [],
  graceMs: 60_000,
  now: at('23:00'),
  momentOf,
  ...more,
})
const row = (more: Partial<AttendanceWorld>) => attendanceOf(given(more))[0]

t.test('who comes, rests and leaves as planned is present with full adherence', async (t) => {
  const presence = [span('signed-in', '08:00', '17:00'), span('break', '11:00', '12:00')]
  t.same(row({ presence }), {
    agentId: 'agent-1',
    number: '1001',
    name: '张三',
    date: day(0),
    plannedStart: 480,
    plannedEnd: 1_020,
    workedStart: 480,
    workedEnd: 1_020,
    plannedMs: 9 * 3_600_000,
    workedMs: 9 * 3_600_000,
    lateMs: 0,
    earlyMs: 0,
    state: 'present',
    adherence: 1,
  })
  const away = [span('signed-in', '08:00', '11:00'), span('signed-in', '12:00', '17:00')]
  t.match(row({ presence: away }), { state: 'present', adherence: 1 }, 'signed out for the meal is as good')
})

t.test('late and early count beyond the grace', async (t) => {
  const day8 = (from: string, to: string) =>
    row({ presence: [span('signed-in', from, to), span('break', '11:00', '12:00')] })
  t.match(day8('08:01', '17:00'), { state: 'present', lateMs: 0 })
  t.match(day8('08:10', '17:00'), { state: 'late', lateMs: 600_000, earlyMs: 0, workedStart: 490 })
  t.match(day8('07:50', '16:30'), { state: 'left-early', earlyMs: 1_800_000, workedStart: 470 })
  t.match(day8('08:10', '16:30'), { state: 'late-and-left-early', adherence: 0.9259 })
})

t.test('breaks at the wrong time cost adherence both ways, a meeting costs none', async (t) => {
  const presence = [span('signed-in', '08:00', '17:00'), span('break', '10:00', '11:00')]
  t.match(row({ presence }), { state: 'present', adherence: 0.7778 })
  const away = [{ agentId: 'agent-1', date: day(0), from: 600, to: 660 }]
  const inMeeting = [...presence, span('break', '11:00', '12:00')]
  t.match(row({ presence: inMeeting, away }), { adherence: 1 })
  t.match(row({ presence: inMeeting }), { adherence: 0.8889 })
})

t.test('to come, absent so far, absent, on leave, unplanned, and no row for nothing', async (t) => {
  t.match(row({ now: at('07:00') }), { state: 'to-come', adherence: null, workedStart: null })
  t.match(row({ now: at('08:00') }), { state: 'to-come' })
  t.match(row({ now: at('09:00') }), { state: 'absent', adherence: 0 })
  t.match(row({}), { state: 'absent', adherence: 0 }, 'who never came kept no meal either')
  const leave = [{ agentId: 'agent-1', date: day(0) }]
  t.match(row({ leave }), { state: 'leave' })
  t.match(row({ leave, duties: [] }), { state: 'leave', plannedStart: null })
  const presence = [span('signed-in', '09:00', '10:00')]
  t.match(row({ duties: [], presence }), { state: 'unplanned', workedMs: 3_600_000, plannedMs: 0 })
  t.same(attendanceOf(given({ duties: [] })), [])
})

t.test('in the middle of the shift nobody has left early', async (t) => {
  const presence = [span('signed-in', '08:00', '10:00')]
  t.match(row({ presence, now: at('10:00') }), { state: 'present', earlyMs: 0, adherence: 1 })
})

t.test('a night belongs to the date it began on, with its late leaving', async (t) => {
  const night = shift('night', 22, 30, { breaks: [] })
  const presence = [
    { ...span('signed-in', '22:00', '22:00'), to: at('06:20', day(1)) },
    span('signed-in', '13:00', '14:00', day(1)),
  ]
  const rows = attendanceOf(
    given({ dates: [day(0), day(1)], duties: [duty('agent-1', day(0), night)], presence, now: at('23:00', day(1)) }),
  )
  t.match(rows, [
    { date: day(0), state: 'present', workedStart: 1_320, workedEnd: 1_820, adherence: 1 },
    { date: day(1), state: 'unplanned', workedStart: 780, workedMs: 3_600_000 },
  ])
})
