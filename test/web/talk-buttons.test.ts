// What may be pressed while a third is asked, there, or in the talk.
import t from 'tap'
import type { AgentView } from '#engine/protocol/agent.ts'
import type { PartySeen } from '#engine/protocol/party.ts'
import { allowed, type DeskState } from '#web/src/lib/phone/desk-machine.ts'
import { agent, call } from './views.ts'

const idle: DeskState = { phone: 'registered', leg: 'none', muted: false, reattach: 'none' }
const pressable = (me: AgentView): string =>
  Object.entries(allowed(me, idle))
    .filter(([, may]) => may)
    .map(([name]) => name)
    .join(' ')

t.test('the buttons of a talk with a third', async (t) => {
  const party = (legId: string, role: PartySeen['role'], more: Partial<PartySeen> = {}): PartySeen => ({
    ...{ legId, role, number: '', held: false, ...more },
  })
  const withThird = (third: PartySeen, held = true): AgentView => {
    const own = call({ connectedAt: 1, held })
    return agent({
      mode: 'talking',
      call: { ...own, parties: [party('l1', 'customer'), party(own.legId, 'agent'), third] },
    })
  }
  const by = call().legId
  const rings = withThird(party('r1', 'consulted', { ringing: true, by }))
  t.equal(pressable(rings), 'afterCall signOut hangUp takeBack handOver')
  const there = withThird(party('l3', 'consulted', { by }))
  t.equal(pressable(there), 'afterCall signOut hangUp swap takeBack handOver')
  t.equal(pressable(withThird(party('l3', 'agent', { by }), false)), 'afterCall signOut hangUp hold digits invite')
  t.equal(
    pressable(withThird(party('l3', 'consulted', { by: 'another' }), false)),
    'afterCall signOut hangUp hold digits invite',
    'what a colleague asked for is the colleague’s',
  )
})
