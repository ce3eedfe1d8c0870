// A page reloaded in mid-call: the phone is rung anew and the talk moves there; nothing of it may end the call by mistake.
import t from 'tap'
import { toCall } from './expected.ts'
import { dialling, joining, letGo, news, ready, ringing, signedOut, T, talking, wrappingUp } from './stands.ts'

const hangUp = (legId: string) => ({ to: 'media', order: { type: 'hang-up', callId: 'c1', legId } })
const spare = { callId: 'c1', legId: 'again-0' }
const old = { callId: 'c1', legId: 'ring-0' }
const begun = () => talking().does({ type: 'reattach' }, T + 9_000, 'again')

t.test('the phone is rung anew and answers by itself', async (t) => {
  talking()
    .when({ type: 'reattach' }, T + 9_000, 'again')
    .matches(
      t,
      [{ type: 'reattach-begun', legId: 'again-0', until: T + 29_000 }],
      [
        {
          to: 'media',
          node: 'm1',
          order: { type: 'dial', ...spare, autoAnswer: true, owner: { kind: 'agent', id: 'a1' } },
        },
      ],
    )
  begun()
    .when({ type: 'reattach' }, T + 9_500)
    .gives(t, [], [])
  for (const stand of [signedOut(), ready(), ringing(), dialling(), wrappingUp()]) {
    stand.when({ type: 'reattach' }, T + 66_000).refused(t, 'no-call')
  }
})

t.test('a reload in the very second of the answer keeps the call', async (t) => {
  const again = joining().does({ type: 'reattach' }, T + 4_001, 'again')
  const moved = again.does(news({ type: 'leg-answered', ...spare }), T + 4_500)
  moved
    .when({ type: 'call-connected', callId: 'c1', at: T + 5_000 }, T + 5_000)
    .matches(t, [{ type: 'talk-started', callId: 'c1', legId: 'again-0' }], [])
  const given = again.when({ type: 'withdraw-offer', offerId: 'o1', reason: 'answered' }, T + 4_100)
  given.matches(
    t,
    [{ type: 'ring-withdrawn' }, { type: 'mode-changed', to: 'ready' }, letGo],
    [hangUp('again-0'), hangUp('ring-0'), toCall('agent-left'), {}],
  )
})

t.test('once it is up the call moves the talk there and the old leg ends', async (t) => {
  const outcome = begun().when(news({ type: 'leg-answered', ...spare }), T + 10_000)
  outcome.matches(
    t,
    [{ type: 'leg-moved', ...spare }],
    [toCall('agent-moved', { fromLegId: 'ring-0', toLegId: 'again-0' }), hangUp('ring-0')],
  )
  const moved = begun().does(news({ type: 'leg-answered', ...spare }), T + 10_000)
  moved.when(news({ type: 'leg-ended', ...old, by: 'us', cause: 'normal' }), T + 10_100).gives(t, [], [])
  moved
    .when(news({ type: 'leg-ended', ...spare, by: 'peer', cause: 'normal' }), T + 12_000)
    .matches(t, [{ type: 'talk-ended' }, { type: 'mode-changed' }], [toCall('agent-left', { legId: 'again-0' }), {}])
})

t.test('a phone that does not answer leaves the old leg as it was', async (t) => {
  begun()
    .when(news({ type: 'leg-failed', ...spare, cause: 'not-registered', sipStatus: 480 }), T + 9_200)
    .gives(t, [{ type: 'reattach-ended', reason: 'leg-failed' }], [])
  begun()
    .when({ type: 'wake' }, T + 29_000)
    .matches(t, [{ type: 'reattach-ended', reason: 'no-answer' }], [hangUp('again-0')])
})

t.test('the old leg may go while the new one is on its way; with both gone the call hears of it', async (t) => {
  const alone = begun().does(news({ type: 'leg-ended', ...old, by: 'fault', cause: 'fault' }), T + 9_500)
  alone
    .when(news({ type: 'leg-answered', ...spare }), T + 10_000)
    .matches(t, [{ type: 'leg-moved' }], [toCall('agent-moved')])
  alone
    .when(news({ type: 'leg-failed', ...spare, cause: 'no-answer', sipStatus: 408 }), T + 12_000)
    .matches(
      t,
      [{ type: 'talk-ended' }, { type: 'mode-changed' }, letGo],
      [hangUp('again-0'), toCall('agent-left', { by: 'system' }), {}],
    )
})

t.test('the call that ends takes the new leg with it', async (t) => {
  begun()
    .when({ type: 'call-over', callId: 'c1', cause: 'normal' }, T + 9_500)
    .matches(t, [{ type: 'talk-ended' }, { type: 'mode-changed' }, letGo], [hangUp('again-0'), hangUp('ring-0'), {}])
})

t.test('what the media nodes have of both legs is believed, and a new leg that rings is nobody’s orphan', async (t) => {
  const at = T + 15_000
  const rings = { ...spare, node: 'm1', state: 'ringing' as const }
  const talks = { ...old, node: 'm1', state: 'up' as const }
  begun()
    .when({ type: 'reconcile', legIds: ['ring-0', 'again-0'], legs: [talks, rings] }, at)
    .gives(t, [], [])
  begun()
    .when({ type: 'reconcile', legIds: ['again-0'], legs: [rings] }, at)
    .gives(t, [{ type: 'reattach-alone' }], [])
  const alone = begun().does({ type: 'reconcile', legIds: ['again-0'], legs: [rings] }, at)
  alone.when({ type: 'reconcile', legIds: ['again-0'], legs: [rings] }, at + 5000).gives(t, [], [])
  alone
    .when({ type: 'reconcile', legIds: ['again-0'], legs: [{ ...rings, state: 'up' }] }, at + 5000)
    .matches(t, [{ type: 'leg-moved' }], [toCall('agent-moved', { toLegId: 'again-0' })])
  begun()
    .when({ type: 'reconcile', legIds: ['ring-0', 'again-0'], legs: [talks, { ...rings, state: 'up' }] }, at)
    .matches(t, [{ type: 'leg-moved' }], [toCall('agent-moved'), hangUp('ring-0')])
  alone
    .when({ type: 'reconcile', legIds: [], legs: [] }, at + 5000)
    .matches(
      t,
      [{ type: 'talk-ended' }, { type: 'mode-changed' }, letGo],
      [hangUp('again-0'), toCall('agent-left', { by: 'system' }), {}],
    )
})
