// Bounds of small problems whose best cost is known by counting, and of the roster of 200.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { boundAt, quickBound } from '#analytics/roster/bound.ts'
import { centreProblem, heatOf } from '#analytics/roster/centre.ts'
import { programmeBound } from '#analytics/roster/programme.ts'
import { search } from '#analytics/roster/search.ts'
import type { RosterProblem } from '#engine/protocol/roster.ts'

/** Two people of five days a week, one shift of six slots with a slot's break, somewhere in the middle. */
const small = (need: number): RosterProblem => ({
  name: 'small',
  slotsPerDay: 6,
  slotMinutes: 60,
  days: 7,
  demand: Array.from({ length: 7 }, () => [need, need, need, need, need, need]),
  shifts: [{ id: 's', start: 0, len: 6, hours: 6, breaks: [[[2, 1]], [[3, 1]]] }],
  agents: ['a', 'b'].map((id) => ({
    id,
    weekHours: 30,
    maxDaysWeek: 5,
    lens: [6],
    off: [],
    earliest: 0,
    latestEnd: 6,
  })),
  rules: { minRestSlots: 11, maxConsecutiveDays: 6, weekendsOffInTwo: 0, underCost: 4, overCost: 1 },
})

t.test('the linear programme finds what counting finds', async (t) => {
  // need 2: ten days of five slots for fourteen of six, 84 − 50 slots are missing
  t.equal(await programmeBound(centreProblem(small(2)), 10_000), 4 * 34)
  // need 1: a day of two is covered with breaks apart, a day of one lacks its break; 3 days of two, 4 of one
  t.equal(await programmeBound(centreProblem(small(1)), 10_000), 3 * 4 + 4 * 4)
})

t.test('a bound is never above a roster, whatever its prices', async (t) => {
  const file = small(1)
  const problem = centreProblem(file)
  let looks = 0
  const { cost } = search(problem, { seed: 1, budgetMs: 30, ...heatOf(file), now: () => looks++ })
  t.equal(cost, 28)
  t.ok(quickBound(problem) <= cost)
  for (let k = 1; k <= 50; k++) {
    const prices = problem.need.map((_, at) => ((at * 7_919 * k) % 13) - 8)
    const bound = boundAt(problem, prices)
    if (bound > cost) t.fail(`bound ${bound} above cost ${cost} at prices ${prices}`)
  }
  t.ok(boundAt(problem, new Float64Array(problem.need.length)) === 0, 'free cells bound nothing')
})

t.test('the quick bound of the roster of 200 is what its hours lack or have too much', async (t) => {
  const text = readFileSync(join(import.meta.dirname, '../../../bench/data/wfm/roster-200.json'), 'utf8')
  t.equal(quickBound(centreProblem(JSON.parse(text) as RosterProblem)), 468)
})
