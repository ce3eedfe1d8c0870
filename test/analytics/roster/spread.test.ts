// What is lacking weighs more where much of it lies; kept in step it is what it is from nothing.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { centreProblem, heatOf } from '#analytics/roster/centre.ts'
import { change, costOf, pricesOf, startCover, weightOf } from '#analytics/roster/cover.ts'
import { Noise } from '#analytics/roster/pricing.ts'
import { emptyRoster, type Problem } from '#analytics/roster/problem.ts'
import { search } from '#analytics/roster/search.ts'
import type { RosterProblem } from '#engine/protocol/roster.ts'

const FILE = join(import.meta.dirname, '../../../bench/data/wfm/roster-200.json')
const sequences = {} as Problem['agents'][number]['sequences']
const DAYS = 3
const CELLS = 4
const problemOf = (need: number[], spread?: number): Problem => ({
  name: 'spread',
  days: DAYS,
  cells: CELLS,
  need: Int32Array.from(need),
  under: new Int32Array(need.length).fill(4),
  over: new Int32Array(need.length).fill(1),
  ...(spread === undefined ? {} : { spread }),
  shifts: [
    { id: 'whole', from: 0, to: 4, breaks: [[Int16Array.of(1), Int16Array.of(2)]] },
    { id: 'half', from: 2, to: 4, breaks: [] },
  ],
  agents: Array.from({ length: 5 }, (_, n) => ({ id: `agent-${n}`, wish: new Int32Array(DAYS * 3), sequences })),
})

/** From nothing: half a step less than the share of the slot's need, and of the day's, for each that is missing. */
function unevenness({ need, spread = 0 }: Problem, have: Int32Array): number {
  let sum = 0
  for (let day = 0; day < DAYS; day++) {
    const at = Array.from({ length: CELLS }, (_, cell) => day * CELLS + cell)
    const lacks = at.map((cell) => Math.max(0, need[cell]! - have[cell]!))
    const lack = lacks.reduce((a, b) => a + b, 0)
    const needed = at.reduce((all, cell) => all + need[cell]!, 0)
    if (needed > 0) sum += (spread * lack ** 2) / (2 * needed)
    for (const [n, cell] of at.entries()) if (need[cell]! > 0) sum += (spread * lacks[n]! ** 2) / (2 * need[cell]!)
  }
  return sum
}

t.test('a weight kept through two thousand changes is that of the cover from nothing', async (t) => {
  const problem = problemOf([1, 2, 3, 0, 4, 2, 1, 1, 0, 0, 0, 0], 2)
  const roster = emptyRoster(problem)
  const cover = startCover(problem)
  const noise = new Noise(7)
  for (let n = 0; n < 2_000; n++) {
    const agent = noise.random() % 5
    const day = noise.random() % DAYS
    change(problem, cover, roster, agent, day, false)
    roster.symbols[agent * DAYS + day] = noise.random() % 3
    roster.breaks[agent * DAYS + day] = noise.random() % 2
    change(problem, cover, roster, agent, day, true)
  }
  const expected = cover.cost + unevenness(problem, cover.have)
  t.ok(Math.abs(weightOf(cover) - expected) < 1e-6, `${weightOf(cover)} against ${expected}`)
  t.equal(costOf(problem, roster), cover.cost, 'the cost that is told is the linear one')
})

t.test(
  'one more is worth most where most is missing, and no more than the cost where there is no spread',
  async (t) => {
    const need = [2, 2, 2, 2, 4, 4, 4, 4, 0, 0, 0, 0]
    const cover = startCover(problemOf(need, 2))
    const roster = emptyRoster(problemOf(need, 2))
    roster.symbols[0] = 1
    change(problemOf(need, 2), cover, roster, 0, 0, true)
    const prices = pricesOf(cover)
    t.ok(prices[4]! < prices[0]!, 'the second day has nobody yet')
    t.equal(prices[8], 1, 'one too many costs what it did')
    const plain = startCover(problemOf(need))
    t.equal(pricesOf(plain), plain.more)
    t.equal(weightOf(plain), plain.cost)
  },
)

t.test('a tenth fewer than needed are missing everywhere a little, at the same cost', async (t) => {
  const file = JSON.parse(readFileSync(FILE, 'utf8')) as RosterProblem
  const few = { ...file, agents: file.agents.filter((_, n) => n % 10 < 8) }
  const solved = (rules: RosterProblem['rules']) => {
    const problem = centreProblem({ ...few, rules })
    let looks = 0
    const found = search(problem, { seed: 1, budgetMs: 60, ...heatOf({ ...few, rules }), now: () => looks++ })
    const cover = startCover(problem)
    for (let agent = 0; agent < problem.agents.length; agent++)
      for (let day = 0; day < problem.days; day++) change(problem, cover, found.roster, agent, day, true)
    const shares = Array.from(problem.need, (need, at) => (need - cover.have[at]!) / Math.max(1, need))
    return { cost: found.cost, worst: Math.max(...shares) }
  }
  const plain = solved(file.rules)
  const spread = solved({ ...file.rules, spreadCost: 4 })
  t.ok(spread.worst < 0.6 * plain.worst, `${spread.worst} of a slot's need at most, was ${plain.worst}`)
  t.ok(spread.cost <= 1.002 * plain.cost, `${spread.cost} against ${plain.cost}`)
})
