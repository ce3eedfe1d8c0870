// Offers of a queue: one for a call and one for an agent, over by an answer, a refusal, a miss, or silence.
import t from 'tap'
import { from } from '../../../../kit/machine.ts'
import { AWAY, changed, factsOf, join, OUT, offersIn, queues, T, toAgent, toCall } from './stands.ts'

const RINGING = { mode: 'ringing', available: false } as const

/** what a queue without a past tells who finds an agent free */
const AT_ONCE = { halfMs: 6_000, mostMs: 15_000 }

t.test('the call hears of its agent, and the agent gets all it needs', async (t) => {
  const { queue } = await queues()
  queue({ a1: {} })
    .when(join('c1', { joinedAt: T - 500 }), T, 's')
    .matches(
      t,
      [{ type: 'call-queued' }, { type: 'offer-made', offerId: 'o1-s', callId: 'c1', agentId: 'a1', waitedMs: 500 }],
      [
        toCall('c1', { type: 'queued' }),
        toCall('c1', { type: 'agent-reserved', offerId: 'o1-s', agentId: 'a1' }),
        toAgent('a1', {
          type: 'offer',
          offer: {
            offerId: 'o1-s',
            queueId: 'q1',
            queueName: 'Sales',
            callId: 'c1',
            node: 'm1',
            ringMs: 20_000,
            sayAgentNumber: true,
            waitedMs: 500,
            missedAgent: 'stays-ready',
            caller: { number: 'c1', queueName: 'Sales' },
          },
        }),
      ],
    )
})

t.test('calls that arrive together do not pick the same agent', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {}, a2: { idleSince: 1 } }).does(join('c1'), T)
  t.same(offersIn(stand.when(join('c2'), T).decision), ['a2<-c2'])
  t.same(offersIn(stand.does(join('c2'), T).when(join('c3'), T).decision), [])
})

t.test('all who wait and all who become free are matched in one batch', async (t) => {
  const { queue } = await queues()
  const team = Object.fromEntries(['a1', 'a2', 'a3'].map((id) => [id, {}]))
  const stand = queue(team, { musicFirstMs: 1000 })
    .does(join('c1'), T)
    .does(join('c2'), T)
    .does(join('vip', { vip: true }), T)
  t.same(offersIn(stand.when({ type: 'wake' }, T + 1000).decision), ['a1<-vip', 'a2<-c1', 'a3<-c2'])
})

t.test('a decision explains itself: one reason for each who was not chosen', async (t) => {
  const { queue } = await queues()
  const stand = queue(
    {
      best: { idleSince: 1 },
      tied: { idleSince: 1, level: 4 },
      later: { idleSince: 9 },
      break: AWAY,
      out: OUT,
      talks: { mode: 'talking', available: false },
      wraps: { mode: 'wrap-up', available: false },
      rings: RINGING,
      phoneless: { mode: 'break', available: false, unreachable: 'no-phone' },
      lost: { mode: 'break', available: false, unreachable: 'phone-lost' },
      letsGo: { available: false },
    },
    { preferences: ['higher-level'] },
  )
  const made = factsOf(stand.when(join('c1'), T).decision).find((fact) => fact.type === 'offer-made')
  if (made?.type !== 'offer-made') return t.fail('no offer')
  t.same(made.candidates[0], { agentId: 'best', scores: [-5, 1] })
  const reasons = Object.fromEntries(
    made.candidates.slice(1).map((one) => [one.agentId, one.decidedBy ?? one.rejected]),
  )
  t.same(reasons, {
    tied: 'higher-level',
    later: 'longest-idle',
    break: 'on-break',
    out: 'signed-out',
    talks: 'busy',
    wraps: 'wrap-up',
    rings: 'offered-elsewhere',
    phoneless: 'no-phone',
    lost: 'phone-lost',
    letsGo: 'busy',
  })
  t.same(made.rejected, {
    'scored-lower': 2,
    'on-break': 1,
    'signed-out': 1,
    busy: 2,
    'wrap-up': 1,
    'offered-elsewhere': 1,
    'no-phone': 1,
    'phone-lost': 1,
  })
})

t.test('a large team keeps the best 20 rejected and counts the rest', async (t) => {
  const { queue } = await queues()
  const team = Object.fromEntries(Array.from({ length: 90 }, (_, n) => [`a${n}`, n < 60 ? { idleSince: n } : AWAY]))
  const made = factsOf(queue(team).when(join('c1'), T).decision).find((fact) => fact.type === 'offer-made')
  if (made?.type !== 'offer-made') return t.fail('no offer')
  t.same(
    made.candidates.map((one) => one.agentId),
    Array.from({ length: 21 }, (_, n) => `a${n}`),
  )
  t.same(made.rejected, { 'scored-lower': 59, 'on-break': 30 })
})

