// Offers and rings: taken once, refused otherwise, and over by an answer, a miss, a refusal or a withdrawal.
import t from 'tap'
import { agentMachine } from '#engine/routing/core/agent/machine.ts'
import { offerOf } from '../samples.ts'
import { aboutOffer, byAgent, hangUp, leg, standing } from './expected.ts'
import {
  dialling,
  joining,
  letGo,
  monitoring,
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

t.test('an offer to a ready agent rings its phone on the caller’s node and is accepted', (t) => {
  ready()
    .when({ type: 'offer', offer: offerOf() }, T + 1000, 'ring')
    .matches(
      t,
      [
        { type: 'leg-made', call: { ...leg, node: 'm1', direction: 'in' } },
        { type: 'ring-started', ...leg, offerId: 'o1', queueId: 'q1' },
        { type: 'mode-changed', from: 'ready', to: 'ringing', callId: 'c1', queueId: 'q1', spentMs: 1000 },
      ],
      [
        aboutOffer('offer-accepted'),
        {
          to: 'media',
          node: 'm1',
          order: {
            type: 'dial',
            ...leg,
            owner: { kind: 'agent', id: 'a1' },
            target: { type: 'user', user: 'agent.1001' },
            from: { number: '13800000001' },
            ringMs: 20_000,
            autoAnswer: false,
            tags: { agent: 'a1', queue: 'q1', offer: 'o1' },
          },
        },
        standing('ringing'),
      ],
    )
  t.end()
})

t.test('an extension rings under its own user, and answers by itself where that is set', (t) => {
  const outcome = signedOut({ autoAnswer: true })
    .does({ type: 'sign-in', phone: { type: 'extension', user: '8001' }, session: 's' }, T)
    .does({ type: 'ready' }, T)
    .when({ type: 'offer', offer: offerOf() }, T, 'ring')
  t.match(outcome.decision, {
    effects: [{}, { order: { target: { type: 'user', user: '8001' }, autoAnswer: true } }, {}],
  })
  t.end()
})

t.test('a second offer is refused with the reason, whatever the agent does', (t) => {
  const second = { type: 'offer', offer: offerOf({ offerId: 'o2', callId: 'c2' }) } as const
  const refused = (reason: string) => [aboutOffer('offer-refused', { offerId: 'o2', reason })]
  signedOut().when(second, T).matches(t, [], refused('signed-out'))
  onBreak().when(second, T).matches(t, [], refused('on-break'))
  monitoring().when(second, T).matches(t, [], refused('on-break'))
  for (const stand of [ringing(), ringingDirect(), joining(), talking(), dialling()]) {
    stand.when(second, T + 6000).matches(t, [], refused('busy'))
  }
  wrappingUp()
    .when(second, T + 66_000)
    .matches(t, [], refused('wrap-up'))
  t.end()
})

t.test('the same offer again is told what became of it, and rings nobody', (t) => {
  const again = { type: 'offer', offer: offerOf() } as const
  ringing()
    .when(again, T + 2000)
    .matches(t, [], [aboutOffer('offer-accepted')])
  for (const stand of [joining(), talking(), wrappingUp()]) {
    stand.when(again, T + 66_000).matches(t, [], [aboutOffer('offer-answered')])
  }
  const missed = ringing().does({ type: 'decline' }, T + 2000)
  missed.when(again, T + 3000).matches(t, [], [aboutOffer('offer-refused', { reason: 'stale-offer' })])
  t.end()
})

t.test('an answer goes to the queue and to the call, and the agent talks', (t) => {
  ringing()
    .when(news({ type: 'leg-answered', ...leg }), T + 4000)
    .matches(
      t,
      [
        { type: 'leg-up', ...leg },
        { type: 'mode-changed', from: 'ringing', to: 'talking', spentMs: 3000, callId: 'c1', queueId: 'q1' },
      ],
      [
        aboutOffer('offer-answered'),
        byAgent('agent-joined', { agentNumber: '1001', legId: 'ring-0', offerId: 'o1' }),
        standing('talking'),
      ],
    )
  t.end()
})

t.test('a ring that nobody answers is missed at the ring time, exactly', (t) => {
  const stand = ringing()
  t.equal(stand.wakeAt(), T + 21_000)
  stand.when({ type: 'wake' }, T + 20_999).gives(t, [], [])
  stand
    .when({ type: 'wake' }, T + 21_000)
    .matches(
      t,
      [
        { type: 'ring-missed', callId: 'c1', offerId: 'o1', queueId: 'q1', ringMs: 20_000, reason: 'no-answer' },
        { type: 'mode-changed', from: 'ringing', to: 'ready' },
        letGo,
      ],
      [hangUp('no-answer'), aboutOffer('offer-missed', { reason: 'no-answer' }), standing('ready')],
    )
  const after = stand.does({ type: 'wake' }, T + 21_000)
  t.match(after.view(), { available: false, idleSince: T + 21_000, today: { missed: 1, answered: 0 } })
  const gone = after.when(news({ type: 'leg-failed', ...leg, cause: 'no-answer', sipStatus: 487 }), T + 21_001)
  gone.gives(t, [{ type: 'leg-cleared', legId: 'ring-0' }])
  t.match(agentMachine.view(gone.state), { available: true, idleSince: T + 21_000, today: { missed: 1 } })
  t.end()
})

t.test('the media node may be the first to say that nobody answered', (t) => {
  const failed = (cause: 'no-answer' | 'busy' | 'declined' | 'fault') =>
    ringing().when(news({ type: 'leg-failed', ...leg, cause, sipStatus: 480 }), T + 9000)
  for (const [cause, reason] of [
    ['no-answer', 'no-answer'],
    ['busy', 'busy'],
    ['declined', 'declined'],
    ['fault', 'phone-unreachable'],
  ] as const) {
    failed(cause).matches(
      t,
      [
        { type: 'ring-missed', reason },
        { type: 'mode-changed', to: 'ready' },
      ],
      [aboutOffer('offer-missed', { reason }), standing('ready')],
    )
  }
  const notDialled = ringing().when(news({ type: 'order-failed', ...leg, order: 'dial', detail: '' }), T + 1100)
  notDialled.matches(t, [
    { type: 'ring-missed', reason: 'phone-unreachable' },
    { type: 'mode-changed', to: 'ready' },
  ])
  ringing()
    .when(news({ type: 'order-failed', ...leg, order: 'tag', detail: '' }), T + 1100)
    .gives(t, [], [])
  t.end()
})

t.test('an agent whose phone is gone goes on break, or it would be offered call after call', (t) => {
  for (const cause of ['not-registered', 'unreachable'] as const) {
    ringing()
      .when(news({ type: 'leg-failed', ...leg, cause, sipStatus: 404 }), T + 1100)
      .matches(
        t,
        [
          { type: 'ring-missed', reason: 'phone-unreachable' },
          { type: 'phone-lost', unregistered: false },
          { type: 'mode-changed', to: 'break', breakReason: 'phone-unreachable' },
        ],
        [aboutOffer('offer-missed', { reason: 'phone-unreachable' }), standing('break')],
      )
  }
  t.end()
})

t.test('a decline, by button or phone, is a miss', (t) => {
  for (const type of ['decline', 'hang-up'] as const) {
    ringing()
      .when({ type }, T + 3000)
      .matches(
        t,
        [{ type: 'ring-missed', reason: 'declined' }, { type: 'mode-changed', to: 'ready' }, letGo],
        [hangUp('declined'), aboutOffer('offer-missed', { reason: 'declined' }), standing('ready')],
      )
  }
  ringing()
    .when(news({ type: 'leg-ended', ...leg, by: 'peer', cause: 'normal' }), T + 3000)
    .matches(t, [
      { type: 'ring-missed', reason: 'declined' },
      { type: 'mode-changed', to: 'ready' },
    ])
  t.end()
})

t.test('where the queue says so, who lets it ring goes on break', (t) => {
  ringing({}, { missedAgent: 'takes-break' })
    .when({ type: 'wake' }, T + 21_000)
    .matches(t, [{ type: 'ring-missed' }, { type: 'mode-changed', to: 'break', breakReason: 'missed-call' }, letGo])
  t.end()
})

t.test('a withdrawn offer stops the ring, counts as nothing, and the idle time goes on', (t) => {
  const stand = ringing()
  const gone = { type: 'withdraw-offer', offerId: 'o1', reason: 'abandoned' } as const
  const outcome = stand.when(gone, T + 3000)
  outcome.matches(
    t,
    [{ type: 'ring-withdrawn', callId: 'c1' }, { type: 'mode-changed', to: 'ready', idleSince: T }, letGo],
    [hangUp('cancelled'), standing('ready')],
  )
  t.match(agentMachine.view(outcome.state), { idleSince: T, today: { missed: 0 } })
  stand.when({ ...gone, offerId: 'o0' }, T + 3000).gives(t, [], [])
  for (const other of [signedOut(), onBreak(), ready(), talking(), wrappingUp(), ringingDirect()]) {
    other.when(gone, T + 66_000).gives(t, [], [])
  }
  t.end()
})

t.test('an offer withdrawn between answer and connection ends the leg, and the call hears it', (t) => {
  joining()
    .when({ type: 'withdraw-offer', offerId: 'o1', reason: 'stale-offer' }, T + 4500)
    .matches(
      t,
      [{ type: 'ring-withdrawn' }, { type: 'mode-changed', from: 'talking', to: 'ready' }, letGo],
      [hangUp('cancelled'), byAgent('agent-left', { legId: 'ring-0', by: 'system' }), standing('ready')],
    )
  t.end()
})

t.test('a call that is over while it rings stops the ring', (t) => {
  ringing()
    .when({ type: 'call-over', callId: 'c1', cause: 'normal' }, T + 3000)
    .matches(
      t,
      [{ type: 'ring-withdrawn' }, { type: 'mode-changed', to: 'ready' }, letGo],
      [hangUp('cancelled'), standing('ready')],
    )
  t.end()
})

t.test('the last eight offers are remembered by what became of each, older ones are as good as new', (t) => {
  const offers = Array.from({ length: 9 }, (_, n) => offerOf({ offerId: `o${n}`, callId: `c${n}` }))
  let stand = ready()
  offers.forEach((offer, n) => {
    const at = T + n * 60_000
    stand = stand.does({ type: 'offer', offer }, at, `ring${n}`).does({ type: 'decline' }, at + 1000)
  })
  const again = (n: number) => stand.when({ type: 'offer', offer: offers[n]! }, T + 600_000, 'again')
  for (const n of [1, 5, 8])
    again(n).matches(
      t,
      [{ type: 'leg-cleared' }],
      [aboutOffer('offer-refused', { offerId: `o${n}`, reason: 'stale-offer' }), {}],
    )
  t.match(again(0).state, { mode: 'ringing', contact: { callId: 'c0' } })
  t.end()
})
