// Callers of a queue: joining, order, leaving by each way out, music, announcements, counters.
import t from 'tap'
import { given } from '../../../../kit/machine.ts'
import { queueConfig } from '../samples.ts'
import { AWAY, changed, join, OUT, offersIn, queues, T, toAgent, toCall } from './stands.ts'

t.test('a caller joins and hears its place; a doubled join changes nothing', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: AWAY })
  const queued = (position: number) =>
    toCall('c1', { type: 'queued', position, queueName: 'Sales', music: 'default', record: true, sayAgentNumber: true })
  stand.when(join('c1'), T).matches(t, [{ type: 'call-queued', callId: 'c1', joinedAt: T }], [queued(1)])
  const two = stand.does(join('c0'), T).does(join('c1'), T)
  two.when(join('c1'), T + 5).matches(t, [], [queued(2)])
})

t.test('a queue nobody configured, or a disabled one, sends the caller away', async (t) => {
  const { machine, queue } = await queues()
  const unknown = given(machine, 'q1')
  unknown
    .when(join('c1'), T)
    .matches(t, [], [toCall('c1', { type: 'queue-refused', reason: 'unknown', wayOut: { type: 'hang-up' } })])
  unknown.when({ type: 'leave', callId: 'c1', reason: 'abandoned' }, T).gives(t, [], [])
  unknown.when(changed('a1'), T).gives(t, [], [])
  unknown.when({ type: 'reconcile', callIds: [] }, T).gives(t, [], [])
  unknown.when({ type: 'wake' }, T).gives(t, [], [])
  const waiting = queue({ a1: AWAY }).does(join('c0'), T)
  const closed = waiting.does({ type: 'configure', config: queueConfig({ enabled: false }), agentIds: ['a1'] }, T + 1)
  closed
    .when(join('c1'), T + 2)
    .matches(
      t,
      [{ type: 'call-overflowed', reason: 'closed', waitedMs: 0, wayOut: 'voicemail' }],
      [toCall('c1', { type: 'queue-refused', reason: 'closed' })],
    )
  t.same(offersIn(closed.when(changed('a1'), T + 3).decision), ['a1<-c0'], 'who waits is served')
})

t.test('order: missed first, oldest first; then VIPs by arrival; then by arrival', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: AWAY })
    .does(join('plain1'), T)
    .does(join('plain2', { joinedAt: T + 1 }), T + 1)
    .does(join('vip1', { vip: true, joinedAt: T + 2 }), T + 2)
    .does(join('vip2', { vip: true, joinedAt: T + 3 }), T + 3)
    .does(join('returned', { front: true, joinedAt: T + 4 }), T + 4)
  t.same(
    stand.view()?.waiting.map((one) => one.callId),
    ['returned', 'vip1', 'vip2', 'plain1', 'plain2'],
  )
  const rung = stand.does({ type: 'leave', callId: 'returned', reason: 'abandoned' }, T + 5).does(changed('a1'), T + 5)
  const offer = rung.view()?.waiting[0]
  t.match(offer, { callId: 'vip1', offeredTo: 'a1' })
})

t.test('a call nobody answered goes ahead of waiting VIPs', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {} })
    .does(join('plain'), T, 's')
    .does(join('vip', { vip: true, joinedAt: T + 1 }), T + 1)
  const missed = stand
    .does(changed('a1', { mode: 'ringing', available: false }), T + 1)
    .does({ type: 'offer-missed', offerId: 'o1-s', agentId: 'a1', reason: 'no-answer' }, T + 20_000)
  t.same(
    missed.view()?.waiting.map(({ callId, missed: n }) => [callId, n]),
    [
      ['plain', 1],
      ['vip', 0],
    ],
  )
})

t.test('a full queue takes nobody more, and callers for whom an agent is free do not count', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: AWAY }, { maxWaiting: 2 }).does(join('c1'), T).does(join('c2'), T)
  stand
    .when(join('c3'), T)
    .matches(
      t,
      [{ type: 'call-overflowed', callId: 'c3', reason: 'full', waitedMs: 0, wayOut: 'queue' }],
      [toCall('c3', { type: 'queue-refused', reason: 'full', wayOut: { type: 'queue', queueId: 'q2' } })],
    )
  t.match(stand.does(join('c3'), T).view(), { today: { offered: 3, overflowed: 1 } })
  const free = queue({ a1: {} }, { maxWaiting: 0 })
  t.same(offersIn(free.when(join('c1'), T).decision), ['a1<-c1'])
  free
    .does(join('c1'), T)
    .when(join('c2'), T)
    .matches(t, [{ type: 'call-overflowed', reason: 'full' }])
})