t.test('an answer takes the call out of the queue; a doubled answer changes nothing', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {} }).does(join('c1'), T, 's')
  const answer = { type: 'offer-answered', offerId: 'o1-s', agentId: 'a1' } as const
  stand.when(answer, T + 4000).gives(
    t,
    [
      { type: 'offer-ended', offerId: 'o1-s', callId: 'c1', agentId: 'a1', result: 'answered' },
      { type: 'call-answered', callId: 'c1', agentId: 'a1', waitedMs: 4000, inTarget: true, promised: AT_ONCE },
    ],
    [],
  )
  const done = stand.does(answer, T + 4000)
  done.when(answer, T + 4001).gives(t, [], [])
  t.same(offersIn(done.when(join('c2'), T + 4001).decision), [], 'not free until it says so')
  t.same(offersIn(done.does(join('c2'), T + 4001).when(changed('a1'), T + 9000).decision), ['a1<-c2'])
})

t.test('a refusal goes on to the next agent at once, and asks how the first one stands', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {}, a2: { idleSince: 1 } }).does(join('c1'), T, 's')
  const outcome = stand.when({ type: 'offer-refused', offerId: 'o1-s', agentId: 'a1', reason: 'busy' }, T + 5)
  outcome.matches(
    t,
    [
      { type: 'offer-ended', result: 'refused: busy' },
      { type: 'offer-made', agentId: 'a2' },
    ],
    [
      toCall('c1', { type: 'agent-lost', offerId: 'o1-s', rang: false }),
      toAgent('a1', { type: 'refresh-standing', queueId: 'q1' }),
      toCall('c1', { type: 'agent-reserved' }),
      toAgent('a2', { type: 'offer' }),
    ],
  )
  const alone = queue({ a1: {} })
    .does(join('c1'), T, 's')
    .does({ type: 'offer-refused', offerId: 'o1-s', agentId: 'a1', reason: 'busy' }, T + 5)
  t.same(alone.view()?.waiting[0]?.missed, 0, 'a refusal is no miss')
  t.same(offersIn(alone.when(changed('a1'), T + 9).decision), ['a1<-c1'])
})

t.test('after a miss the best other agent rings at once, and the same one not for 10 s', async (t) => {
  const { queue } = await queues()
  const missed = { type: 'offer-missed', offerId: 'o1-s', agentId: 'a1', reason: 'no-answer' } as const
  const two = queue({ a1: {}, a2: { idleSince: 1 } })
    .does(join('c1'), T, 's')
    .does(changed('a1', RINGING), T)
  two.when(missed, T + 20_000).matches(
    t,
    [
      { type: 'offer-ended', result: 'missed: no-answer' },
      { type: 'call-returned', callId: 'c1' },
      { type: 'offer-made', agentId: 'a2' },
    ],
    [
      toCall('c1', { type: 'agent-lost', rang: undefined }),
      toCall('c1', { type: 'agent-reserved' }),
      toAgent('a2', { type: 'offer' }),
    ],
  )
  const alone = queue({ a1: {} })
    .does(join('c1'), T, 's')
    .does(changed('a1', RINGING), T)
    .does(missed, T + 20_000)
    .does(changed('a1', { idleSince: T + 20_000 }), T + 20_000)
  t.equal(alone.wakeAt(), T + 30_000)
  t.same(offersIn(alone.when({ type: 'wake' }, T + 29_999).decision), [])
  t.same(offersIn(alone.when(join('c2'), T + 25_000).decision), ['a1<-c2'], 'others may have the agent meanwhile')
  const again = alone.when({ type: 'wake' }, T + 30_000)
  t.same(offersIn(again.decision), ['a1<-c1'])
})

t.test('after a miss the call is at the front and any other free agent rings at once', async (t) => {
  const { queue } = await queues()
  for (const reason of ['declined', 'no-answer', 'phone-unreachable'] as const) {
    const missed = { type: 'offer-missed', offerId: 'o1-s', agentId: 'a1', reason } as const
    const rings = queue({ a1: {}, a2: { idleSince: T + 1 } })
      .does(join('c1'), T, 's')
      .does(changed('a1', RINGING), T)
    t.same(offersIn(rings.when(missed, T + 9000).decision), ['a2<-c1'], reason)
    const nobody = queue({ a1: {}, a2: AWAY })
      .does(join('c1'), T, 's')
      .does(changed('a1', RINGING), T)
      .does(join('c2', { vip: true }), T + 1)
      .does(missed, T + 9000)
    const free = (id: string) => offersIn(nobody.when(changed(id, { idleSince: T + 10_000 }), T + 10_000).decision)
    t.same(free('a2'), ['a2<-c1'], 'ahead of who is VIP')
    t.same(free('a1'), ['a1<-c2'], 'who let it ring is spared this one call')
  }
})

