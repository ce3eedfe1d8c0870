// A caller is parked, is fetched by a desk or a phone, and rings again at whoever parked him; he is never lost meanwhile.
import t from 'tap'
import { viewOf } from '#engine/routing/core/call/view.ts'
import {
  arrived,
  ended,
  facts,
  fresh,
  joined,
  legNews,
  machine,
  messages,
  orders,
  summary,
  talking,
  told,
  waitId,
} from './company.ts'
import { asked, PARKED_AT, parked, place, RECALL_MS } from './parks.ts'

const missed = (stand: ReturnType<typeof parked>, agentId: string, reason = 'busy') =>
  ({ type: 'agent-missed', agentId, requestId: waitId(stand), reason }) as const

t.test('by the desk key: the first free place, the agent is let go, the caller hears music', async (t) => {
  const key = talking().when({ type: 'transfer', agentId: 'a1', target: { type: 'park' } }, PARKED_AT)
  t.match('effects' in key.decision && key.decision.effects, [{ to: 'lookup', lookup: { type: 'free-place' } }])
  const made = asked().when(told(asked(), place()), PARKED_AT)
  t.match(messages(made.decision), [{ to: 'a1', command: { type: 'call-over', cause: 'transferred' } }])
  t.match(orders(made.decision).at(-1), { type: 'play', legId: 'L1', repeat: 'forever' })
  t.match(viewOf(made.state), {
    stage: 'parked',
    parked: { place: '701', byAgentId: 'a1', recallAt: PARKED_AT + RECALL_MS },
  })
})

t.test('by the number of a place: one that is taken is refused, and the talk goes on', async (t) => {
  const stand = talking().does(
    { type: 'transfer', agentId: 'a1', target: { type: 'outside', number: '701' } },
    PARKED_AT,
  )
  const taken = stand.when(told(stand, place({ callId: 'c9' })), PARKED_AT)
  t.match(messages(taken.decision), [{ command: { type: 'act-failed', act: 'transfer', reason: 'place-taken' } }])
  t.equal(taken.state.mode, 'talking')
  t.equal(stand.when(told(stand, place()), PARKED_AT).state.mode, 'parked')
})

t.test('no place is free: refused with that reason', async (t) => {
  const none = asked().when(told(asked(), { type: 'dialled', found: false, reason: 'no-free-place' }), PARKED_AT)
  t.match(messages(none.decision), [{ command: { type: 'act-failed', reason: 'no-free-place' } }])
  t.equal(none.state.mode, 'talking')
})

t.test(
  'fetched by a desk: it answers by itself, also in wrap-up, and they talk; the line tells of the place',
  async (t) => {
    const rings = parked().does({ type: 'retrieve', agentId: 'a2' }, 30_000)
    const asks = parked().when({ type: 'retrieve', agentId: 'a2' }, 30_000)
    t.match(messages(asks.decision), [{ to: 'a2', command: { type: 'ring-direct', pickedUp: true, recall: true } }])
    const talks = rings.does(joined('a2', { requestId: waitId(rings) }), 31_000)
    t.match(talks.state, { mode: 'talking', journey: { parties: [{ legId: 'L1' }, { agentId: 'a2' }] } })
    const over = summary(talks.when(ended('L1'), 40_000).decision)
    t.match(
      over?.line?.find(({ what }) => what === 'parked'),
      { who: ['701'], from: PARKED_AT, to: 30_000 },
    )
  },
)

t.test('fetched by a phone of the house that is nobody’s desk: it is dialled and answers by itself', async (t) => {
  const fetching = parked().when({ type: 'retrieve', user: '8601' }, 30_000)
  t.match(orders(fetching.decision)[0], { type: 'dial', autoAnswer: true, target: { type: 'user', user: '8601' } })
  const rings = parked().does({ type: 'retrieve', user: '8601' }, 30_000)
  t.equal(rings.does(legNews('leg-answered', waitId(rings)), 31_000).state.mode, 'talking')
})

t.test('a phone that dials a place: who waits there rings at it; at an empty one it hears that', async (t) => {
  const dials = fresh().does(arrived({ type: 'user', user: '8601' }), 1000)
  const found = dials.when(told(dials, place({ callId: 'c9' })), 1010)
  t.match(messages(found.decision), [{ to: 'c9', command: { type: 'retrieve', user: '8601' } }])
  t.match(summary(found.decision), { outcome: 'self-served', direction: 'internal' })
  const empty = dials.when(told(dials, place()), 1010)
  t.match(summary(empty.decision), { outcome: 'failed', failure: 'nothing-parked' })
})

t.test('whoever fetches and then is not there: the caller waits on, no longer than before', async (t) => {
  const rings = parked().does({ type: 'retrieve', agentId: 'a2' }, 30_000)
  const waits = rings.when(missed(rings, 'a2'), 31_000)
  t.match(waits.state, { mode: 'parked', until: PARKED_AT + RECALL_MS })
  t.match(orders(waits.decision).at(-1), { type: 'play', legId: 'L1' })
})

t.test('nobody fetches him: he rings at whoever parked him, three times, then he is first in his queue', async (t) => {
  let stand = parked()
  let at = PARKED_AT
  for (const turn of [1, 2, 3]) {
    at += RECALL_MS
    t.equal(machine.wakeAt(stand.state), at)
    const back = stand.when({ type: 'wake' }, at)
    t.match(messages(back.decision), [{ to: 'a1', command: { type: 'ring-direct', recall: true } }])
    stand = stand.does({ type: 'wake' }, at)
    if (turn === 3) break
    stand = stand.does(missed(stand, 'a1'), at)
    t.equal(stand.state.mode, 'parked')
  }
  t.match(messages(stand.when(missed(stand, 'a1'), at).decision).at(-1), {
    to: 'q1',
    command: { type: 'join', call: { front: true } },
  })
})

t.test('he hangs up at his place: the call is over, and it was answered', async (t) => {
  const over = parked().when(ended('L1'), 30_000)
  t.same(facts(over.decision), ['call-ended'])
  t.match(summary(over.decision), { outcome: 'answered', hungUpBy: 'caller' })
})

t.test('the clock is set while he is being fetched: he waits on until the same moment of the new clock', async (t) => {
  const rings = parked().does({ type: 'retrieve', agentId: 'a2' }, 30_000)
  const later = rings.does({ type: 'time-set', byMs: 3_600_000 } as never, 30_000 + 3_600_000)
  const waits = later.when(missed(later, 'a2'), 31_000 + 3_600_000)
  t.match(waits.state, { mode: 'parked', until: PARKED_AT + RECALL_MS + 3_600_000 })
})
