// Reaching somebody outside a queue: transfers, outbound and internal calls.
import t from 'tap'
import type { ActFailure } from '#engine/protocol/failures.ts'
import type { LookupAnswer } from '#engine/protocol/lookups.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import {
  arrived,
  dialling,
  ended,
  fresh,
  joined,
  known,
  legNews,
  machine,
  mayRing,
  messages,
  news,
  orders,
  outside,
  ringingOut,
  summary,
  talking,
  talkingOut,
  told,
  waitId,
} from './company.ts'

const passed = (target: Parameters<typeof transferOf>[0]) => talking().when(transferOf(target), 20_000)
const transferOf = (
  target: { type: 'agent'; agentId: string } | { type: 'queue'; queueId: string } | { type: 'outside'; number: string },
) => ({ type: 'transfer', agentId: 'a1', target }) as const

t.test('blind transfer frees the agent as soon as somebody may take it', async (t) => {
  const asked = talking().does(transferOf({ type: 'agent', agentId: 'a2' }), 20_000)
  const toAgent = asked.when({ type: 'may-ring-told', agentId: 'a2', requestId: waitId(asked) }, 20_001)
  t.match(orders(toAgent.decision), [
    { type: 'hear', pairs: [] },
    { type: 'hang-up', legId: 'leg-a1' },
    { type: 'play', repeat: 'forever' },
  ])
  t.match(messages(toAgent.decision), [
    { to: 'a1', command: { type: 'call-over', cause: 'transferred' } },
    { to: 'a2', command: { type: 'ring-direct' } },
  ])
  t.match(messages(passed({ type: 'queue', queueId: 'q2' }).decision)[1], { to: 'q2', command: { type: 'join' } })
  const outwards = talking().does(transferOf({ type: 'outside', number: '139' }), 20_000)
  t.match(outwards.does(told(outwards, outside('139')), 20_001).state, {
    mode: 'ringing',
    purpose: { for: 'transfer', queueId: 'q1' },
  })
  passed({ type: 'agent', agentId: 'a1' }).refused(t, 'bad-input')
})

t.test('the target takes it: the caller talks to the second agent, both stand in the record', async (t) => {
  const rung = mayRing(talking().does(transferOf({ type: 'agent', agentId: 'a2' }), 20_000), 20_000)
  const talk = rung.does(joined('a2', { requestId: waitId(rung) }), 25_000)
  t.match(summary(talk.when(ended('L1'), 30_000).decision), {
    agents: [
      { agentId: 'a1', from: 8000, to: 20_000 },
      { agentId: 'a2', ringMs: 5000, from: 25_000, to: 30_000 },
    ],
    ...{ outcome: 'answered', talkStartedAt: 8000 },
  })
})

t.test('a transfer outside dials by the trunk, and comes back when that fails', async (t) => {
  const asked = talking().does(transferOf({ type: 'outside', number: '139' }), 20_000)
  const dialled = asked.when(told(asked, outside('139')), 20_010)
  t.match(
    orders(dialled.decision).find(({ type }) => type === 'dial'),
    {
      type: 'dial',
      target: { type: 'trunk', trunkId: 't1', number: '139' },
      from: { number: '01012345678' },
      // as long as a stranger's phone is let ring
      ringMs: 60_000,
    },
  )
  const natted: LookupAnswer = {
    ...{ type: 'dialled', found: true },
    target: { type: 'outside', number: '139', trunk: { id: 't2', learnt: true }, callerNumber: '' },
  }
  t.match(
    orders(asked.when(told(asked, natted), 20_010).decision).find(({ type }) => type === 'dial'),
    { target: { trunkId: 't2', learnt: true } },
  )
  const rings = asked.does(told(asked, outside('139')), 20_010)
  const failed = news({ type: 'leg-failed', callId: 'c1', legId: waitId(rings), cause: 'busy', sipStatus: 486 })
  t.match(messages(rings.when(failed, 21_000).decision), [
    { to: 'a1', command: { type: 'act-failed', act: 'transfer', reason: 'busy' } },
    { to: 'a1', command: { type: 'ring-direct', recall: true } },
  ])
  const talk = rings.does(legNews('leg-answered', waitId(rings)), 25_000)
  t.match(summary(talk.when(ended(waitId(rings)), 30_000).decision), { hungUpBy: 'outside', outcome: 'answered' })
})

