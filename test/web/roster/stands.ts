// A small roster for the tests of its pages: three agents, two shifts, one week.
import type { Duty, RosterConsequences, RosterView } from '#engine/protocol/roster.ts'
import { datesFrom } from '#web/src/lib/roster/dates.ts'

export const MONDAY = '2026-11-23'
const BREAK = { at: 720, minutes: 30, paid: false }

export const duty = (agentId: string, date: string, shiftId: 'early' | 'late', more: Partial<Duty> = {}): Duty => ({
  agentId,
  date,
  shiftId,
  startsAt: shiftId === 'early' ? 480 : 840,
  endsAt: shiftId === 'early' ? 960 : 1_320,
  breaks: [BREAK],
  pinned: false,
  ...more,
})

export function roster(duties: Duty[], more: Partial<RosterView> = {}): RosterView {
  const agent = (agentId: string, number: string, name: string) => ({
    agentId,
    number,
    name,
    ruleId: 'full',
    ruleName: '全职',
    weekHours: 40,
  })
  return {
    id: 'r1',
    name: '一周',
    from: MONDAY,
    days: 7,
    state: 'draft',
    version: 1,
    series: 'all',
    cost: 10,
    bound: 8,
    createdAt: 0,
    grid: { slotMinutes: 60, opensAt: 480, closesAt: 1_320 },
    agents: [agent('a', '1001', '王晓燕'), agent('b', '1002', '李明'), agent('c', '1003', 'Zhang Wei')],
    shifts: [
      { id: 'late', name: '晚班', color: '#8259bd', startsAt: 840, endsAt: 1_320 },
      { id: 'early', name: '早班', color: '#3b6fc9', startsAt: 480, endsAt: 960 },
    ],
    duties,
    coverage: datesFrom(MONDAY, 7).map((date) => ({ date, need: [1, 1], cover: [0, 1] })),
    faults: [],
    costs: { under: 2, over: 2, total: 10, wishes: 0 },
    fairness: { weekends: [0, 0], nights: [0, 0] },
    leave: [],
    wishes: [],
    ...more,
  }
}

export const consequences = (view: RosterView, more: Partial<RosterConsequences> = {}): RosterConsequences => ({
  version: view.version,
  duties: view.duties,
  coverage: view.coverage,
  fairness: view.fairness,
  faults: view.faults,
  costs: view.costs,
  ...more,
})
