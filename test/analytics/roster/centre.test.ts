// A roster of 200 named agents, checked by a checker that shares no code with the search.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { centreProblem, writeCentre } from '#analytics/roster/centre.ts'
import { search } from '#analytics/roster/search.ts'
import type { RosterProblem } from '#engine/protocol/roster.ts'
import { checkCentre } from '#test/kit/rosters/centre-checker.ts'

const FILE = join(import.meta.dirname, '../../../bench/data/wfm/roster-200.json')

t.test('every rule is kept and the stated cost is the true one', async (t) => {
  const file = JSON.parse(readFileSync(FILE, 'utf8')) as RosterProblem
  const problem = centreProblem(file)
  // a clock of its own: 1,600 looks at it, the same roster on any machine
  let looks = 0
  const found = search(problem, { seed: 1, budgetMs: 100, hot: 2, cold: 0.3, now: () => looks++ })
  const worked = writeCentre(problem, file, found.roster)
  const checked = checkCentre(file, worked)
  t.same(checked.broken, [])
  t.equal(checked.cost, found.cost)
  t.ok(found.cost < 3_000, `cost ${found.cost}`)
  const first = worked[0]!
  const spoilt = [...worked, { ...first }]
  t.match(checkCentre(file, spoilt).broken, [/two shifts/], 'the checker sees a doubled shift')
})

t.test('a search that is stopped answers the best so far', async (t) => {
  const problem = centreProblem(JSON.parse(readFileSync(FILE, 'utf8')) as RosterProblem)
  let looks = 0
  const found = search(problem, {
    seed: 1,
    budgetMs: 1e9,
    hot: 2,
    cold: 0.3,
    now: () => (looks += 200),
    goOn: () => false,
  })
  t.equal(found.stopped, true)
  t.ok(found.cost < 10_000)
})
