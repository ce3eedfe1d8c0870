// From records to the solver and back: what the solver answers breaks no rule by our own judgement, and costs what it says.
import t, { type Test } from 'tap'
import { centreProblem, heatOf, writeCentre } from '#analytics/roster/centre.ts'
import { search } from '#analytics/roster/search.ts'
import { datesFrom } from '#engine/planning/core/clock.ts'
import { consequencesOf, type RosterWorld } from '#engine/planning/core/consequences.ts'
import { problemOf, type Solve, type SolveAsk } from '#engine/planning/core/problem.ts'
import { unplannedOf } from '#engine/planning/core/rules.ts'
import { dutiesOf } from '#engine/planning/core/solved.ts'
import type { Duty } from '#engine/protocol/roster.ts'
import { sumsOf } from '#web/src/lib/roster/coverage.ts'
import { day, duty, EARLY, FULL, LATE, MONDAY, PART, rule, SHORT, shift, world } from './world.ts'

const made = (ask: Partial<SolveAsk> = {}): Solve => {
  const solve = problemOf({ name: 'small', world: world(), duties: [], ...ask })
  if (!solve.ok) throw new Error(solve.refusal)
  return solve
}

/** A clock of its own: the same roster on any machine. */
function solved(solve: Solve, looks = 60): { duties: Duty[]; cost: number } {
  const problem = centreProblem(solve.problem)
  let at = 0
  const found = search(problem, { seed: 2, budgetMs: looks, ...heatOf(solve.problem), now: () => at++ })
  return { duties: dutiesOf(solve.plan, writeCentre(problem, solve.problem, found.roster)), cost: found.cost }
}

const check = (t: Test, given: RosterWorld, looks?: number) => {
  const { duties, cost } = solved(made({ world: given }), looks)
  const consequences = consequencesOf(given, duties)
  t.same(consequences.faults, [], 'no rule is broken')
  return { duties, cost, consequences }
}

t.test('a solved roster breaks no rule and costs by our count what the solver says', async (t) => {
  const { duties, cost, consequences } = check(t, world())
  t.equal(consequences.costs.total, cost / 4, 'a point is an hour')
  t.ok(cost / 4 < consequencesOf(world(), []).costs.total / 3, `cost ${cost}`)
  t.equal(duties.filter((each) => each.agentId === 'agent-1').length, 10)
  t.ok(duties.every((each) => each.shiftId === 'short' || each.breaks.length === 1))
  t.same(new Set(duties.filter((each) => each.agentId === 'agent-8').map((each) => each.shiftId)), new Set(['short']))
})

t.test('leave, the roster before and each contract of its own are kept', async (t) => {
  const leave = [0, 1, 2].map((n) => ({ agentId: 'agent-1', date: day(n), reason: '' }))
  const strict = rule('strict', { minRestHours: 15, maxConsecutiveDays: 3, weekendsOffInTwo: 2 })
  const agents = world().agents.map((agent) => (agent.agentId === 'agent-2' ? { ...agent, rule: strict } : agent))
  const around = [-5, -4, -3, -2, -1].flatMap((n) => [duty('agent-3', day(n), LATE), duty('agent-4', day(n), EARLY)])
  const { duties } = check(t, world({ leave, agents, around }))
  t.equal(duties.filter((each) => each.agentId === 'agent-1' && each.date < day(7)).length, 2)
  t.equal(duties.filter((each) => each.agentId === 'agent-2').length, 8, 'four days a week fit runs of three')
})

t.test('a shift reaching out of the hours of service costs nothing out there', async (t) => {
  const early = shift('early', 7, 16)
  const late = shift('late', 13, 22, { breaks: [{ earliest: 1_200, latest: 1_260, minutes: 30, paid: true }] })
  const given = world({ shifts: [early, late, SHORT] })
  const { cost, consequences, duties } = check(t, given)
  t.equal(consequences.costs.total, cost / 4, 'a point is an hour')
  t.ok(duties.some((each) => each.shiftId === 'late'))
  t.ok(
    duties.every((each) => each.shiftId !== 'late' || each.breaks[0]?.minutes === 30),
    'its break is not lost',
  )
})

