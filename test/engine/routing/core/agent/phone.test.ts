// An agent is what its phone is: gone, it is offered nothing and counts as nobody; back, it is ready by itself.
import t from 'tap'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { offerOf } from '../samples.ts'
import { leg } from './expected.ts'
import { direct, letGo, news, onBreak, ready, ringing, T, talking, wrappingUp } from './stands.ts'

const heard = (reachable: boolean, user = 'agent.1001') => ({ type: 'phone-heard', user, reachable }) as const
const LOST = { type: 'phone-lost', unregistered: true }
const BACK = { type: 'phone-back' }
const toReady = { type: 'mode-changed', to: 'ready' }
const toLost = { type: 'mode-changed', to: 'break', breakReason: 'phone-unreachable' }
const standing = (agent: object) => ({ command: { type: 'agent-changed', agent } })
const lost = () => ready().does(heard(false), T + 1000)

t.test('a ready agent whose phone is gone is on break for that, and ready by itself when it is back', (t) => {
  ready()
    .when(heard(false), T + 1000)
    .matches(t, [LOST, toLost], [standing({ mode: 'break', available: false, unreachable: 'phone-lost' })])
  lost()
    .when(heard(true), T + 9000)
    .matches(t, [BACK, { ...toReady, spentMs: 8000 }], [standing({ mode: 'ready', available: true })])
  t.notOk('unreachable' in (agentMachine.view(lost().does(heard(true), T + 9000).state) ?? {}))
  t.end()
})

t.test('news of another phone, or the same again, change nothing', (t) => {
  ready()
    .when(heard(false, '8001'), T + 1000)
    .gives(t, [], [])
  ready()
    .when(heard(true), T + 1000)
    .gives(t, [], [])
  lost()
    .when(heard(false), T + 2000)
    .gives(t, [], [])
  t.end()
})

t.test('a phone that is gone while it rings rings no more: the caller goes on at once', (t) => {
  ringing()
    .when(heard(false), T + 3000)
    .matches(
      t,
      [LOST, { type: 'ring-missed', reason: 'phone-unreachable' }, toLost, { ...letGo, ...leg }],
      [
        { order: { type: 'hang-up', cause: 'cancelled' } },
        { command: { type: 'offer-missed', reason: 'phone-unreachable' } },
        standing({ mode: 'break', unreachable: 'phone-lost' }),
      ],
    )
  t.end()
})

t.test('a talk goes on without a registration; what follows it waits for the phone', (t) => {
  talking()
    .when(heard(false), T + 6000)
    .matches(t, [LOST], [])
  talking({ wrapUpMs: 0 })
    .does(heard(false), T + 6000)
    .when({ type: 'call-over', callId: 'c1', cause: 'normal' }, T + 7000)
    .matches(t, [{ type: 'talk-ended' }, toLost, letGo])
  wrappingUp()
    .does(heard(false), T + 66_000)
    .when({ type: 'end-wrap-up' }, T + 67_000)
    .matches(t, [toLost])
  t.end()
})

t.test('ready without a phone is a wish that comes true with the phone; pressed again it says why', (t) => {
  const meal = () => onBreak().does(heard(false), T + 1000)
  meal()
    .when({ type: 'ready' }, T + 2000)
    .matches(t, [{ ...toLost, from: 'break' }])
  meal()
    .does({ type: 'ready' }, T + 2000)
    .when({ type: 'ready' }, T + 3000)
    .refused(t, 'phone-lost')
  meal()
    .does({ type: 'ready' }, T + 2000)
    .when(heard(true), T + 4000)
    .matches(t, [BACK, toReady])
  meal()
    .when(heard(true), T + 4000)
    .matches(t, [BACK], [standing({ mode: 'break', unreachable: undefined })])
  lost()
    .does({ type: 'take-break', reason: 'meal' }, T + 2000)
    .when(heard(true), T + 4000)
    .matches(t, [BACK])
  t.end()
})

t.test('a registered phone that did not answer is tried again when its agent says so', (t) => {
  const failed = news({ type: 'leg-failed', ...leg, cause: 'unreachable', sipStatus: 408 })
  const silent = () => ringing().does(failed, T + 2000)
  t.match(agentMachine.view(silent().state), { breakReason: 'phone-unreachable', phoneLost: { unregistered: false } })
  silent()
    .when({ type: 'ready' }, T + 3000)
    .matches(t, [BACK, toReady])
  silent()
    .when(heard(true), T + 3000)
    .matches(t, [BACK, toReady])
  t.end()
})

t.test('another phone is taken at its word', (t) => {
  lost()
    .when({ type: 'sign-in', phone: { type: 'extension', user: '8001' }, session: 's2' }, T + 2000)
    .matches(t, [{ type: 'phone-changed' }, toReady])
  t.end()
})

t.test('a break under the minimum busy time is not undone without a phone', (t) => {
  const tried = ready({ minimumBusyMs: 10_000 })
    .does({ type: 'take-break', reason: 'meal' }, T + 1000)
    .does(heard(false), T + 2000)
  tried.when({ type: 'ready' }, T + 3000).matches(t, [
    { type: 'mode-changed', from: 'ready', to: 'break', breakReason: 'meal' },
    { ...toLost, from: 'break' },
  ])
  t.end()
})

t.test('who is lost refuses an offer that was under way', (t) => {
  lost()
    .when({ type: 'offer', offer: offerOf({ offerId: 'o9' }) }, T + 1001)
    .matches(t, [], [{ command: { type: 'offer-refused', offerId: 'o9', reason: 'on-break' } }])
  t.end()
})

t.test('who is called directly without a phone is told of as such, not as on a break', (t) => {
  lost()
    .when(direct, T + 1001)
    .matches(t, [], [{ command: { type: 'agent-missed', requestId: 'r1', reason: 'not-registered' } }])
  t.end()
})
