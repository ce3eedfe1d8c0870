// What an agent hears of a talk of more than two, and a call that comes back to it.
import t from 'tap'
import type { PartySeen } from '#engine/protocol/party.ts'
import { direct, ready, T, talking, wrappingUp } from './stands.ts'

const party = (legId: string, role: PartySeen['role']): PartySeen => ({ legId, role, number: '', held: false })
const three = [party('l1', 'customer'), party('ring-0', 'agent'), party('l3', 'consulted')]

t.test('its page shows who is in the talk, while it is more than two', async (t) => {
  const wide = talking().does({ type: 'talk-told', callId: 'c1', parties: three }, T + 9_000)
  t.match(wide.view(), { call: { parties: three } })
  t.equal(
    wide.does({ type: 'talk-told', callId: 'c1', parties: three.slice(1) }, T + 9_500).view()?.call?.parties,
    undefined,
  )
  talking()
    .when({ type: 'talk-told', callId: 'c9', parties: three }, T + 9_000)
    .gives(t, [], [])
})

t.test('while a call is held its agent may dial out, and is offered nothing', async (t) => {
  const held = talking().does({ type: 'call-held', callId: 'c1', held: true }, T + 9_000)
  held
    .when({ type: 'dial', number: '139', node: 'm9' }, T + 10_000)
    .matches(
      t,
      [{ type: 'leg-made' }, { type: 'mode-changed', from: 'talking', to: 'dialling' }],
      [{ to: 'media', node: 'm1', order: { type: 'dial', beside: true } }, {}, {}],
    )
  t.match(held.view(), { available: false })
  talking()
    .when({ type: 'dial', number: '139', node: 'm1' }, T + 10_000)
    .refused(t, 'agent-busy')
})

t.test('what it passed on and nobody took rings in wrap-up too; a colleague’s call does not', async (t) => {
  const recalled = wrappingUp().when({ ...direct, recall: true }, T + 66_000)
  t.match(recalled.state, { mode: 'ringing', contact: { kind: 'voice', callId: 'c1' } })
  t.match(wrappingUp().when(direct, T + 66_000).decision, {
    facts: [],
    effects: [{ command: { type: 'agent-missed', reason: 'wrap-up' } }],
  })
  t.match(ready().when({ ...direct, recall: true }, T + 66_000).state, { mode: 'ringing' })
})
