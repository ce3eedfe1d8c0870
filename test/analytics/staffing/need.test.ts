// Agents for a target: the answer fits, one agent fewer does not; shrinkage; the edges.
import t from 'tap'
import { erlangA } from '#analytics/staffing/erlang-a.ts'
import { erlangB, linesFor } from '#analytics/staffing/erlang-b.ts'
import { erlangC } from '#analytics/staffing/erlang-c.ts'
import { agentsForErlangA, agentsForErlangC, withShrinkage } from '#analytics/staffing/need.ts'

t.test(
  'the smallest number of agents: it meets the target and one fewer does not, from 0.1 to 100,000 erlangs',
  async (t) => {
    for (const load of [0.1, 1, 7.3, 40, 1_000, 100_000]) {
      const target = { rate: load / 180, aht: 180, within: 20, serviceLevel: 0.8 }
      const patient = { ...target, patience: 120 }
      const { agents } = agentsForErlangA(patient)
      const level = (n: number) => erlangA({ rate: target.rate, aht: 180, patience: 120, agents: n, awt: 20 }).slOffered
      t.ok(
        level(agents) >= 0.8 && (agents === 0 || level(agents - 1) < 0.8),
        `${load} erlangs with patience: ${agents}`,
      )
      const forEver = agentsForErlangC(target).agents
      const levelC = (n: number) => erlangC(target.rate, 180, n, 20).serviceLevel
      t.ok(levelC(forEver) >= 0.8 && levelC(forEver - 1) < 0.8, `${load} erlangs without: ${forEver}`)
      t.ok(agents <= forEver, 'callers who give up never need more agents')
    }
  },
)

t.test('limits on occupancy and abandonment are kept', async (t) => {
  const target = { rate: 100 / 180, aht: 180, within: 20, serviceLevel: 0.1, patience: 60 }
  t.ok(agentsForErlangA({ ...target, maxOccupancy: 0.8 }).occupancy <= 0.8)
  t.ok(agentsForErlangA({ ...target, maxAbandon: 0.01 }).pAbandon <= 0.01)
})

t.test('no calls need nobody, and an unreachable target is an error', async (t) => {
  t.equal(agentsForErlangA({ rate: 0, aht: 180, within: 20, serviceLevel: 0.8, patience: 60 }).agents, 0)
  t.equal(agentsForErlangC({ rate: 0, aht: 180, within: 20, serviceLevel: 0.8 }).agents, 0)
  t.throws(() => agentsForErlangA({ rate: 1, aht: 10, within: 20, serviceLevel: 1.01, patience: 60 }), RangeError)
})

t.test('lines: the fewest that keep blocking below a share', async (t) => {
  t.equal(linesFor(8.108, 0.01), 15)
  for (const load of [0.5, 20, 5_000]) {
    const lines = linesFor(load, 0.001)
    t.ok(erlangB(lines, load) <= 0.001 && erlangB(lines - 1, load) > 0.001)
  }
  t.equal(linesFor(0, 0.01), 0)
})

t.test('shrinkage is taken one reason after another', async (t) => {
  t.equal(withShrinkage(100, {}), 100)
  t.ok(Math.abs(withShrinkage(72, { breaks: 0.1, training: 0.2 }) - 100) < 1e-9)
  t.throws(() => withShrinkage(10, { all: 1 }), RangeError)
})
