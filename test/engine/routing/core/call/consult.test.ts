// Consult: a colleague, an extension, an outside number or whoever a queue finds is asked while the caller hears music.
import t from 'tap'
import { joined, legNews, messages, news, notice, orders, outside, talking } from './company.ts'
import {
  AT,
  all,
  asks,
  consulting,
  dialledIn,
  hears,
  kindsOf,
  OUTSIDE,
  ordered,
  reachId,
  rung,
  takes,
  toldOf,
} from './talks.ts'

t.test('a colleague: the caller hears music at once, the agent ringing, then only the colleague', async (t) => {
  const asked = talking().when(asks('consult'), AT)
  t.equal(ordered(asked), '')
  t.match(orders(asked.decision), [
    { type: 'hear', pairs: [] },
    { type: 'play', legId: 'L1', sounds: [{ type: 'music', musicId: 'default' }] },
    { type: 'play', legId: 'leg-a1', sounds: [{ musicId: 'ring-back' }] },
  ])
  t.match(
    messages(asked.decision).filter(({ command }) => command.type !== 'talk-told'),
    [
      { to: 'a1', command: { type: 'call-held', held: true } },
      { to: 'a2', command: { type: 'ring-direct', caller: { number: '13900000001' } } },
    ],
  )
  const there = rung().when(joined('a2', { requestId: reachId(rung()) }), AT + 5_000)
  t.equal(ordered(there), all('a1', 'a2'))
  t.match(kindsOf(there), ['stop-play leg-a1', 'hear'])
  t.match(messages(there.decision).at(-1), { to: 'a2', command: { type: 'call-connected', legId: 'leg-a2' } })
  t.match(toldOf(there, 'a1'), [
    { legId: 'L1', role: 'customer', held: true },
    { agentId: 'a1', held: false },
    { agentId: 'a2', role: 'consulted', held: false, by: 'leg-a1' },
  ])
})

t.test('an outside number: its network’s own words are heard by the agent alone', async (t) => {
  const asked = talking().does(asks('consult', OUTSIDE), AT)
  const rings = asked.does({ type: 'looked-up', requestId: reachId(asked), answer: outside('139') }, AT + 10)
  const words = rings.when(news({ type: 'leg-ringing', callId: 'c1', legId: reachId(rings), sound: true }), AT + 500)
  t.equal(ordered(words), `a1<${reachId(rings)}`)
  const up = rings.does(legNews('leg-answered', reachId(rings)), AT + 5_000)
  t.equal(hears(up), all('a1', reachId(rings)))
})

t.test('an extension rings by its user', async (t) => {
  const asked = talking().does(asks('consult', { type: 'outside', number: '8001' }), AT)
  const target = { type: 'extension', user: '8001' } as const
  const answer = { type: 'dialled', found: true, target } as const
  const rings = asked.when({ type: 'looked-up', requestId: reachId(asked), answer }, AT + 10)
  t.match(orders(rings.decision)[0], { type: 'dial', target: { type: 'user', user: '8001' } })
})

t.test('a queue: the agent waits in it under the caller’s card, and talks with whoever answers', async (t) => {
  const asked = talking().when(asks('consult', { type: 'queue', queueId: 'q2' }), AT)
  t.match(
    messages(asked.decision).filter(({ to }) => to === 'q2'),
    [{ command: { type: 'join', call: { callId: 'c1', legId: 'leg-a1', card: { number: '13900000001' } } } }],
  )
  const stand = talking().does(asks('consult', { type: 'queue', queueId: 'q2' }), AT)
  const there = stand.when(joined('a5', { offerId: 'o7' }), AT + 9_000)
  t.equal(ordered(there), all('a1', 'a5'))
  t.match(messages(there.decision)[0], { to: 'q2', command: { type: 'leave', reason: 'answered', agentId: 'a5' } })
  const full = stand.when(
    notice({ type: 'queue-refused', queueId: 'q2', reason: 'full', wayOut: { type: 'hang-up' } }),
    AT + 100,
  )
  t.match(messages(full.decision)[0], { to: 'a1', command: { type: 'act-failed', act: 'consult', reason: 'busy' } })
  const over = stand.when({ type: 'take-back', agentId: 'a1' }, AT + 100)
  t.match(messages(over.decision)[0], { to: 'q2', command: { type: 'leave', reason: 'call-ended' } })
  t.match(messages(stand.when(notice({ type: 'asked', queueId: 'q2' }), AT + 100).decision), [
    { to: 'q2', command: { type: 'join' } },
  ])
})

t.test('nobody is reached: the agent is told why, the caller waits until it is taken back', async (t) => {
  const asked = rung()
  const busy = asked.when(
    { type: 'agent-missed', agentId: 'a2', requestId: reachId(asked), reason: 'on-break' },
    AT + 9,
  )
  t.match(messages(busy.decision)[0], { to: 'a1', command: { type: 'act-failed', act: 'consult', reason: 'on-break' } })
  t.match(busy.state, { mode: 'talking', journey: { parties: [{ hold: { by: 'leg-a1' } }, {}] } })
  const late = asked.when({ type: 'wake' }, AT + 40_000)
  t.match(messages(late.decision).slice(0, 2), [
    { to: 'a2', command: { type: 'withdraw-direct' } },
    { to: 'a1', command: { type: 'act-failed', reason: 'no-answer' } },
  ])
})

t.test('one at a time, by who is in the call, with somebody who is not', async (t) => {
  rung()
    .when(asks('consult'), AT + 1)
    .refused(t, 'in-consultation')
  consulting()
    .when(asks('consult', OUTSIDE), AT + 9_000)
    .refused(t, 'in-consultation')
  consulting()
    .when({ type: 'hold', agentId: 'a1' }, AT + 9_000)
    .refused(t, 'in-consultation')
  talking()
    .when(asks('consult', { type: 'agent', agentId: 'a1' }), AT)
    .refused(t, 'bad-input')
  talking()
    .when(asks('consult', OUTSIDE, 'a9'), AT)
    .refused(t, 'no-call')
  dialledIn('invite', talking())
    .when(asks('consult'), AT + 9_000)
    .refused(t, 'in-conference')
})

t.test('while a call is held its agent dials out: the one dialled is asked in private', async (t) => {
  const held = talking().does({ type: 'hold', agentId: 'a1' }, AT)
  t.equal(hears(takes(held.does(asks('consult'), AT + 1), 'a2')), all('a1', 'a2'))
})