t.test('an offer nobody answers is asked about, and then given up', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {}, a2: AWAY }).does(join('c1'), T, 's')
  t.equal(stand.wakeAt(), T + 3000)
  stand
    .when({ type: 'wake' }, T + 3000)
    .matches(t, [{ type: 'offer-repeated' }], [toAgent('a1', { type: 'offer', offer: { offerId: 'o1-s' } })])
  const asked = stand.does({ type: 'wake' }, T + 3000).does(changed('a2', { idleSince: 5 }), T + 4000)
  t.equal(asked.wakeAt(), T + 8000)
  asked.when({ type: 'wake' }, T + 8000).matches(
    t,
    [
      { type: 'offer-ended', result: 'no-answer-from-agent' },
      { type: 'offer-made', agentId: 'a2' },
    ],
    [
      toCall('c1', { type: 'agent-lost', rang: false }),
      toAgent('a1', { type: 'withdraw-offer' }),
      toAgent('a1', { type: 'refresh-standing' }),
      toCall('c1', {}),
      toAgent('a2', { type: 'offer' }),
    ],
  )
  const late = asked
    .does({ type: 'wake' }, T + 8000, 's2')
    .when({ type: 'offer-answered', offerId: 'o1-s', agentId: 'a1' }, T + 9000)
  late.matches(
    t,
    [
      { type: 'offer-ended', agentId: 'a2', result: 'withdrawn' },
      { type: 'offer-ended', agentId: 'a1', result: 'answered' },
      { type: 'call-answered', agentId: 'a1' },
    ],
    [toAgent('a2', { type: 'withdraw-offer', offerId: 'o2-s2' })],
  )
  const accepted = stand.does({ type: 'offer-accepted', offerId: 'o1-s', agentId: 'a1' }, T + 10)
  t.equal(accepted.wakeAt(), T + 10 + 25_000, 'ring time and 5 s')
  t.equal(accepted.does({ type: 'wake' }, T + 25_010).wakeAt(), T + 30_010, 'given up at ring time and 10 s')
  accepted.when({ type: 'offer-accepted', offerId: 'o1-s', agentId: 'a1' }, T + 11).gives(t, [], [])
})

t.test('answers of another epoch change nothing, and an agent that rings for one is stopped', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {}, a2: AWAY }).does(join('c1'), T, 's')
  const stale = [toAgent('a2', { type: 'withdraw-offer', offerId: 'o0' })]
  stand.when({ type: 'offer-accepted', offerId: 'o0', agentId: 'a2' }, T + 5).matches(t, [], stale)
  // its leg is up and it has told the call, which takes it or is over: a queue that lost the offer must not cut them
  stand.when({ type: 'offer-answered', offerId: 'o0', agentId: 'a2' }, T + 5).gives(t, [], [])
  stand.when({ type: 'offer-refused', offerId: 'o0', agentId: 'a2', reason: 'busy' }, T + 5).gives(t, [], [])
  stand.when({ type: 'offer-missed', offerId: 'o0', agentId: 'a2', reason: 'busy' }, T + 5).gives(t, [], [])
  stand.when({ type: 'offer-missed', offerId: 'o1-s', agentId: 'a2', reason: 'busy' }, T + 5).gives(t, [], [])
})

t.test('an agent of another queue, or one that stands as before, changes nothing', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {} })
  stand.when(changed('a9'), T).gives(t, [], [])
  stand.when(changed('a1'), T).gives(t, [], [])
  stand.when(changed('constructor'), T).gives(t, [], [])
})

t.test('the view cuts its lists and keeps its counts', async (t) => {
  const { queue } = await queues()
  let stand = queue({ a1: AWAY, a2: OUT }, { maxWaiting: 200 })
  for (let n = 0; n < 120; n++) stand = stand.does(join(`c${n}`), T)
  const view = stand.view()
  t.equal(view?.waiting.length, 100)
  t.match(view, { waitingCount: 120, oldestJoinedAt: T, agentsByMode: { break: 1, 'signed-out': 1 } })
})

t.test('the end of an older offer does not free an agent who is reserved by a newer one', async (t) => {
  const { machine, queue } = await queues()
  const { state } = queue({ a1: {} }).does(join('c1'), T)
  const over = { type: 'offer-ended', callId: 'c0', offerId: 'older', agentId: 'a1', result: 'withdrawn' } as const
  const after = from(machine, machine.evolve(state, over, T + 10))
  t.strictSame(offersIn(after.when(join('c2'), T + 20).decision), [], 'a1 rings for c1')
  t.match(after.view(), { waiting: [{ callId: 'c1', offeredTo: 'a1' }] })
})
