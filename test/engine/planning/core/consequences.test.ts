// What a roster means: each rule with its own smallest breach, cover and cost by hand.
import t from 'tap'
import { usualBreaks } from '#engine/planning/core/breaks.ts'
import { consequencesOf, type RosterWorld } from '#engine/planning/core/consequences.ts'
import type { Duty } from '#engine/protocol/roster.ts'
import { day, duty, EARLY, FULL, LATE, PART, rule, SHORT, shift, world } from './world.ts'

const one = (of = FULL, more: Partial<RosterWorld> = {}) =>
  world({ agents: [{ agentId: 'agent-1', rule: of }], ...more })
/** broken rules but the days that a roster with few duties lacks anyway */
const broken = (given: RosterWorld, duties: Duty[]) =>
  consequencesOf(given, duties)
    .faults.filter((fault) => fault.rule !== 'too-few-days-in-week')
    .map((fault) => [fault.date, fault.rule])

t.test('given too little rest between two shifts, the later day is at fault; with enough there is none', async (t) => {
  const late = duty('agent-1', day(0), LATE)
  t.same(broken(one(), [late, duty('agent-1', day(1), EARLY)]), [[day(1), 'rest-too-short']])
  t.same(broken(one(), [late, duty('agent-1', day(1), LATE)]), [])
  const [fault] = consequencesOf(one(), [late, duty('agent-1', day(1), EARLY)]).faults
  t.same(fault?.text, { zh: '班次间仅休 12 小时，至少 13', en: '12 h of rest, at least 13' })
})

t.test('rest and days in a row reach into the rosters before and after', async (t) => {
  const before = duty('agent-1', day(-1), LATE)
  t.same(broken(one(FULL, { around: [before] }), [duty('agent-1', day(0), EARLY)]), [[day(0), 'rest-too-short']])
  const six = [-3, -2, -1].map((n) => duty('agent-1', day(n)))
  const more = [0, 1, 2, 3].map((n) => duty('agent-1', day(n)))
  t.same(broken(one(FULL, { around: six }), more), [[day(3), 'too-many-days-in-a-row']])
  const after = duty('agent-1', day(14), EARLY)
  t.same(broken(one(FULL, { around: [after] }), [duty('agent-1', day(13), LATE)]), [[day(13), 'rest-too-short']])
  t.same(broken(one(FULL, { around: [duty('agent-1', day(-2), LATE), before] }), []), [], 'others tell their own')
})

t.test('six days in one week are one too many for five, and eight hours over forty', async (t) => {
  const six = [0, 1, 2, 3, 4, 5].map((n) => duty('agent-1', day(n)))
  t.same(broken(one(), six), [
    [day(5), 'too-many-days-in-week'],
    [day(5), 'too-many-hours-in-week'],
  ])
  t.same(broken(one(rule('full', { maxDaysWeek: 6 })), six), [[day(5), 'too-many-hours-in-week']])
  t.same(broken(one(rule('full', { maxDaysWeek: 6, weekHours: 48 })), six), [])
})

t.test('days lacking are told by week; leave takes workdays away, not weekends', async (t) => {
  const lacking = (given: RosterWorld, duties: Duty[]) =>
    consequencesOf(given, duties)
      .faults.filter((fault) => fault.rule === 'too-few-days-in-week')
      .map((fault) => [fault.date, fault.text.en])
  const four = [0, 1, 2, 3].map((n) => duty('agent-1', day(n)))
  t.same(lacking(one(), four), [
    [day(0), '4 of 5 days this week'],
    [day(7), '0 of 5 days this week'],
  ])
  const leave = [4, 5, 7, 8, 9, 10, 11].map((n) => ({ agentId: 'agent-1', date: day(n), reason: '' }))
  t.same(lacking(one(FULL, { leave }), four), [])
})

t.test('both weekends of two weeks are at fault where one must be free; the weeks pair from the first', async (t) => {
  t.same(broken(one(), [duty('agent-1', day(5)), duty('agent-1', day(13))]), [[day(13), 'weekend-off-missing']])
  t.same(broken(one(), [duty('agent-1', day(5)), duty('agent-1', day(6))]), [], 'one weekend is one')
  const none = rule('full', { weekendsOffInTwo: 2 })
  t.same(broken(one(none), [duty('agent-1', day(6))]), [[day(6), 'weekend-off-missing']])
  const four = one(FULL, { days: 28 })
  t.same(broken(four, [duty('agent-1', day(13)), duty('agent-1', day(19))]), [], 'second and third are no pair')
})