t.test('hours and half hours are solved in quarters, ten-minute breaks in fives', async (t) => {
  const grid = { slotMinutes: 60, opensAt: 480, closesAt: 1_200 } as const
  const need = world().need.map((row) => row.filter((_, slot) => slot % 4 === 0))
  const quarters = made({ world: world({ grid, need }) })
  t.match(quarters.problem, { slotMinutes: 15, slotsPerDay: 48 })
  const { cost, duties } = solved(quarters)
  t.equal(consequencesOf(world({ grid, need }), duties).costs.total, cost / 4, 'whatever the grid')
  const tea = { ...EARLY, breaks: [{ earliest: 600, latest: 630, minutes: 10, paid: true }, ...EARLY.breaks] }
  t.match(made({ world: world({ shifts: [tea, LATE, SHORT] }) }).problem, { slotMinutes: 5, slotsPerDay: 144 })
})

t.test('a wish is met where it costs little, an agent in a meeting is made up for', async (t) => {
  const wishes: RosterWorld['wishes'] = [
    { agentId: 'agent-1', date: day(2), wants: 'off' },
    { agentId: 'agent-5', date: day(3), wants: 'shift', shiftId: 'late' },
  ]
  t.equal(check(t, world({ wishes })).consequences.costs.wishes, 0)
  const agents = made({ world: world({ wishes }) }).problem.agents
  // four for each of the four quarters of an hour
  t.same(agents[0]?.wishes, [{ day: 2, shift: null, cost: 16 }])
  t.same(agents[4]?.wishes, [{ day: 3, shift: 'late', cost: 16 }])
  t.same(agents[1]?.wishes, [])
  const away = [{ agentId: 'agent-1', date: day(0), from: 540, to: 600 }]
  const [plain, meeting] = [made(), made({ world: world({ away }) })].map(({ problem }) => problem.demand[0]!)
  t.same(
    meeting?.map((need, slot) => need - plain![slot]!),
    plain?.map((_, slot) => (slot >= 4 && slot < 8 ? 1 : 0)),
  )
})

t.test('duties set by hand are held, odd ones as a shift of their own', async (t) => {
  const usual = duty('agent-1', day(0), LATE, { pinned: true })
  const odd = duty('agent-2', day(0), LATE, { pinned: true, breaks: [{ at: 1_080, minutes: 30, paid: true }] })
  const free = duty('agent-3', day(0), LATE)
  const solve = made({ duties: [usual, odd, free] })
  t.same(solve.held, [
    { agent: 'agent-1', day: 0, shift: 'held-3', breaks: [[12, 4]] },
    { agent: 'agent-2', day: 0, shift: 'held-4', breaks: [[28, 2]] },
  ])
  t.same(dutiesOf(solve.plan, solve.held), [
    { ...usual, pinned: false },
    { ...odd, pinned: false },
  ])
  const mayWork = (id: string) => solve.problem.agents.find((agent) => agent.id === id)?.shifts
  t.same(mayWork('agent-2'), ['early', 'late', 'held-4'])
  t.same(mayWork('agent-3'), ['early', 'late'])
})

t.test('who was given by hand what a rule forbids is left alone, and what that covers is needed no more', async (t) => {
  const pinned = { pinned: true }
  const duties = [duty('agent-1', day(0), LATE, pinned), duty('agent-1', day(1), EARLY, pinned)]
  const solve = made({ duties })
  t.same(solve.leftAlone, ['agent-1'])
  t.notOk(solve.problem.agents.some((agent) => agent.id === 'agent-1'))
  t.equal(solve.problem.demand[1]![0], made().problem.demand[1]![0]! - 1)
  const five = [0, 1, 2, 3, 5].map((n) => duty('agent-7', day(n), SHORT, pinned))
  t.same(made({ duties: five }).leftAlone, [])
  const leave = [{ agentId: 'agent-7', date: day(4), reason: '' }]
  t.same(made({ duties: five, world: world({ leave }) }).leftAlone, ['agent-7'], 'five days where leave allows four')
})

t.test('whose rules and leave allow no roster at all is left alone, the others are planned', async (t) => {
  const strict = rule('strict', { maxConsecutiveDays: 2, weekendsOffInTwo: 2 })
  const agents = world().agents.map((agent) => (agent.agentId === 'agent-2' ? { ...agent, rule: strict } : agent))
  t.same(made({ world: world({ agents }) }).leftAlone, [])
  const given = world({ agents, leave: [{ agentId: 'agent-2', date: day(4), reason: '' }] })
  const solve = made({ world: given })
  t.same(solve.leftAlone, ['agent-2'])
  t.equal(solved(solve).duties.filter((each) => each.agentId === 'agent-2').length, 0)
})

