// Rosters as long work on the real solver in its threads: a small centre's roster, cancelled, and one day anew.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { costBut, replanDay, solveRoster } from '#analytics/planning/roster-job.ts'
import type { JobResult } from '#engine/protocol/plan-ask.ts'
import type { RosterProblem } from '#engine/protocol/roster.ts'

const file = join(import.meta.dirname, '../../../bench/data/wfm/roster-200.json')
const whole = JSON.parse(await readFile(file, 'utf8')) as RosterProblem
/** a tenth of the centre and of its need */
const problem: RosterProblem = {
  ...whole,
  agents: whole.agents.slice(0, 20),
  demand: whole.demand.map((day) => day.map((need) => Math.round(need / 10))),
}
type Roster = Extract<JobResult, { type: 'roster' | 'replan' }>
const hooks = () => {
  const told: object[] = []
  const { signal } = new AbortController()
  return { told, hooks: { signal, told: (news: object) => void told.push(news) } }
}
let roster: Roster

t.test('a roster is found with its bound and told on the way', async (t) => {
  const { hooks: given, told } = hooks()
  roster = (await solveRoster({ type: 'roster', problem, fixed: [], budgetMs: 1_500, seed: 1 }, given)) as Roster
  t.ok(roster.duties.length > 100, `${roster.duties.length} duties`)
  t.ok(roster.bound > 0 && roster.bound <= roster.cost, `${roster.bound} … ${roster.cost}`)
  t.ok(Math.abs(roster.gap - (roster.cost - roster.bound) / roster.bound) < 1e-9)
  t.ok(told.some((news) => 'cost' in news))
  t.equal(costBut(problem, roster.duties, -1) / 4, roster.cost, 'counted again from the duties alone')
})

t.test('duties fixed by hand stay', async (t) => {
  const fixed = roster.duties.filter((duty) => duty.day === 3).slice(0, 5)
  const { hooks: given } = hooks()
  const found = (await solveRoster({ type: 'roster', problem, fixed, budgetMs: 800, seed: 2 }, given)) as Roster
  for (const { agent, day, shift } of fixed)
    t.equal(found.duties.find((duty) => duty.agent === agent && duty.day === day)?.shift, shift)
})

t.test('cancelled, it gives the best so far', async (t) => {
  const stop = new AbortController()
  const told = (news: object): void => {
    if ('cost' in news) stop.abort()
  }
  const job = { type: 'roster' as const, problem, fixed: [], budgetMs: 3_600_000, seed: 3 }
  const found = (await solveRoster(job, { signal: stop.signal, told })) as Roster
  t.ok(found.duties.length > 100, 'an hour was not waited for')
})

t.test('one day is made anew for those present, the others stay', async (t) => {
  const day = 2
  const there = roster.duties.filter((duty) => duty.day === day)
  const absent = there.slice(0, 3).map((duty) => duty.agent)
  const found = (await replanDay({
    type: 'replan',
    problem,
    current: roster.duties,
    day,
    absent,
    budgetMs: 800,
  })) as Roster
  const other = (duties: Roster['duties']) =>
    duties
      .filter((duty) => duty.day !== day)
      .map((duty) => JSON.stringify(duty))
      .sort()
  t.same(other(found.duties), other(roster.duties))
  t.notOk(found.duties.some((duty) => duty.day === day && absent.includes(duty.agent)))
  t.ok(found.cost >= found.bound && found.bound > 0, `${found.bound} … ${found.cost}`)
  t.equal(costBut(problem, found.duties, -1) / 4, found.cost, 'counted again from the duties alone')
})
