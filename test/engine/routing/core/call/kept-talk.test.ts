// Calls of before 2026-12 knew one whom they served and one other: their facts and checkpoints read as a set of parties.
import t from 'tap'
import type { CallState } from '#engine/routing/core/call/state.ts'
import { from, machine, talking } from './company.ts'

const AT = 9_000
const old = (fact: object) => machine.evolve(talking().state, fact as never, AT)

t.test('a hold that names nobody holds the other one of two, and its end takes it back', async (t) => {
  const held = old({ type: 'held', by: 'leg-a1' })
  t.match(held, { mode: 'talking', journey: { parties: [{ legId: 'L1', hold: { by: 'leg-a1', since: AT } }, {}] } })
  const back = machine.evolve(held, { type: 'resumed', heldMs: 500 }, AT + 500)
  t.match(back, { journey: { agents: [{ holdMs: 500 }] } })
  t.equal('journey' in back && back.journey.parties[0].hold, undefined)
})

t.test('one who left names whom the call serves on: nobody else is left', async (t) => {
  const left = old({ type: 'party-left', served: { legId: 'L1' }, legId: 'leg-a1', why: 'transferred' })
  t.match(left, { journey: { parties: [{ legId: 'L1', role: 'customer' }] } })
  t.equal('journey' in left && left.journey.parties.length, 1)
})

const ofTwo = (mode: string, more: object): unknown => {
  const { journey, callId } = talking().state as Extract<CallState, { mode: 'talking' }>
  const { parties, ...rest } = journey
  return { mode, callId, journey: { ...rest, served: parties[0] }, other: parties[1], ...more }
}

t.test('a call on hold in a checkpoint is a talk whose caller waits', async (t) => {
  const state = machine.revive?.(ofTwo('held', { by: 'leg-a1', heldAt: 8_500 })) as CallState
  const resumed = from(machine, state).when({ type: 'resume', agentId: 'a1' }, AT)
  resumed.matches(
    t,
    [{ type: 'resumed', heldMs: 500 }],
    [{ order: { type: 'stop-play' } }, { order: { pairs: [{}, {}] } }, {}],
  )
})

t.test('so is a talk, and an agent whose number is said', async (t) => {
  t.strictSame(machine.revive?.(ofTwo('talking', {})), talking().state)
  const said = machine.revive?.(ofTwo('connecting', { playId: 'p1', ringMs: 5, until: 99_000 })) as CallState
  t.match(said, { mode: 'connecting', journey: { parties: [{ legId: 'L1' }, { legId: 'leg-a1' }] } })
  const { state } = talking()
  t.equal(machine.revive?.(state), state, 'what this version kept stays as it is')
})
