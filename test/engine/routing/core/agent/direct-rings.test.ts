// Rings outside any queue, and rings after a restart.
import t from 'tap'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { from } from '../../../../kit/machine.ts'
import { aboutOffer, byAgent, hangUp, leg, standing } from './expected.ts'
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

t.test('a colleague’s call or a transfer rings directly and joins by its request', (t) => {
  ready()
    .when(direct, T + 1000, 'ring')
    .matches(
      t,
      [{ type: 'leg-made' }, { type: 'ring-started', callId: 'c1' }, { type: 'mode-changed', to: 'ringing' }],
      [{ order: { type: 'dial', ringMs: 15_000 } }, standing('ringing')],
    )
  ringingDirect()
    .when(direct, T + 1100)
    .gives(t, [], [])
  ringingDirect()
    .when(news({ type: 'leg-answered', ...leg }), T + 2000)
    .matches(
      t,
      [{ type: 'leg-up' }, { type: 'mode-changed', to: 'talking' }],
      [byAgent('agent-joined', { requestId: 'r1' }), standing('talking')],
    )
  ringingDirect()
    .when({ type: 'decline' }, T + 2000)
    .matches(
      t,
      [{ type: 'ring-missed' }, { type: 'mode-changed' }, letGo],
      [hangUp('declined'), byAgent('agent-missed', { requestId: 'r1', reason: 'declined' }), standing('ready')],
    )
  t.end()
})

t.test('a direct ring is refused with the reason, and withdrawn by its request', (t) => {
  const missed = (reason: string) => [byAgent('agent-missed', { requestId: 'r1', reason })]
  signedOut().when(direct, T).matches(t, [], missed('signed-out'))
  onBreak().when(direct, T).matches(t, [], missed('on-break'))
  wrappingUp()
    .when(direct, T + 66_000)
    .matches(t, [], missed('wrap-up'))
  for (const stand of [ringing(), talking(), dialling()]) stand.when(direct, T + 6000).matches(t, [], missed('busy'))
  const gone = { type: 'withdraw-direct', requestId: 'r1', reason: 'gone' } as const
  ringingDirect()
    .when(gone, T + 2000)
    .matches(
      t,
      [{ type: 'ring-withdrawn' }, { type: 'mode-changed', to: 'ready' }, letGo],
      [hangUp('cancelled'), standing('ready')],
    )
  ringingDirect()
    .when({ ...gone, requestId: 'r0' }, T + 2000)
    .gives(t, [], [])
  for (const stand of [signedOut(), onBreak(), ready(), talking(), wrappingUp(), ringing()]) {
    stand.when(gone, T + 6000).gives(t, [], [])
  }
  t.end()
})

t.test('after a restart a ring whose leg is gone was missed, one that is up was answered', (t) => {
  ringing()
    .when({ type: 'reconcile', legIds: [] }, T + 5000)
    .matches(
      t,
      [{ type: 'ring-missed', reason: 'no-answer' }, { type: 'mode-changed', to: 'ready' }, letGo],
      [
        { to: 'media', node: 'm1', order: { type: 'hang-up', legId: 'ring-0' } },
        aboutOffer('offer-missed'),
        standing('ready'),
      ],
    )
  ringing()
    .when({ type: 'reconcile', legIds: ['ring-0'] }, T + 5000)
    .gives(t, [], [])
  const legs = [
    { ...leg, node: 'm1', state: 'up' as const },
    { callId: 'c7', legId: 'old', node: 'm3', state: 'up' as const },
  ]
  ringing()
    .when({ type: 'reconcile', legIds: ['ring-0', 'old'], legs }, T + 5000)
    .matches(
      t,
      [{ type: 'leg-up' }, { type: 'mode-changed', to: 'talking' }],
      [
        { to: 'media', node: 'm3', order: { type: 'hang-up', legId: 'old' } },
        aboutOffer('offer-answered'),
        byAgent('agent-joined'),
        standing('talking'),
      ],
    )
  for (const stand of [signedOut(), onBreak(), ready(), wrappingUp()]) {
    stand.when({ type: 'reconcile', legIds: [], legs: [] }, T + 66_000).gives(t, [], [])
    stand
      .when({ type: 'reconcile', legIds: ['ring-0'], legs }, T + 66_000)
      .matches(t, [], [{ order: { type: 'hang-up' } }, { order: { legId: 'old' } }])
  }
  t.end()
})

t.test('a restored agent goes on where it was', (t) => {
  for (const stand of [onBreak(), ready(), ringing(), talking(), wrappingUp()]) {
    const restored = from(agentMachine, JSON.parse(JSON.stringify(stand.state)) as typeof stand.state)
    t.same(restored.view(), stand.view())
    t.equal(restored.wakeAt(), stand.wakeAt())
  }
  t.end()
})