t.test('hours, shifts, leave and a missing rule', async (t) => {
  const day0 = (given: RosterWorld, of = EARLY) => broken(given, [duty('agent-1', day(0), of)]).map(([, name]) => name)
  t.same(day0(one(rule('full', { earliestStart: 540 }))), ['too-early'])
  t.same(day0(one(rule('full', { latestEnd: 1_140 })), LATE), ['too-late'])
  t.same(day0(one(FULL), SHORT), ['shift-not-allowed'])
  t.same(day0(one(FULL, { leave: [{ agentId: 'agent-1', date: day(0), reason: '' }] })), ['on-leave'])
  t.same(day0(world({ agents: [{ agentId: 'agent-1' }] })), ['no-rule'])
  t.same(day0(world({ agents: [] })), ['no-rule'], 'an agent who left the series keeps the duty, at fault')
  const night = shift('night', 22, 30, { breaks: [] })
  const nights = rule('nights', { earliestStart: 1_200, latestEnd: 1_800, shiftIds: ['night'], minRestHours: 11 })
  t.same(day0(one(nights, { shifts: [night] }), night), [])
})

t.test('cover, cost and wishes are as counted by hand', async (t) => {
  const need = Array.from({ length: 14 }, (_, n) => new Array<number>(48).fill(n === 0 ? 1 : 0))
  const given = one(FULL, {
    need,
    wishes: [
      { agentId: 'agent-1', date: day(0), wants: 'off' },
      { agentId: 'agent-1', date: day(1), wants: 'shift', shiftId: 'late' },
      { agentId: 'agent-1', date: day(2), wants: 'off' },
    ],
    away: [{ agentId: 'agent-1', date: day(0), from: 480, to: 540 }],
  })
  const { costs, coverage } = consequencesOf(given, [duty('agent-1', day(0)), duty('agent-1', day(1), SHORT)])
  // Monday 8–17: an hour of meeting and one of meal missing, three hours nobody; Tuesday four hours too many
  // five hours missing, four too many, two wishes
  t.same(costs, { under: 20, over: 16, wishes: 2, total: 32 })
  t.same(coverage[0]?.cover.slice(0, 13), [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0])
  t.same(coverage[1]?.date, day(1))
})

t.test('half an hour too many does not pay for half an hour missing in the same slot', async (t) => {
  const grid = { slotMinutes: 60, opensAt: 480, closesAt: 1_200 } as const
  const half = { ...EARLY, startsAt: 510, breaks: [] }
  const need = Array.from({ length: 14 }, (_, n) => new Array<number>(12).fill(n === 0 ? 1 : 0))
  const two = consequencesOf(one(FULL, { grid, need }), [duty('agent-1', day(0), half), duty('agent-2', day(0), half)])
  t.equal(two.coverage[0]?.cover[0], 1, 'two agents for half an hour')
  // missing half of the first hour and three hours in the evening; one too many for eight and a half
  t.same([two.costs.under, two.costs.over], [3.5, 8.5])
})

t.test('a night shift covers the first hours of the next date, from the roster before too', async (t) => {
  const grid = { slotMinutes: 60, opensAt: 0, closesAt: 1_440 } as const
  const night = shift('night', 22, 30, { breaks: [] })
  const given = one(FULL, { grid, shifts: [night], need: [], around: [duty('agent-2', day(-1), night)] })
  const { coverage } = consequencesOf(given, [duty('agent-1', day(0), night)])
  t.same(coverage[0]?.cover, [1, 1, 1, 1, 1, 1, ...new Array(16).fill(0), 1, 1])
  t.same(coverage[1]?.cover.slice(0, 8), [1, 1, 1, 1, 1, 1, 0, 0])
})

t.test('the usual break stands in the middle of its time', async (t) => {
  t.same(usualBreaks(EARLY), [{ at: 690, minutes: 60, paid: false }])
  t.same(PART.shiftIds, ['short'])
})
