// An agent's talk of the day where its calls overlap, against what passed, moment by moment, in many random days.
import t from 'tap'
import type { AgentCommand } from '#engine/protocol/agent.ts'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { type AgentState, contactsOf, hasCall } from '#engine/routing/core/agent/state.ts'
import { type Random, randomBy } from '../walk/random.ts'
import { Spells } from '../walk/spells.ts'
import { T, withAnother } from './stands.ts'

const DAYS = 400
const STEPS = 12

/** What the calls of one who has several tell it; its desk phone may be in two talks at once. */
function next(state: AgentState, random: Random): AgentCommand {
  const calls = hasCall(state) ? contactsOf(state) : []
  if (calls.length === 0) return { type: 'end-wrap-up' }
  const { callId, heldSince } = random.pick(calls)
  return random.pick<AgentCommand>([
    { type: 'call-held', callId, held: heldSince === undefined },
    { type: 'call-held', callId, held: heldSince === undefined },
    { type: 'call-held', callId, held: random.chance(0.5) },
    { type: 'switch-call', callId },
    { type: 'call-over', callId, cause: 'normal' },
  ])
}

t.test('a talk with two callers at once is one time, a wait of both is none', async (t) => {
  let mixedMs = 0
  for (let day = 0; day < DAYS; day++) {
    const random = randomBy(day)
    let { state } = withAnother() as { state: AgentState }
    let at = T + 9_000
    // it talked a second before the first waited
    const spells = new Spells(new Map([[state.id, 1_000]]))
    for (let step = 0; step < STEPS; step++) {
      const ms = random.below(5_000)
      spells.passes([state], ms)
      at += ms
      const decision = agentMachine.decide(state, next(state, random), { at, seed: `s${step}` })
      if ('refusal' in decision) continue
      state = decision.facts.reduce((now, fact) => agentMachine.evolve(now, fact, at), state)
      spells.hears(state, decision.facts, at)
    }
    t.same(spells.broken, [], `day ${day}`)
    mixedMs += spells.mixedMs
  }
  t.ok(mixedMs > 60_000, `${mixedMs} ms with two at once`)
})