t.test('an agent calls out: ring-back, talk, recording of the far leg', async (t) => {
  const rings = ringingOut()
  t.match(orders(rings.when(legNews('leg-ringing', waitId(rings)), 2000).decision), [
    { type: 'play', legId: 'A1', sounds: [{ musicId: 'ring-back' }] },
  ])
  const talk = rings.when(legNews('leg-answered', waitId(rings)), 5000)
  t.match(messages(talk.decision), [{ to: 'a1', command: { type: 'call-connected' } }])
  t.match(orders(talk.decision)[3], { type: 'start-recording', legId: waitId(rings) })
  const over = talkingOut().when({ type: 'agent-left', agentId: 'a1', legId: 'A1', by: 'agent' }, 9000)
  t.match(summary(over.decision), {
    direction: 'out',
    from: '1001',
    to: '13911112222',
    outcome: 'answered',
    hungUpBy: 'agent',
    talkStartedAt: 5000,
  })
})

type FailCause = Extract<MediaNews, { type: 'leg-failed' }>['cause']
const cannot = (reason: ActFailure) => ({ to: 'a1', command: { type: 'act-failed', act: 'dial', reason } })
const overFor = (agentId: string) => ({ to: agentId, command: { type: 'call-over' } })
const placed = { placedBy: { agentId: 'a1', agentNumber: '1001' } }

t.test(
  'nobody is reached: the agent is told why at once, nobody is kept listening, the record has agent and reason',
  async (t) => {
    const rings = ringingOut()
    const cases: [FailCause, ActFailure, string, string][] = [
      ['busy', 'busy', 'not-answered', 'outside'],
      ['declined', 'declined', 'not-answered', 'outside'],
      ['no-answer', 'no-answer', 'not-answered', 'outside'],
      ['not-registered', 'not-registered', 'failed', 'system'],
      ['unreachable', 'unreachable', 'failed', 'system'],
      ['fault', 'unreachable', 'failed', 'system'],
    ]
    for (const [cause, failure, outcome, hungUpBy] of cases) {
      const failed = rings.when(
        news({ type: 'leg-failed', callId: 'c1', legId: waitId(rings), cause, sipStatus: 0 }),
        9000,
      )
      t.match(messages(failed.decision), [cannot(failure), overFor('a1')])
      t.match(orders(failed.decision), [{ type: 'hang-up', legId: 'A1' }])
      t.match(summary(failed.decision), {
        ...placed,
        direction: 'out',
        outcome,
        hungUpBy,
        failure,
        agents: [],
        endedAt: 9000,
      })
    }
    const asked = dialling()
    const nowhere: [LookupAnswer, ActFailure][] = [
      [{ type: 'dialled', found: false, reason: 'no-trunk' }, 'no-trunk'],
      [{ type: 'dialled', found: false }, 'unknown-number'],
      [{ type: 'dialled', found: true, target: { type: 'agent', agentId: 'a1' } }, 'oneself'],
      [{ type: 'dialled', found: true, target: { type: 'access-number', number: '4001' } }, 'unknown-number'],
      [{ type: 'timeout' }, 'directory-away'],
    ]
    for (const [answer, failure] of nowhere) {
      const failed = asked.when(told(asked, answer), 1010)
      t.match(messages(failed.decision), [cannot(failure), overFor('a1')])
      t.match(summary(failed.decision), { ...placed, outcome: 'failed', failure, endedAt: 1010 })
    }
    t.match(messages(asked.when({ type: 'wake' }, 6000).decision), [cannot('directory-away'), overFor('a1')])
    const late = rings.when({ type: 'wake' }, 64_100)
    t.match(orders(late.decision), [
      { type: 'hang-up', legId: waitId(rings) },
      { type: 'hang-up', legId: 'A1' },
    ])
    t.match(summary(late.decision), { failure: 'no-answer' })
  },
)

t.test('a colleague who cannot be rung is told as such; one who let it ring stands in the record', async (t) => {
  const asked = dialling()
  const rung = asked.does(told(asked, { type: 'dialled', found: true, target: { type: 'agent', agentId: 'a2' } }), 1010)
  const cases: [string, ActFailure, string[] | undefined][] = [
    ['signed-out', 'signed-out', undefined],
    ['on-break', 'on-break', undefined],
    ['wrap-up', 'busy', undefined],
    ['busy', 'busy', undefined],
    ['unavailable', 'unreachable', undefined],
    ['no-answer', 'no-answer', ['a2']],
    ['declined', 'declined', ['a2']],
    ['phone-unreachable', 'not-registered', ['a2']],
  ]
  for (const [reason, failure, missed] of cases) {
    const failed = rung.when({ type: 'agent-missed', agentId: 'a2', requestId: waitId(rung), reason }, 1020)
    t.match(messages(failed.decision), [cannot(failure), overFor('a1')], reason)
    const record = summary(failed.decision)
    t.match(record, { ...placed, direction: 'internal', failure })
    t.strictSame(record?.missed, missed, reason)
  }
  const late = rung.when({ type: 'wake' }, 34_010)
  t.same(summary(late.decision)?.missed, ['a2'])
})