for (const wayOut of [
  { type: 'voicemail' },
  { type: 'flow', flowId: 'f1' },
  { type: 'queue', queueId: 'q2' },
  { type: 'hang-up' },
  { type: 'outside', number: '02188' },
] as const) {
  t.test(
    `way out ${wayOut.type}: after the maximum wait, and after the other limit while nobody is signed in`,
    async (t) => {
      const { queue } = await queues()
      const limits = { maxWaitMs: 30_000, onMaxWait: wayOut, nobodyWaitMs: 12_000, onNobody: wayOut }
      const left = (reason: string) => [toCall('c1', { type: 'queue-left', reason, wayOut })]
      const busy = queue({ a1: AWAY }, limits).does(join('c1'), T)
      t.equal(busy.wakeAt(), T + 30_000)
      busy.when({ type: 'wake' }, T + 29_999).gives(t, [], [])
      busy
        .when({ type: 'wake' }, T + 30_000)
        .gives(
          t,
          [{ type: 'call-overflowed', callId: 'c1', reason: 'max-wait', waitedMs: 30_000, wayOut: wayOut.type }],
          left('max-wait') as never,
        )
      const nobody = queue({ a1: OUT }, limits).does(join('c1', { joinedAt: T + 5000 }), T + 5000)
      t.equal(nobody.wakeAt(), T + 17_000)
      nobody
        .when({ type: 'wake' }, T + 17_000)
        .matches(t, [{ type: 'call-overflowed', reason: 'nobody' }], left('nobody'))
      const goes = busy.does(changed('a1', OUT), T + 20_000)
      t.equal(goes.wakeAt(), T + 32_000, 'counted from when the last one signed out')
    },
  )
}

t.test('a call that rings at its limit is let ring, and leaves when that fails', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: AWAY, a2: AWAY }, { maxWaitMs: 30_000 })
    .does(join('c1'), T)
    .does(changed('a1'), T + 25_000, 's')
    .does({ type: 'offer-accepted', offerId: 'o1-s', agentId: 'a1' }, T + 25_000)
    .does(changed('a2'), T + 25_000)
  stand.when({ type: 'wake' }, T + 31_000).gives(t, [], [])
  stand
    .when({ type: 'offer-missed', offerId: 'o1-s', agentId: 'a1', reason: 'no-answer' }, T + 45_000)
    .matches(t, [{ type: 'offer-ended' }, { type: 'call-returned' }, { type: 'call-overflowed', reason: 'max-wait' }])
})

t.test('leaving withdraws the offer that is out', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {} }).does(join('c1'), T, 's')
  stand.when({ type: 'leave', callId: 'c1', reason: 'abandoned' }, T + 3000).gives(
    t,
    [
      { type: 'offer-ended', offerId: 'o1-s', callId: 'c1', agentId: 'a1', result: 'withdrawn' },
      {
        type: 'call-left',
        callId: 'c1',
        reason: 'abandoned',
        waitedMs: 3000,
        promised: { halfMs: 6_000, mostMs: 15_000 },
      },
    ],
    [toAgent('a1', { type: 'withdraw-offer', offerId: 'o1-s', reason: 'abandoned' })] as never,
  )
  stand.when({ type: 'leave', callId: 'c9', reason: 'abandoned' }, T + 3000).gives(t, [], [])
})

t.test('no agent is tried before the queue’s sound has run its time', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {} }, { musicFirstMs: 8000 })
  const joined = stand.when(join('c1'), T)
  t.same(offersIn(joined.decision), [])
  const waits = stand.does(join('c1'), T)
  t.equal(waits.wakeAt(), T + 8000)
  t.same(offersIn(waits.when({ type: 'wake' }, T + 7999).decision), [])
  t.same(offersIn(waits.when({ type: 'wake' }, T + 8000).decision), ['a1<-c1'])
})

t.test('the true place is announced at the set rhythm', async (t) => {
  const { queue } = await queues()
  const config = { announcePosition: true, announceEveryMs: 20_000, offerVoicemail: true }
  const stand = queue({ a1: AWAY }, config)
    .does(join('c1'), T)
    .does(join('c2'), T + 0)
  t.equal(stand.wakeAt(), T + 20_000)
  const announce = (callId: string, position: number) =>
    toCall(callId, { type: 'announce', position, offerVoicemail: true })
  stand.when({ type: 'wake' }, T + 20_000).matches(
    t,
    [
      { type: 'position-announced', callId: 'c1', position: 1 },
      { type: 'position-announced', callId: 'c2', position: 2 },
    ],
    [announce('c1', 1), announce('c2', 2)],
  )
  const later = stand
    .does({ type: 'wake' }, T + 20_300)
    .does({ type: 'leave', callId: 'c1', reason: 'abandoned' }, T + 30_000)
  t.equal(later.wakeAt(), T + 40_000, 'a late wake does not shift the rhythm')
  later
    .when({ type: 'wake' }, T + 40_000)
    .matches(t, [{ type: 'position-announced', position: 1 }], [announce('c2', 1)])
  const off = later.does({ type: 'configure', config: queueConfig(), agentIds: ['a1'] }, T + 31_000)
  off.when({ type: 'wake' }, T + 40_000).gives(t, [], [])
})

