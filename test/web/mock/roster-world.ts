// The mock's rosters: shifts, agents, three rosters around today, changes with versions, swaps, leave.
import type { Grid } from '#engine/protocol/planning.ts'
import type {
  Duty,
  DutyChange,
  NewRoster,
  RosterAgent,
  RosterInfo,
  RosterShift,
  RosterView,
  SwapRequest,
} from '#engine/protocol/roster.ts'
import { addDays, dateAt, weekdayOf } from '#web/src/lib/plan/forecast-dates.ts'
import { datesFrom } from '#web/src/lib/roster/dates.ts'
import { agentConfigs } from './fixtures.ts'
import { judge } from './roster-judge.ts'

const GRID: Grid = { slotMinutes: 15, opensAt: 420, closesAt: 1_320 }
export const SHIFTS: RosterShift[] = [
  { id: 'early', name: '早班', color: '#3b6fc9', startsAt: 420, endsAt: 900 },
  { id: 'day', name: '日班', color: '#2a8f5b', startsAt: 510, endsAt: 1_050 },
  { id: 'middle', name: '中班', color: '#cc7d12', startsAt: 660, endsAt: 1_140 },
  { id: 'late', name: '晚班', color: '#8259bd', startsAt: 840, endsAt: 1_320 },
  { id: 'half', name: '短班', color: '#d0433b', startsAt: 540, endsAt: 780 },
]
const DAY_MS = 86_400_000

export const breaksOf = (shift: RosterShift): Duty['breaks'] =>
  shift.endsAt - shift.startsAt <= 300
    ? [{ at: shift.startsAt + 120, minutes: 15, paid: true }]
    : [
        { at: shift.startsAt + 105, minutes: 15, paid: true },
        { at: shift.startsAt + 225, minutes: 45, paid: false },
        { at: shift.startsAt + 375, minutes: 15, paid: true },
      ]

export function dutyOf(agentId: string, date: string, shiftId: string, pinned = false): Duty | undefined {
  const shift = SHIFTS.find((one) => one.id === shiftId)
  if (!shift) return undefined
  const { startsAt, endsAt } = shift
  return { agentId, date, shiftId, startsAt, endsAt, breaks: breaksOf(shift), pinned }
}

export interface MockRoster {
  info: RosterInfo
  agents: RosterAgent[]
  duties: Map<string, Duty>
  leave: RosterView['leave']
  wishes: RosterView['wishes']
}

const keyOf = (agentId: string, date: string): string => `${agentId} ${date}`

/** A plan by hand of week and number: five days a week, four turns, one in nine works half days. */
function plan(agents: RosterAgent[], dates: string[]): Map<string, Duty> {
  const duties = new Map<string, Duty>()
  for (const [n, agent] of agents.entries())
    for (const [day, date] of dates.entries()) {
      if (weekdayOf(date) === n % 7 || weekdayOf(date) === (n + 1) % 7) continue
      const turn = (Math.floor(day / 7) + n) % 4
      const shiftId = n % 9 === 5 ? 'half' : (['early', 'day', 'middle', 'late'] as const)[turn]
      const duty = shiftId && dutyOf(agent.agentId, date, shiftId, n % 17 === 3 && day % 5 === 1)
      if (duty) duties.set(keyOf(agent.agentId, date), duty)
    }
  return duties
}

function needOf(dates: string[], agents: number): Map<string, number[]> {
  const slots = (GRID.closesAt - GRID.opensAt) / GRID.slotMinutes
  return new Map(
    dates.map((date) => {
      const level = agents * (weekdayOf(date) >= 5 ? 0.36 : 0.44) * (weekdayOf(date) === 0 ? 1.12 : 1)
      const shape = (slot: number): number =>
        0.3 + 0.7 * Math.exp(-(((slot - 16) / 11) ** 2)) + 0.42 * Math.exp(-(((slot - 36) / 10) ** 2))
      return [date, Array.from({ length: slots }, (_, slot) => Math.round(level * shape(slot)))]
    }),
  )
}

export function viewOf(roster: MockRoster): RosterView {
  const dates = datesFrom(roster.info.from, roster.info.days)
  const duties = [...roster.duties.values()]
  const { leave, wishes, agents } = roster
  const judged = judge({
    grid: GRID,
    dates,
    need: needOf(dates, agents.length),
    duties,
    leave,
    wishes,
  })
  return { ...roster.info, grid: GRID, agents, shifts: SHIFTS, duties, ...judged, leave, wishes }
}