t.test('a call out that never got a phone is only its record', async (t) => {
  const failed = (reason: ActFailure) =>
    fresh().when(
      { type: 'outbound-failed', agentId: 'a1', agentNumber: '1001', legId: 'A1', node: 'm1', number: '139', reason },
      1000,
    )
  const noPhone = failed('own-phone-not-registered')
  t.same(orders(noPhone.decision), [])
  t.match(summary(noPhone.decision), {
    ...placed,
    ...{ from: '1001', to: '139', outcome: 'failed', hungUpBy: 'system', failure: 'own-phone-not-registered' },
    ...{ agents: [], arrivedAt: 1000, endedAt: 1000 },
  })
  t.match(summary(failed('cancelled').decision), { outcome: 'not-answered', hungUpBy: 'agent', failure: 'cancelled' })
  const over = fresh().does(
    {
      type: 'outbound-failed',
      agentId: 'a1',
      agentNumber: '1001',
      legId: 'A1',
      node: 'm1',
      number: '1',
      reason: 'cancelled',
    },
    1000,
  )
  t.ok(machine.over(over.when({ type: 'wake' }, 6000).state), 'and forgotten a little later')
  talking()
    .when(
      { type: 'outbound-failed', agentId: 'a1', agentNumber: '1', legId: 'x', node: 'm1', number: '1', reason: 'busy' },
      9000,
    )
    .gives(t, [], [])
})

t.test('a desk phone that dials in vain hears the network, and its agent has the call', async (t) => {
  const asked = fresh().does(arrived({ type: 'user', user: 'agent.1001' }), 1000)
  const failed = asked.when(told(asked, { type: 'dialled', found: false, reason: 'no-trunk', agentId: 'a1' }), 1010)
  t.match(orders(failed.decision), [{ type: 'reject', legId: 'L1', cause: 'unavailable' }])
  t.match(messages(failed.decision), [cannot('no-trunk'), overFor('a1')])
  t.match(summary(failed.decision), { direction: 'out', placedBy: { agentId: 'a1' }, failure: 'no-trunk' })
  const stranger = asked.when(told(asked, { type: 'dialled', found: false, reason: 'unknown-number' }), 1010)
  t.match(orders(stranger.decision), [{ type: 'reject', cause: 'not-found' }])
  t.same(messages(stranger.decision), [])
  t.match(summary(stranger.decision), { direction: 'out', failure: 'unknown-number' })
  t.equal(summary(stranger.decision)?.placedBy, undefined)
})

t.test('agents call each other, and desk phones are taken by their agent', async (t) => {
  const asked = fresh().does(arrived({ type: 'user', user: 'agent.1001' }), 1000)
  const rung = asked.when(
    told(asked, { type: 'dialled', found: true, target: { type: 'agent', agentId: 'a2' }, agentId: 'a1' }),
    1010,
  )
  t.match(messages(rung.decision), [
    { to: 'a1', command: { type: 'adopt-leg', legId: 'L1' } },
    { to: 'a2', command: { type: 'ring-direct' } },
  ])
  t.match(orders(rung.decision), [{ type: 'ring-back', legId: 'L1' }])
  const rings = asked.does(
    told(asked, { type: 'dialled', found: true, target: { type: 'agent', agentId: 'a2' }, agentId: 'a1' }),
    1010,
  )
  const talk = rings.when(joined('a2', { requestId: waitId(rings) }), 4000)
  t.same(
    messages(talk.decision).map(({ to }) => to),
    ['a1', 'a2'],
    'both are told that they are connected',
  )
  t.match(orders(talk.decision)[0], { type: 'answer', legId: 'L1' })
  t.match(talk.state, { mode: 'talking', journey: { direction: 'internal' } })
  const busy = rings.when({ type: 'agent-missed', agentId: 'a2', requestId: waitId(rings), reason: 'agent-busy' }, 4000)
  t.match(orders(busy.decision), [{ type: 'reject', cause: 'busy' }])
  const own = asked.does(
    told(asked, { type: 'dialled', found: true, target: { type: 'access-number', number: '4001' } }),
    1010,
  )
  t.match(own.when(told(own, known()), 1020).state, { mode: 'flow' })
})
