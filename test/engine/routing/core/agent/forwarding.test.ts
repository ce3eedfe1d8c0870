// Forwards of an agent's own number, and a ringing call that a colleague picks up.
import t, { type Test } from 'tap'
import type { Forward } from '#engine/protocol/company.ts'
import {
  dialling,
  direct,
  letGo,
  news,
  onBreak,
  ready,
  ringing,
  ringingDirect,
  signedOut,
  T,
  talking,
  wrappingUp,
} from './stands.ts'

const to = (more: Partial<Forward>) => ({ forward: { always: '', noAnswer: '', busy: '', from: '', to: '', ...more } })
const missed = (forward?: string) => [
  { command: { type: 'agent-missed', agentId: 'a1', requestId: 'r1', ...(forward ? { forward } : {}) } },
]
const forwards = (t: Test, outcome: { decision: unknown }, number: string | undefined) => {
  const effects = (outcome.decision as { effects: { command?: { type: string; forward?: string } }[] }).effects
  const told = effects.find(({ command }) => command?.type === 'agent-missed')
  t.ok(told, 'the call hears that the agent was not had')
  t.equal(told?.command?.forward, number)
}

t.test('always: the phone does not ring, whatever the agent does', async (t) => {
  const config = to({ always: '13900000000', busy: '139' })
  for (const stand of [ready(config), onBreak(config), signedOut(config)])
    forwards(t, stand.when(direct, T + 1000), '13900000000')
  ready(config)
    .when(direct, T + 1000)
    .matches(t, [], missed('13900000000'))
})

t.test('busy: on a break, in a call, after it; not while ready', async (t) => {
  const config = to({ busy: '8002' })
  for (const stand of [onBreak(config), talking(config), wrappingUp(config)])
    forwards(t, stand.when(direct, T + 70_000), '8002')
  ready(config)
    .when(direct, T + 1000)
    .matches(t, [{ type: 'leg-made' }, { type: 'ring-started' }, { type: 'mode-changed' }])
  forwards(t, signedOut(config).when(direct, T + 1000), undefined)
  const rings = ready(config).does(direct, T + 1000, 'ring')
  forwards(t, rings.when({ type: 'decline' }, T + 2000), '8002')
})

t.test('no answer: after the ring and not before; who is signed out does not answer either', async (t) => {
  const config = to({ noAnswer: '02166' })
  const rings = ready(config).does(direct, T + 1000, 'ring')
  forwards(t, rings.when({ type: 'wake' }, T + 16_000), '02166')
  forwards(t, signedOut(config).when(direct, T + 1000), '02166')
  forwards(t, onBreak(config).when(direct, T + 1000), undefined)
  const queued = ringing(config).when({ type: 'wake' }, T + 21_000)
  queued.matches(t, [{ type: 'ring-missed' }, { type: 'mode-changed' }, letGo])
  t.match((queued.decision as { effects: unknown[] }).effects[1], { command: { type: 'offer-missed' } })
  t.notMatch(JSON.stringify(queued.decision), '02166', 'a queue’s call is not forwarded')
})

t.test('in its hours only, also past midnight', async (t) => {
  // 09:00 in Beijing
  for (const [from, until, forward] of [
    ['08:00', '10:00', '139'],
    ['09:00', '09:01', '139'],
    ['09:01', '18:00', undefined],
    ['22:00', '09:30', '139'],
    ['22:00', '06:00', undefined],
    ['', '', '139'],
  ] as const)
    forwards(t, onBreak(to({ always: '139', from, to: until })).when(direct, T + 500), forward)
})

t.test('a colleague picks up what rings: with the same request, or one of its own for a queue’s call', async (t) => {
  const asked = { type: 'pick-up', by: 'a2' } as const
  const whole = { callId: 'c1', node: 'm1', pickedUp: true }
  ringing()
    .when(asked, T + 2000, 'p')
    .matches(
      t,
      [],
      [{ ref: { kind: 'agent', id: 'a2' }, command: { type: 'ring-direct', requestId: 'p-0', ...whole } }],
    )
  ringingDirect()
    .when(asked, T + 2000)
    .matches(t, [], [{ ref: { kind: 'agent', id: 'a2' }, command: { type: 'ring-direct', requestId: 'r1', ...whole } }])
  ringing()
    .when({ type: 'pick-up', by: 'a1' }, T + 2000)
    .refused(t, 'stale-offer')
  for (const stand of [ready(), talking(), dialling(), signedOut()])
    stand.when(asked, T + 70_000).refused(t, 'stale-offer')
})

t.test('who picks up answers by itself, is not forwarded, and may be too late', async (t) => {
  const taken = { ...direct, pickedUp: true } as const
  const outcome = ready(to({ always: '139' })).when(taken, T + 1000)
  outcome.matches(t, [{ type: 'leg-made' }, { type: 'ring-started' }, { type: 'mode-changed' }])
  t.match((outcome.decision as { effects: unknown[] }).effects[0], { order: { type: 'dial', autoAnswer: true } })
  const rings = ready().does(taken, T + 1000, 'ring')
  rings
    .when({ type: 'withdraw-direct', requestId: 'r1', reason: 'picked-up' }, T + 2000)
    .matches(t, [{ type: 'ring-withdrawn' }, { type: 'mode-changed', to: 'ready' }, letGo])
  const gone = news({ type: 'leg-failed', callId: 'c1', legId: 'ring-0', cause: 'no-answer', sipStatus: 480 })
  forwards(
    t,
    ready(to({ noAnswer: '139' }))
      .does(taken, T + 1000, 'ring')
      .when(gone, T + 3000),
    undefined,
  )
})
