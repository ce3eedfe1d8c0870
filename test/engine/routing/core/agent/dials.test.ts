// Calling out: the own phone first, then the other end; and calls whose leg is gone after a restart.
import t from 'tap'
import {
  dialling,
  letGo,
  news,
  onBreak,
  outbound,
  ready,
  ringing,
  signedOut,
  T,
  talking,
  wrappingUp,
} from './stands.ts'

const toCall = (type: string, more: object = {}, id = 'c1') => ({
  to: 'actor',
  ref: { kind: 'call', id },
  command: { type, ...more },
})
const standing = (mode: string) => ({ ref: { kind: 'queue' }, command: { type: 'agent-changed', agent: { mode } } })

t.test('dialling out rings the own phone first, which answers by itself', (t) => {
  const expected = [
    { type: 'leg-made', call: { callId: 'dial-0', legId: 'dial-1', direction: 'out', card: { number: '02188' } } },
    { type: 'mode-changed', to: 'dialling', callId: 'dial-0' },
  ]
  const order = {
    to: 'media',
    node: 'm2',
    order: {
      type: 'dial',
      target: { type: 'user', user: 'agent.1001' },
      autoAnswer: true,
      owner: { kind: 'agent', id: 'a1' },
    },
  }
  for (const stand of [onBreak(), ready(), wrappingUp()]) {
    stand
      .when({ type: 'dial', number: '02188', node: 'm2' }, T + 66_000, 'dial')
      .matches(t, expected, [order, standing('dialling')])
  }
  for (const stand of [signedOut(), ringing(), talking(), dialling()]) {
    stand.when({ type: 'dial', number: '1', node: 'm2' }, T + 6000).refused(t, 'command-not-possible')
  }
  dialling()
    .when(news({ type: 'leg-answered', callId: 'dial-0', legId: 'dial-1' }), T + 2000)
    .gives(t, [{ type: 'leg-up', callId: 'dial-0', legId: 'dial-1' }], [
      toCall(
        'begin-outbound',
        { agentId: 'a1', agentNumber: '1001', legId: 'dial-1', node: 'm2', number: '02188', user: 'agent.1001' },
        'dial-0',
      ),
    ] as never)
  outbound()
    .when(news({ type: 'leg-answered', callId: 'dial-0', legId: 'dial-1' }), T + 2100)
    .gives(t, [], [])
  t.end()
})

t.test('an outbound talk starts when the other end answers, and ends in wrap-up', (t) => {
  const talk = outbound().does({ type: 'call-connected', callId: 'dial-0', at: T + 9000 }, T + 9000)
  t.match(talk.view(), {
    mode: 'talking',
    today: { outbound: 1, answered: 0 },
    call: { direction: 'out', connectedAt: T + 9000 },
  })
  talk
    .when({ type: 'call-over', callId: 'dial-0', cause: 'normal' }, T + 19_000)
    .matches(t, [{ type: 'talk-ended', talkMs: 10_000 }, { type: 'mode-changed', to: 'wrap-up' }, letGo])
  outbound()
    .when({ type: 'call-over', callId: 'dial-0', cause: 'busy' }, T + 5000)
    .matches(t, [{ type: 'mode-changed', from: 'dialling', to: 'ready' }, letGo])
  t.end()
})

t.test('who dialled from a break goes back to it', (t) => {
  const called = onBreak()
    .does({ type: 'take-break', reason: 'training' }, T)
    .does({ type: 'dial', number: '1', node: 'm2' }, T + 1000, 'dial')
  called
    .when({ type: 'call-over', callId: 'dial-0', cause: 'busy' }, T + 5000)
    .matches(t, [{ type: 'mode-changed', from: 'dialling', to: 'break', breakReason: 'training' }, letGo])
  t.end()
})

t.test('a dial that fails on the own phone frees the agent', (t) => {
  const own = { callId: 'dial-0', legId: 'dial-1' }
  const free = [{ type: 'mode-changed', from: 'dialling', to: 'ready' }]
  dialling()
    .when(news({ type: 'leg-failed', ...own, cause: 'not-registered', sipStatus: 404 }), T + 1100)
    .matches(t, free, [standing('ready')])
  dialling()
    .when(news({ type: 'order-failed', ...own, order: 'dial', detail: '' }), T + 1100)
    .matches(t, free, [standing('ready')])
  t.equal(dialling().wakeAt(), T + 21_000)
  dialling()
    .when({ type: 'wake' }, T + 21_000)
    .matches(t, [...free, letGo], [{ order: { type: 'hang-up', legId: 'dial-1' } }, standing('ready')])
  outbound()
    .when(news({ type: 'leg-ended', ...own, by: 'peer', cause: 'normal' }), T + 5000)
    .matches(t, free, [toCall('agent-left', { by: 'agent' }, 'dial-0'), standing('ready')])
  t.equal(outbound().wakeAt(), T + 182_000)
  t.end()
})

t.test('hanging up while dialling ends the own leg, or the call that has begun', (t) => {
  dialling()
    .when({ type: 'hang-up' }, T + 1500)
    .matches(t, [{ type: 'hang-up-asked' }], [{ order: { type: 'hang-up', legId: 'dial-1' } }])
  outbound()
    .when({ type: 'hang-up' }, T + 2500)
    .matches(t, [{ type: 'hang-up-asked' }], [toCall('hang-up', {}, 'dial-0')])
  t.end()
})

t.test('a call the phone dialled by itself becomes the agent’s, if the agent is free', (t) => {
  const adopt = { type: 'adopt-leg', callId: 'c9', legId: 'l9', node: 'm2', toNumber: '1002' } as const
  for (const stand of [onBreak(), ready(), wrappingUp()]) {
    stand.when(adopt, T + 66_000).matches(
      t,
      [
        { type: 'leg-made', call: { legId: 'l9' } },
        { type: 'mode-changed', to: 'dialling' },
      ],
      [{ order: { type: 'own', legId: 'l9', owner: { id: 'a1' } } }, standing('dialling')],
    )
  }
  for (const stand of [signedOut(), ringing(), talking(), dialling()]) {
    stand.when(adopt, T + 6000).matches(t, [], [toCall('agent-left', { legId: 'l9', by: 'system' }, 'c9')])
  }
  const adopted = ready().does(adopt, T + 1000)
  adopted.when(adopt, T + 1100).gives(t, [], [])
  adopted.when(news({ type: 'leg-answered', callId: 'c9', legId: 'l9' }), T + 1200).gives(t, [], [])
  adopted
    .when({ type: 'call-connected', callId: 'c9', at: T + 3000 }, T + 3000)
    .matches(t, [{ type: 'talk-started' }, { type: 'mode-changed', from: 'dialling', to: 'talking' }])
  t.end()
})

t.test('after a restart a talk whose leg is gone is over, and a dial that is up goes on', (t) => {
  talking()
    .when({ type: 'reconcile', legIds: [] }, T + 65_000)
    .matches(
      t,
      [{ type: 'talk-ended' }, { type: 'mode-changed', to: 'wrap-up' }],
      [toCall('agent-left', { by: 'system' }), standing('wrap-up')],
    )
  talking()
    .when({ type: 'reconcile', legIds: ['ring-0'] }, T + 65_000)
    .gives(t, [], [])
  const legs = [{ callId: 'dial-0', legId: 'dial-1', node: 'm2', state: 'up' as const }]
  dialling()
    .when({ type: 'reconcile', legIds: ['dial-1'], legs }, T + 2000)
    .matches(t, [{ type: 'leg-up' }], [toCall('begin-outbound', {}, 'dial-0')])
  t.end()
})
