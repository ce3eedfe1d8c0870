// The runner with its real threads: progress, cancel with the best so far, bound and gap, and a day re-planned.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { replanDayAside, type SolveProgress, startSolve } from '#analytics/roster/runner.ts'
import type { RosterProblem } from '#engine/protocol/roster.ts'
import { checkCentre } from '#test/kit/rosters/centre-checker.ts'

const FILE = join(import.meta.dirname, '../../../bench/data/wfm/roster-200.json')
const file = JSON.parse(readFileSync(FILE, 'utf8')) as RosterProblem
t.setTimeout(300_000)

t.test('a solve in the background tells its progress and is stopped with the best so far and its gap', async (t) => {
  const told: SolveProgress[] = []
  const pin = { agent: 'A1', day: 2, shift: null }
  const solving = startSolve({
    file,
    budgetMs: 3_600_000,
    pins: [pin],
    onProgress: (progress) => {
      told.push(progress)
      // the strong bound is there: enough is known
      if (progress.boundBy === 'programme' && progress.cost !== null) solving.cancel()
    },
  })
  const answer = await solving.answer
  t.equal(answer.stopped, true)
  const checked = checkCentre(file, answer.duties)
  t.same(checked.broken, [])
  t.equal(checked.cost, answer.cost)
  t.notOk(
    answer.duties.some(({ agent, day }) => agent === pin.agent && day === pin.day),
    'a pinned day off stays free',
  )
  t.ok(answer.bound >= 1_000 && answer.bound <= answer.cost, `bound ${answer.bound}, cost ${answer.cost}`)
  t.equal(answer.gap, (answer.cost - answer.bound) / answer.cost)
  t.ok(told.some(({ boundBy }) => boundBy === 'quick'))
  const costs = told.flatMap(({ cost }) => (cost === null ? [] : [cost]))
  t.ok(costs.length > 1 && costs.every((cost, at) => at === 0 || cost <= costs[at - 1]!), 'the best only gets better')

  const DAY = 8
  const absent = answer.duties
    .filter(({ day }) => day === DAY)
    .slice(0, 4)
    .map(({ agent }) => agent)
  const replanned = await replanDayAside({ file, duties: answer.duties, day: DAY, absent, budgetMs: 300 })
  const left = (duties: typeof answer.duties) => duties.filter(({ day }) => day !== DAY)
  t.same(left(replanned.duties), left(answer.duties), 'other days are as they were')
  t.equal(checkCentre(file, replanned.duties).cost, replanned.cost)
  t.notOk(replanned.duties.some(({ agent, day }) => day === DAY && absent.includes(agent)))
})

t.test('rules that allow nothing are said with the name of the agent', async (t) => {
  const pins = Array.from({ length: 14 }, (_, day) => ({ agent: 'A7', day, shift: null }))
  await t.rejects(startSolve({ file, budgetMs: 1_000, pins }).answer, /A7/)
})