t.test('offered is always answered, abandoned, overflowed and still waiting', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {} }, { serviceLevelMs: 2000 })
    .does(join('c1'), T, 's')
    .does({ type: 'offer-answered', offerId: 'o1-s', agentId: 'a1' }, T + 2000)
    .does(join('c2', { joinedAt: T + 2000 }), T + 2000)
    .does({ type: 'leave', callId: 'c2', reason: 'abandoned' }, T + 7000)
    .does(join('c3', { joinedAt: T + 8000 }), T + 8000)
    .does({ type: 'leave', callId: 'c3', reason: 'voicemail' }, T + 9000)
    .does(join('c4', { joinedAt: T + 9000 }), T + 9000)
  t.match(stand.view(), {
    waitingCount: 1,
    today: {
      offered: 4,
      answered: 1,
      answeredInTarget: 1,
      abandoned: 1,
      overflowed: 1,
      longestWaitMs: 5000,
      waitMsSum: 8000,
    },
  })
  const midnight = Date.parse('2026-11-21T16:00:00Z')
  const next = queue({ a1: AWAY }, { maxWaitMs: 1e9 }).does(join('c1'), T)
  t.equal(next.wakeAt(), midnight)
  const after = next.does({ type: 'wake' }, midnight)
  t.match(after.view(), { waiting: [{ callId: 'c1' }], today: { date: '2026-11-22', offered: 0, answered: 0 } })
  const left = after.does({ type: 'leave', callId: 'c1', reason: 'abandoned' }, midnight + 60_000)
  t.match(left.view(), { waiting: [], today: { offered: 0, abandoned: 0 } }, 'what becomes of him is of the day before')
})

t.test('after a restart the calls are asked whether they wait, and who rings for one rings on', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {}, a2: AWAY })
    .does(join('rings'), T, 's')
    .does(join('waits', { joinedAt: T + 1 }), T + 1)
  const asked = stand.when({ type: 'reconcile', callIds: ['waits', 'forgotten'] }, T + 5000)
  asked.matches(t, [{ type: 'offer-repeated' }])
  const told = 'effects' in asked.decision ? asked.decision.effects : []
  t.match(
    told.slice(0, 3).map((effect) => effect.to === 'actor' && [effect.ref.id, effect.command]),
    ['rings', 'waits', 'forgotten'].map((callId) => [callId, { type: 'queue', notice: { type: 'asked' } }]),
  )
  const rings = [{ offerId: 'lost', callId: 'forgotten', agentId: 'a2' }]
  const healed = stand
    .does({ type: 'reconcile', callIds: ['forgotten'], rings }, T + 5000)
    .does(join('forgotten', { joinedAt: T - 9000 }), T + 5001)
  t.match(healed.view(), { waiting: [{ callId: 'forgotten', offeredTo: 'a2' }, {}, {}] }, 'its place, and its agent')
  const overtaken = [{ offerId: 'newer', callId: 'rings', agentId: 'a2' }]
  const newer = stand.when({ type: 'reconcile', callIds: [], rings: overtaken }, T + 5000)
  newer.matches(t, [{ type: 'offer-ended', result: 'withdrawn' }, { type: 'offer-found', offerId: 'newer' }, {}, {}])
})

t.test('a call says that it is answered: it is not offered again, whoever did not tell', async (t) => {
  const { queue } = await queues()
  const stand = queue({ a1: {}, a2: AWAY }).does(join('c1'), T, 's')
  const left = stand.when({ type: 'leave', callId: 'c1', reason: 'answered', agentId: 'a1' }, T + 1000)
  left.matches(t, [
    { type: 'offer-ended', result: 'answered' },
    { type: 'call-answered', agentId: 'a1' },
  ])
  const other = stand.when({ type: 'leave', callId: 'c1', reason: 'answered', agentId: 'a2' }, T + 1000)
  other.matches(
    t,
    [
      { type: 'offer-ended', result: 'withdrawn' },
      { type: 'call-answered', agentId: 'a2' },
    ],
    [{ ref: { id: 'a1' }, command: { type: 'withdraw-offer' } }],
  )
})

t.test('who was sent on and did not hear of it is told again, and counted once', async (t) => {
  const { queue } = await queues()
  const waits = join('c1', { joinedAt: T })
  const sent = queue({ a1: AWAY }, { maxWaitMs: 10_000 })
    .does(waits, T)
    .does({ type: 'wake' }, T + 10_000)
  sent.when(waits, T + 11_000).matches(t, [], [{ command: { notice: { type: 'queue-left', reason: 'max-wait' } } }])
  sent.when(join('c1', { joinedAt: T + 11_000 }), T + 11_000).matches(t, [{ type: 'call-queued' }])
})
