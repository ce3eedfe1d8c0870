// One day re-planned after absences, on the roster of 200, checked by the checker that shares no code with the search.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { centreProblem, writeCentre } from '#analytics/roster/centre.ts'
import { costOf } from '#analytics/roster/cover.ts'
import { replanDay } from '#analytics/roster/day.ts'
import { copyRoster } from '#analytics/roster/problem.ts'
import { search } from '#analytics/roster/search.ts'
import type { RosterProblem } from '#engine/protocol/roster.ts'
import { checkCentre, type Worked } from '#test/kit/rosters/centre-checker.ts'

const file = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../bench/data/wfm/roster-200.json'), 'utf8'),
) as RosterProblem
const problem = centreProblem(file)
/** a clock that moves when it is looked at: the same roster on any machine */
const clock = () => {
  let looks = 0
  return () => looks++
}
const before = search(problem, { seed: 1, budgetMs: 30, hot: 1.5, cold: 0.2, now: clock() }).roster
const DAY = 8
const place = (agent: number) => agent * problem.days + DAY
const atWork = problem.agents.map((_, agent) => agent).filter((agent) => before.symbols[place(agent)] !== 0)
const absent = atWork.filter((agent) => problem.shifts[before.symbols[place(agent)]! - 1]!.from <= 4).slice(0, 3)

/** the day with the absent gone and nothing else done about it */
const gone = copyRoster(before)
for (const agent of absent) gone.symbols[place(agent)] = 0

const others = (worked: Worked[]) => worked.filter(({ day }) => day !== DAY)
const ids = (agents: number[]) => agents.map((agent) => problem.agents[agent]!.id)

t.test('after absences only their day changes, rules are kept and cover is won back', async (t) => {
  const found = replanDay(problem, before, { day: DAY, absent, seed: 1, budgetMs: 20, now: clock() })
  const worked = writeCentre(problem, file, found.roster)
  t.same(others(worked), others(writeCentre(problem, file, before)), 'every other day is as it was')
  const here = new Set(worked.filter(({ day }) => day === DAY).map(({ agent }) => agent))
  t.same(
    here,
    new Set(ids(atWork.filter((agent) => !absent.includes(agent)))),
    'the absent are off, the others at work',
  )
  const checked = checkCentre(file, worked)
  const late = ids(absent)
  t.same(
    checked.broken.filter((fault) => !late.some((id) => fault.startsWith(`${id} week`))),
    [],
    'only the absent fall short of their week',
  )
  t.equal(checked.cost, found.cost, 'the stated cost is the true one')
  t.ok(found.cost <= costOf(problem, gone) - 50, `${found.cost} against ${costOf(problem, gone)} with nothing done`)
  const was = new Map(writeCentre(problem, file, before).map((one) => [`${one.agent} ${one.day}`, JSON.stringify(one)]))
  const moved = worked.filter((one) => was.get(`${one.agent} ${one.day}`) !== JSON.stringify(one))
  t.same(new Set(ids(found.changed)), new Set(moved.map(({ agent }) => agent)), 'it says who is disturbed')
})

t.test('nobody is disturbed for less than it costs, and the pinned stay', async (t) => {
  const ask = { day: DAY, absent, seed: 1, budgetMs: 20 }
  const dear = replanDay(problem, before, { ...ask, disturbs: { shift: 1e6, breaks: 1e6 }, now: clock() })
  t.same(dear.changed, [])
  t.same(dear.roster.symbols, gone.symbols)
  const cheap = replanDay(problem, before, { ...ask, disturbs: { shift: 0, breaks: 0 }, now: clock() })
  const usual = replanDay(problem, before, { ...ask, now: clock() })
  t.ok(usual.changed.length > 0 && usual.changed.length < cheap.changed.length, 'the usual price spares people')
  const pinned = usual.changed
  const held = replanDay(problem, before, { ...ask, pinned, now: clock() })
  t.same(
    held.changed.filter((agent) => pinned.includes(agent)),
    [],
  )
  t.throws(() => replanDay(problem, before, { ...ask, pinned: absent, now: clock() }), /absent and pinned/)
})