t.test('one day anew: the absent lose their duty, others hold theirs on all other days', async (t) => {
  const given = world()
  const { duties } = solved(made())
  const there = duties.find((each) => each.date === day(1) && each.agentId === 'agent-1') ?? duties[0]!
  const solve = made({ duties, replan: { date: there.date, absent: [there.agentId] } })
  t.notOk(solve.problem.agents.some((agent) => agent.id === there.agentId))
  t.equal(solve.held.length, duties.filter((each) => each.agentId !== there.agentId).length)
  const back = dutiesOf(solve.plan, solve.held)
  t.ok(back.length > 0 && back.every((each) => each.date === there.date), 'only that date comes back')
  const same = duties.filter((each) => each.date === there.date && each.agentId !== there.agentId)
  t.same(sorted(back), sorted(same))
  t.same(consequencesOf(given, duties).faults, [])
})

const ROUND = {
  grid: { slotMinutes: 60, opensAt: 0, closesAt: 1_440 },
  need: datesFrom(MONDAY, 14).map(() => new Array<number>(24).fill(1)),
} as const

t.test('round the clock: the day of the problem is cut where no shift is under way, nights are covered', async (t) => {
  const night = shift('night', 23, 32, { breaks: [{ earliest: 1_560, latest: 1_620, minutes: 60, paid: false }] })
  const shifts = [shift('early', 8, 17), shift('late', 15, 24), night]
  const of = rule('round', { shiftIds: [], minRestHours: 11 })
  const agents = world().agents.map((each) => ({ ...each, rule: of }))
  const before = duty('agent-9', day(-1), night)
  const given = world({ ...ROUND, shifts, agents, around: [before] })
  const { duties, consequences } = check(t, given, 300)
  t.ok(duties.filter((each) => each.shiftId === 'night').length > 10)
  const nights = consequences.coverage.map(({ cover }) => Math.min(...cover.slice(4, 8)))
  t.ok(
    nights.every((least) => least >= 1),
    `somebody is there from four to eight, every night: ${nights}`,
  )
  t.match(made({ world: given }).problem, { slotsPerDay: 96, shifts: { 2: { start: 60, len: 36 } } })
})

t.test('nobody to plan, and a night that reaches into the next day, are refused by name', async (t) => {
  t.match(problemOf({ name: '', duties: [], world: world({ agents: [{ agentId: 'agent-1' }] }) }), {
    refusal: 'roster-no-agents',
  })
  t.match(problemOf({ name: '', duties: [], world: world({ shifts: [] }) }), { refusal: 'roster-no-agents' })
  const shifts = [shift('morning', 0, 9), shift('night', 22, 30)]
  const of = rule('round', { shiftIds: [] })
  const agents = world().agents.map((each) => ({ ...each, rule: of }))
  t.match(problemOf({ name: '', duties: [], world: world({ ...ROUND, shifts, agents }) }), {
    refusal: 'roster-night-shift',
  })
  t.match(problemOf({ name: '', duties: [], world: world({ shifts, agents }) }), { ok: true }, 'closed at that hour')
  t.same([FULL.id, PART.id], ['full', 'part'])
})

const sorted = (duties: Duty[]): Duty[] => [...duties].sort((a, b) => (a.agentId < b.agentId ? -1 : 1))

t.test('our own rosters ask for a lack that is spread, and no day bears it all', async (t) => {
  // half as much again as eight agents can do, on every day the same
  const need = world().need.map(() => new Array<number>(48).fill(6))
  const given = world({ need, agents: world().agents.map((agent) => ({ ...agent, rule: FULL })) })
  const solve = made({ world: given })
  const { spreadCost, ...rules } = solve.problem.rules
  t.ok(spreadCost)
  const worst = (duties: Duty[]) =>
    Math.max(...consequencesOf(given, duties).coverage.map((date) => sumsOf(date).under))
  const plain = solved({ ...solve, problem: { ...solve.problem, rules } })
  const spread = solved(solve)
  t.ok(
    worst(spread.duties) < worst(plain.duties),
    `${worst(spread.duties)} on the worst day, was ${worst(plain.duties)}`,
  )
  t.ok(spread.cost <= plain.cost * 1.01, `${spread.cost} against ${plain.cost}`)
})

t.test('whom the rules leave out is said, with the reason', async (t) => {
  const shifts = [EARLY, LATE, SHORT]
  t.equal(unplannedOf(undefined, shifts), 'no-rule')
  t.equal(unplannedOf(rule('nights', { earliestStart: 1_300 }), shifts), 'no-shift')
  t.equal(unplannedOf(FULL, shifts), undefined)
})
