// After a loss of facts: a leg of this agent that the media nodes have and its life does not know is taken for its own.
import t from 'tap'
import type { OwnLeg } from '#engine/protocol/own-leg.ts'
import { offerOf } from '../samples.ts'
import { letGo, news, onBreak, ready, signedOut, T, talking, wrappingUp } from './stands.ts'

const AT = T + 100_000
const leg = (tags: Record<string, string>, more: Partial<OwnLeg> = {}): OwnLeg => ({
  ...{ callId: 'c5', legId: 'l5', node: 'm1', state: 'ringing', direction: 'out', ageMs: 4000 },
  ...{ from: { number: '139', name: '李' }, to: 'agent.1001', tags: { agent: 'a1', ...tags } },
  ...more,
})
const OFFER = { offer: 'o5', queue: 'q1' }
const found = (legs: OwnLeg[], rebuilt = true) =>
  ({ type: 'reconcile', legIds: legs.map(({ legId }) => legId), legs, rebuilt }) as const
const hangUp = (legId: string) => ({ to: 'media', order: { type: 'hang-up', legId } })

t.test('a leg that rings for an offer: the agent rings, for as long as it has left', async (t) => {
  const stand = ready()
  stand.when(found([leg(OFFER)]), AT).matches(
    t,
    [
      { type: 'leg-made', call: { callId: 'c5', legId: 'l5', node: 'm1', direction: 'in', card: { number: '139' } } },
      { type: 'ring-started', callId: 'c5', legId: 'l5', offerId: 'o5', queueId: 'q1' },
      { type: 'mode-changed', from: 'ready', to: 'ringing', callId: 'c5', queueId: 'q1' },
    ],
    [{ command: { type: 'agent-changed', agent: { mode: 'ringing' } } }],
  )
  const rings = stand.does(found([leg(OFFER)]), AT)
  t.equal(rings.wakeAt(), AT - 4000 + 30_000, 'counted from when it began')
  t.equal(stand.does(found([leg(OFFER, { ageMs: 45_000 })]), AT).wakeAt(), AT, 'one that rang too long ends')
  t.match(rings.view(), { call: { card: { number: '139', name: '李' }, ringingSince: AT - 4000 } })
  rings
    .when(news({ type: 'leg-answered', callId: 'c5', legId: 'l5' }), AT + 1000)
    .matches(t, [{ type: 'leg-up' }, { type: 'mode-changed', to: 'talking' }])
})

t.test('one that is up: the agent talks, and queue and call are told', async (t) => {
  ready()
    .when(found([leg(OFFER, { state: 'up' })]), AT)
    .matches(
      t,
      [
        { type: 'leg-made' },
        { type: 'ring-started' },
        { type: 'mode-changed', to: 'ringing' },
        { type: 'leg-up' },
        { type: 'mode-changed', to: 'talking' },
      ],
      [
        { ref: { id: 'q1' }, command: { type: 'offer-answered', offerId: 'o5' } },
        { ref: { id: 'c5' }, command: { type: 'agent-joined', legId: 'l5' } },
        { command: { type: 'agent-changed', agent: { mode: 'talking' } } },
      ],
    )
})

t.test('a direct ring joins by its request, an own dial goes on as one', async (t) => {
  ready()
    .when(found([leg({ request: 'r5' }, { state: 'up' })]), AT)
    .matches(
      t,
      [{ type: 'leg-made' }, { type: 'ring-started' }, { type: 'mode-changed' }, { type: 'leg-up' }, {}],
      [{ ref: { id: 'c5' }, command: { type: 'agent-joined', requestId: 'r5' } }, {}],
    )
  const dialled = ready().does(found([leg({ dial: '02188' })]), AT)
  t.match(dialled.view(), { mode: 'dialling', call: { direction: 'out', card: { number: '02188' } } })
  t.equal(dialled.wakeAt(), AT - 4000 + 20_000, 'an own phone answers by itself')
  ready()
    .when(found([leg({ dial: '02188' }, { state: 'up' })]), AT)
    .matches(
      t,
      [{ type: 'leg-made', call: { why: { type: 'dial', number: '02188' } } }, { type: 'mode-changed' }, {}],
      [{ ref: { id: 'c5' }, command: { type: 'begin-outbound', number: '02188', legId: 'l5' } }, {}],
    )
})

t.test('who is in a call is signed in, by the phone that rings', async (t) => {
  const builtIn = signedOut().does(found([leg(OFFER)]), AT)
  t.match(builtIn.view(), { mode: 'ringing', signedIn: true, phone: { type: 'browser' } })
  const other = signedOut().does(found([leg(OFFER, { to: '8001' })]), AT)
  t.match(other.view(), { mode: 'ringing', phone: { type: 'extension', user: '8001' } })
  t.match(
    onBreak()
      .does(found([leg(OFFER)]), AT)
      .view(),
    { mode: 'ringing' },
  )
  t.match(
    wrappingUp()
      .does(found([leg(OFFER)]), AT)
      .view(),
    { mode: 'ringing' },
  )
})

t.test('of several the youngest is the agent’s, the others are hung up', async (t) => {
  const old = leg(OFFER, { callId: 'c4', legId: 'l4', ageMs: 90_000 })
  const outcome = ready().when(found([old, leg(OFFER)]), AT)
  t.match(outcome.state, { contact: { legId: 'l5' } })
  t.match('effects' in outcome.decision && outcome.decision.effects, [hangUp('l4'), {}])
})

t.test(
  'a leg that is not its own is hung up: let go, refused before, of nobody’s making, or no facts were lost',
  async (t) => {
    const gone = (stand: ReturnType<typeof ready>, each: OwnLeg, rebuilt = true) =>
      stand.when(found([each], rebuilt), AT).matches(t, [], [hangUp(each.legId)])
    gone(ready(), leg(OFFER), false)
    gone(ready(), leg({}))
    gone(ready(), leg({ offer: 'o5' }))
    gone(ready(), leg(OFFER, { direction: 'in' }))
    const missed = ready()
      .does({ type: 'offer', offer: offerOf({ offerId: 'o5' }) }, T + 1000, 'ring')
      .does({ type: 'decline' }, T + 2000)
    t.match(missed.state, { clearing: { legId: 'ring-0' } }, letGo.type)
    // the leg it let go is gone, and it may be offered calls again
    const free = { command: { type: 'agent-changed', agent: { available: true } } }
    missed.when(found([leg(OFFER)]), T + 2500).matches(t, [{ type: 'leg-cleared' }], [hangUp('l5'), free])
    missed
      .when(found([leg({ offer: 'o6', queue: 'q1' }, { legId: 'ring-0' })]), T + 2500)
      .matches(t, [], [hangUp('ring-0')])
  },
)

t.test('an agent in a talk keeps it, and what else is found is hung up', async (t) => {
  const own: OwnLeg = {
    callId: 'c1',
    legId: 'ring-0',
    node: 'm1',
    state: 'up',
    direction: 'out',
    tags: { agent: 'a1' },
  }
  talking()
    .when(found([own, leg(OFFER, { ageMs: 0 })]), AT)
    .matches(t, [], [hangUp('l5'), { ref: { id: 'c1' }, command: { type: 'agent-joined', legId: 'ring-0' } }])
})
