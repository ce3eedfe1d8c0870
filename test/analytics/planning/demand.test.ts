// From calls to agents, lines and channels, against figures of the staffing vectors; the calendar of marks beside it.
import t from 'tap'
import { dayOf } from '#analytics/forecast/history.ts'
import { calendarOf, unpublished } from '#analytics/planning/calendar.ts'
import { demandOf, targetUnder } from '#analytics/planning/demand.ts'
import type { PlanMark, StaffingTarget } from '#engine/protocol/planning.ts'

const TARGET: StaffingTarget = {
  serviceLevel: 0.8,
  withinSeconds: 20,
  ahtSeconds: 240,
  shrinkage: { training: 0.1, illness: 0.2 },
  lineBlocking: 0.01,
  ivrSeconds: 0,
}

t.test('agents by Erlang C, on the roster by shrinkage, lines and channels by Erlang B', (t) => {
  // 100 calls of 180 s in half an hour are 10 erlangs: 14 agents answer 88.8 % in 20 s, 13 only 79.6 %
  const demand = demandOf(100, 180, 1800, TARGET)
  t.equal(demand.erlangs, 10)
  t.equal(demand.agents, 14)
  t.ok(Math.abs(demand.serviceLevel - 0.888) < 0.001, String(demand.serviceLevel))
  t.ok(Math.abs(demand.toRoster - 14 / 0.72) < 1e-9)
  // a mean wait of 7.8 s makes 10.43 erlangs on the lines; Erlang B's tables carry 10.44 on 18 and 15.3 on 24 lines at 1 %
  t.same([demand.lines, demand.channels], [18, 36])
  t.equal(demandOf(100, 180, 1800, { ...TARGET, ivrSeconds: 90 }).lines, 25, '15.43 erlangs')
  t.end()
})

t.test('with patience fewer agents do, and some callers give up', (t) => {
  const demand = demandOf(100, 180, 1800, { ...TARGET, patienceSeconds: 60 })
  t.ok(demand.agents < 14 && demand.agents > 9, String(demand.agents))
  t.ok(demand.abandoned > 0 && demand.abandoned < 0.1)
  t.match(demandOf(0, 180, 1800, TARGET), { agents: 0, toRoster: 0, lines: 0, serviceLevel: 1 })
  t.end()
})

t.test('nobody sits where nobody calls, unless a least is set', (t) => {
  t.equal(demandOf(0.02, 180, 1800, TARGET).agents, 0, 'a call in a day')
  t.equal(demandOf(0.2, 180, 1800, TARGET).agents, 1)
  const least = { ...TARGET, minAgents: 2 }
  t.match(demandOf(0, 180, 1800, least), { agents: 2, toRoster: 2 / (0.9 * 0.8) })
  t.equal(demandOf(0.2, 180, 1800, least).agents, 2)
  t.equal(demandOf(100, 180, 1800, least).agents, 14)
  t.end()
})

t.test('sliders replace targets; all shrinkage together replaces the reasons', (t) => {
  const target = targetUnder(TARGET, { serviceLevel: 0.9, shrinkage: 0.3, patienceSeconds: 60 })
  t.match(target, { serviceLevel: 0.9, withinSeconds: 20, patienceSeconds: 60 })
  t.same(target.shrinkage, { all: 0.3 })
  t.same(targetUnder(TARGET, {}), TARGET)
  t.end()
})

const markOf = (marks: PlanMark[], date: string, zone = 'Asia/Shanghai', series = 'queue:a') => {
  const grid = { slotMinutes: 30, opensAt: 0, closesAt: 1440 } as const
  return calendarOf({ series, grid, marks }, dayOf('2026-09-01'), 90, zone).calendar.get(dayOf(date))
}

t.test("the national calendar lies below the planner's marks, in Chinese time zones", (t) => {
  t.match(markOf([], '2026-10-01'), { holiday: true, name: '国庆节' })
  t.match(markOf([], '2026-10-10'), { makeUp: 5 }, 'a Saturday that is worked')
  t.equal(markOf([], '2026-10-01', 'Europe/Berlin'), undefined)
  t.match(markOf([{ date: '2026-10-01', type: 'as-weekday', weekday: 3 }], '2026-10-01'), {
    holiday: false,
    asWeekday: 3,
  })
  t.match(markOf([{ date: '2026-09-02', type: 'outage' }], '2026-09-02'), { excluded: true })
  t.match(markOf([{ date: '2026-09-02', type: 'promotion', name: 'x', lift: 2 }], '2026-09-02'), {
    ...{ promotion: 'x', lift: 2 },
  })
  t.end()
})

t.test('a mark of the series stands over one of all, one of another series is not seen', (t) => {
  const marks: PlanMark[] = [
    { date: '2026-09-02', type: 'closed', series: 'queue:a' },
    { date: '2026-09-02', type: 'promotion', name: 'x' },
    { date: '2026-09-03', type: 'closed', series: 'queue:b' },
  ]
  t.match(markOf(marks, '2026-09-02'), { closed: true, promotion: 'x' })
  t.equal(markOf(marks, '2026-09-03'), undefined)
  t.end()
})

t.test('a year whose holidays are not known yet is told', (t) => {
  const warnings = unpublished(dayOf('2026-12-20'), dayOf('2027-01-10'), 'Asia/Shanghai')
  t.match(warnings, [{ type: 'calendar-unknown', at: '2027-01-01' }])
  t.same(unpublished(dayOf('2026-12-20'), dayOf('2027-01-10'), 'Europe/Berlin'), [])
  t.end()
})
