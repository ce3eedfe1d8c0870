// Agents for a target: the answer fits, one agent fewer does not; shrinkage; the edges.
import t from 'tap'
import { erlangA } from '#analytics/staffing/erlang-a.ts'
import { erlangB, linesFor } from '#analytics/staffing/erlang-b.ts'
import { erlangC } from '#analytics/staffing/erlang-c.ts'
import { erlangX } from '#analytics/staffing/erlang-x.ts'
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

t.test('Erlang C keeps the occupancy too, and the least that are to be there', async (t) => {
  const target = { rate: 100 / 180, aht: 180, within: 20, serviceLevel: 0.8 }
  t.equal(agentsForErlangC(target).agents, 107)
  t.match(agentsForErlangC({ ...target, maxOccupancy: 0.85 }), { agents: 118, occupancy: 100 / 118 })
  t.equal(agentsForErlangC({ ...target, atLeast: 130 }).agents, 130)
  t.equal(agentsForErlangA({ ...target, patience: 60, atLeast: 130 }).agents, 130)
})

/** P(V ≤ awt) by the terms of the birth-and-death chain in logarithms and 40,000 Simpson nodes: nothing of it is shared. */
function virtualLevel(rate: number, aht: number, patience: number, agents: number, awt: number): number {
  const logs: number[] = [0]
  for (let k = 1; k < agents + 200 + 4 * rate * patience; k++)
    logs.push(logs[k - 1]! + Math.log(rate / (Math.min(k, agents) / aht + Math.max(0, k - agents) / patience)))
  const top = Math.max(...logs)
  const all = logs.reduce((sum, log) => sum + Math.exp(log - top), 0)
  const share = (k: number): number => Math.exp(logs[k]! - top) / all
  let level = 0
  for (let k = 0; k < agents; k++) level += share(k)
  const serve = agents / aht
  const logFull = logs[agents]! - top - Math.log(all)
  const density = (at: number): number =>
    serve * Math.exp(logFull + rate * patience * -Math.expm1(-at / patience) - serve * at)
  const nodes = 40_000
  let sum = density(0) + density(awt)
  for (let n = 1; n < nodes; n++) sum += (n % 2 ? 4 : 2) * density((awt * n) / nodes)
  return level + (sum * awt) / nodes / 3
}

t.test('the virtual service level is right to 1e-8 of itself in overload', async (t) => {
  for (const [rate, agents, patience, awt] of [
    [1, 90, 60, 20],
    [1, 120, 180, 20],
    [2, 200, 120, 60],
    [1, 20, 600, 20],
    [0.5, 100, 60, 20],
    [5, 700, 300, 5],
  ] as const) {
    const is = erlangA({ rate, aht: 180, patience, agents, awt }).slVirtual
    const expected = virtualLevel(rate, 180, patience, agents, awt)
    t.ok(Math.abs(is - expected) <= 1e-8 * expected, `${rate}/s on ${agents}: ${is} of ${expected}`)
  }
})

t.test('who gives up calls again, once, twice or more: an answer while agents keep up, else it is said', async (t) => {
  const input = { rate: 100 / 180, aht: 180, patience: 60, agents: 112, awt: 20 }
  for (const retrial of [0, 0.5, 0.99, 1, 1.5, 2]) {
    const { effectiveRate, pAbandon } = erlangX({ ...input, retrial })
    const again = input.rate + retrial * effectiveRate * pAbandon
    t.ok(Math.abs(effectiveRate / again - 1) < 1e-9, `${retrial}: ${effectiveRate}`)
  }
  const served = erlangX({ ...input, retrial: 1 })
  t.ok(Math.abs(served.occupancy - 100 / 112) < 1e-9, 'in the end all are served')
  t.throws(() => erlangX({ ...input, agents: 95, retrial: 1 }), /more agents are needed/)
  t.throws(() => erlangX({ ...input, agents: 101, retrial: 5 }))
})