export function applied(roster: MockRoster, changes: DutyChange[]): MockRoster {
  const duties = new Map(roster.duties)
  for (const { agentId, date, shiftId, breaks, pinned } of changes) {
    const duty = shiftId === null ? undefined : dutyOf(agentId, date, shiftId, pinned ?? true)
    if (duty) duties.set(keyOf(agentId, date), breaks ? { ...duty, breaks } : duty)
    else duties.delete(keyOf(agentId, date))
  }
  return { ...roster, duties }
}

export interface RosterWorld {
  rosters: Map<string, MockRoster>
  swaps: SwapRequest[]
  today: string
  create(asked: NewRoster): MockRoster
}

export function createRosterWorld(now: number): RosterWorld {
  const today = dateAt(now)
  const monday = addDays(today, -weekdayOf(today))
  const people = (count: number): RosterAgent[] =>
    agentConfigs(count).map((agent, n) => ({
      agentId: agent.id,
      number: agent.number,
      name: agent.name,
      ruleId: n % 9 === 5 ? 'rule-part' : 'rule-full',
      ruleName: n % 9 === 5 ? '兼职' : '全职',
      weekHours: n % 9 === 5 ? 20 : 40,
    }))
  const made = (id: string, name: string, from: string, days: number, count: number, state: RosterInfo['state']) => {
    const agents = people(count)
    const dates = datesFrom(from, days)
    const roster: MockRoster = {
      info: {
        id,
        name,
        from,
        days,
        state,
        version: 1,
        series: 'queue:queue-service',
        cost: null,
        bound: null,
        createdAt: now - days * DAY_MS,
        ...(state === 'published' ? { publishedAt: now - 2 * DAY_MS } : {}),
      },
      agents,
      duties: plan(agents, dates),
      leave: agents
        .filter((_, n) => n % 23 === 4)
        .flatMap(({ agentId }, n) =>
          [4, 5].map((day) => ({ agentId, date: dates[day + (n % 3)] ?? '', reason: '年假' })),
        ),
      wishes: agents
        .filter((_, n) => n % 6 === 1)
        .map(({ agentId }, n) =>
          n % 2
            ? { agentId, date: dates[n % days] ?? '', wants: 'off' as const }
            : { agentId, date: dates[n % days] ?? '', wants: 'shift' as const, shiftId: 'late' },
        ),
    }
    for (const { agentId, date } of roster.leave.slice(2)) roster.duties.delete(keyOf(agentId, date))
    const { costs } = viewOf(roster)
    Object.assign(roster.info, { cost: costs.total, bound: Math.round(costs.total * 0.84) })
    return roster
  }
  const rosters = new Map(
    [
      made('roster-now', '十一月下旬班表', monday, 14, 60, 'published'),
      made('roster-next', '十二月上旬班表', addDays(monday, 14), 14, 220, 'draft'),
      made('roster-long', '春节前四周', addDays(monday, 28), 28, 32, 'draft'),
    ].map((roster) => [roster.info.id, roster]),
  )
  const swap = (id: string, fromN: number, toN: number, state: SwapRequest['state'], note: string): SwapRequest => {
    const agents = rosters.get('roster-now')?.agents ?? []
    const [from, to] = [agents[fromN], agents[toN]]
    return {
      id,
      rosterId: 'roster-now',
      fromAgentId: from?.agentId ?? '',
      fromName: from?.name ?? '',
      fromDate: addDays(monday, 9),
      toAgentId: to?.agentId ?? '',
      toName: to?.name ?? '',
      toDate: addDays(monday, 10),
      state,
      note,
      askedAt: now - 5_400_000 * Number(id.slice(-1)),
      ...(state === 'approved' || state === 'refused' ? { decidedAt: now - 1_800_000 } : {}),
    }
  }
  return {
    rosters,
    today,
    swaps: [
      swap('swap-1', 4, 0, 'asked', '那天要带孩子体检'),
      swap('swap-2', 2, 7, 'agreed', '家里有事'),
      swap('swap-3', 11, 14, 'agreed', ''),
      swap('swap-4', 0, 9, 'asked', ''),
      swap('swap-5', 3, 6, 'approved', '下午培训'),
      swap('swap-6', 8, 1, 'refused', ''),
    ],
    create(asked) {
      const id = `roster-${rosters.size + 1}`
      const roster = made(id, asked.name, asked.from, asked.weeks * 7, 60, 'draft')
      roster.duties.clear()
      Object.assign(roster.info, {
        cost: viewOf(roster).costs.total,
        bound: null,
        series: asked.series,
        createdAt: Date.now(),
      })
      rosters.set(id, roster)
      return roster
    },
  }
}
