// A small centre for planning tests: eight agents, two contracts, three shifts, two weeks from a Monday.
import { addDays, datesFrom } from '#engine/planning/core/clock.ts'
import type { RosterWorld } from '#engine/planning/core/consequences.ts'
import type { PlanShift, WorkRule } from '#engine/planning/core/rules.ts'
import type { Duty } from '#engine/protocol/roster.ts'

export const MONDAY = '2026-11-30'
export const day = (number: number): string => addDays(MONDAY, number)

const meal = { earliest: 0, latest: 0, minutes: 60, paid: false }

export const shift = (id: string, from: number, to: number, more: Partial<PlanShift> = {}): PlanShift => ({
  id,
  name: id,
  color: '#2563eb',
  startsAt: from * 60,
  endsAt: to * 60,
  breaks: [{ ...meal, earliest: (from + 3) * 60, latest: (from + 4) * 60 }],
  enabled: true,
  ...more,
})

export const EARLY = shift('early', 8, 17)
export const LATE = shift('late', 11, 20)
export const SHORT = shift('short', 10, 14, { breaks: [] })

export const rule = (id: string, more: Partial<WorkRule> = {}): WorkRule => ({
  id,
  name: id,
  weekHours: 40,
  maxDaysWeek: 5,
  minRestHours: 13,
  maxConsecutiveDays: 6,
  weekendsOffInTwo: 1,
  fairDays: 0,
  shiftIds: ['early', 'late'],
  ...more,
})

export const FULL = rule('full')
export const PART = rule('part', { weekHours: 20, shiftIds: ['short'], minRestHours: 11 })

/** Three agents from eight to twenty, one more from ten to fourteen; half of it at weekends. */
const NEED = Array.from({ length: 48 }, (_, slot) => (slot >= 8 && slot < 24 ? 4 : 3))

export function world(more: Partial<RosterWorld> = {}): RosterWorld {
  return {
    from: MONDAY,
    days: 14,
    grid: { slotMinutes: 15, opensAt: 480, closesAt: 1_200 },
    agents: Array.from({ length: 8 }, (_, n) => ({ agentId: `agent-${n + 1}`, rule: n < 6 ? FULL : PART })),
    shifts: [EARLY, LATE, SHORT],
    need: datesFrom(MONDAY, 14).map((_, n) => (n % 7 < 5 ? NEED : NEED.map((need) => Math.ceil(need / 2)))),
    around: [],
    leave: [],
    wishes: [],
    away: [],
    ...more,
  }
}

export const duty = (agentId: string, date: string, of: PlanShift = EARLY, more: Partial<Duty> = {}): Duty => ({
  agentId,
  date,
  shiftId: of.id,
  startsAt: of.startsAt,
  endsAt: of.endsAt,
  breaks: of.breaks.map(({ earliest, minutes, paid }) => ({ at: earliest, minutes, paid })),
  pinned: false,
  ...more,
})
