// The simulation against what is known exactly: the N design, and Erlang C where groups share nothing.
import t, { type Test } from 'tap'
import { erlangC } from '#analytics/staffing/erlang-c.ts'
import { simulate } from '#analytics/staffing/multi-skill.ts'
import { agentsForSkills } from '#analytics/staffing/multi-skill-need.ts'
import { nDesign } from '#analytics/staffing/n-design.ts'
import { agentsForErlangC } from '#analytics/staffing/need.ts'

const near = (t: Test, got: number, wanted: number, within: number, what: string) =>
  t.ok(Math.abs(got - wanted) <= within, `${what}: ${got.toFixed(4)}, exact ${wanted.toFixed(4)}`)

t.test('the N design comes out as its chain says', async (t) => {
  const exact = nDesign({ rate1: 20, rate2: 8, mu: 1, theta1: 0.5, theta2: 0.5, agentsA: 18, agentsB: 12 })
  const skill = { aht: 1, patience: 2, within: 0.1 }
  const found = simulate(
    [
      { name: 'one', rate: 20, ...skill },
      { name: 'two', rate: 8, ...skill },
    ],
    [
      { agents: 18, skills: [0] },
      { agents: 12, skills: [1, 0] },
    ],
    12_000,
    7,
  )
  near(t, found.skills[0]!.pWait, exact.pWait1, 0.015, 'skill 1 waits')
  near(t, found.skills[1]!.pWait, exact.pWait2, 0.015, 'skill 2 waits')
  near(t, found.skills[0]!.pAbandon, exact.pAbandon1, 0.005, 'skill 1 gives up')
  near(t, found.skills[1]!.pAbandon, exact.pAbandon2, 0.005, 'skill 2 gives up')
  near(t, found.occupancy[0]!, exact.occupancyA, 0.01, 'group A is busy')
  near(t, found.occupancy[1]!, exact.occupancyB, 0.01, 'group B is busy')
})

t.test('one skill and one group are Erlang C', async (t) => {
  const exact = erlangC(0.1, 180, 22, 20)
  const found = simulate(
    [{ name: 'all', rate: 0.1, aht: 180, within: 20 }],
    [{ agents: 22, skills: [0] }],
    3_000_000,
    3,
  )
  near(t, found.skills[0]!.serviceLevel, exact.serviceLevel, 0.015, 'service level')
  near(t, found.skills[0]!.pWait, exact.pWait, 0.015, 'waits')
  t.ok(found.skills[0]!.serviceLevelError < 0.02, 'and it says how sure it is')
})

t.test('the same seed gives the same answer', async (t) => {
  const run = (seed: number) =>
    simulate([{ name: 'all', rate: 1, aht: 9, within: 5 }], [{ agents: 10, skills: [0] }], 5_000, seed)
  t.same(run(1), run(1))
  t.notSame(run(1), run(2))
})

t.test('pooling saves agents: two skills shared need fewer than two staffed alone', async (t) => {
  const target = { rate: 0.05, aht: 200, within: 20, serviceLevel: 0.8 }
  const alone = agentsForErlangC(target).agents
  const targets = [
    { name: 'one', ...target },
    { name: 'two', ...target },
  ]
  const need = agentsForSkills(targets, [{ skills: [0, 1], cost: 1 }], 200_000, 5)
  t.ok(need.reached)
  t.ok(need.agents[0]! < 2 * alone, `${need.agents[0]} shared, ${alone} each alone`)
  t.ok(need.simulated.skills.every((skill) => skill.serviceLevel >= 0.8))
})

t.test('what no group takes, or limits forbid, is told', async (t) => {
  const target = { name: 'one', rate: 0.05, aht: 200, within: 20, serviceLevel: 0.8 }
  t.throws(() => agentsForSkills([target], [{ skills: [], cost: 1 }], 1_000, 1), /No group takes one/)
  t.notOk(agentsForSkills([target], [{ skills: [0], cost: 1, most: 10 }], 20_000, 1).reached)
})
