// A caller may be in the same queue twice, and words about the first time may come late: they are not taken for the second.
import t from 'tap'
import type { QueueNotice } from '#engine/protocol/queue.ts'
import { facts, inQueue, messages, notice, orders, type Stand, summary, waitId } from './company.ts'

/** Sent out of the queue and, by the number dialled there, back into it. */
function again(): Stand {
  const asked = inQueue().does({ type: 'redirect', number: '6001' }, 6000)
  const answer = { type: 'dialled', found: true, target: { type: 'queue', queueId: 'q1' } } as const
  return asked.does({ type: 'looked-up', requestId: waitId(asked), answer }, 6100)
}

const LATE: QueueNotice[] = [
  { type: 'queue-refused', queueId: 'q1', reason: 'full', wayOut: { type: 'hang-up' } },
  { type: 'queue-left', queueId: 'q1', reason: 'max-wait', wayOut: { type: 'hang-up' } },
  { type: 'queued', queueId: 'q1', position: 1 },
  { type: 'agent-reserved', queueId: 'q1', offerId: 'o1', agentId: 'a1' },
  { type: 'agent-lost', queueId: 'q1', offerId: 'o1', agentId: 'a1' },
]

t.test('each stay has its number, told when it joins and when it leaves, and written on the leg', async (t) => {
  const stand = again()
  t.match(stand.state, { mode: 'queue', stay: { queueId: 'q1', stay: 2 }, journey: { stays: 2 } })
  const left = stand.when({ type: 'redirect', number: '6001' }, 7000)
  t.match(messages(left.decision), [{ to: 'q1', command: { type: 'leave', stay: 2 } }])
  const asked = stand.when(notice({ type: 'asked', queueId: 'q1' }), 7000)
  t.match(messages(asked.decision), [{ to: 'q1', command: { type: 'join', call: { stay: 2 } } }])
  t.match(orders(asked.decision), [{ type: 'tag', tags: { queue: 'q1', stay: '2' } }])
})

for (const late of LATE) {
  t.test(`${late.type} of the stay before changes nothing; that of this one does`, async (t) => {
    const here = again()
    const stand =
      late.type === 'queued' ? here : here.does(notice({ type: 'queued', queueId: 'q1', position: 1, stay: 2 }), 6200)
    t.same(facts(stand.when(notice({ ...late, stay: 1 }), 7000).decision), [])
    t.not(facts(stand.when(notice({ ...late, stay: 2 }), 7000).decision).length, 0)
    t.not(facts(stand.when(notice(late), 7000).decision).length, 0, 'as that of a queue of before 2026-12')
  })
}

t.test('a caller found by its leg alone is in the stay that stands there, and counts on from it', async (t) => {
  const legs = [
    {
      ...{ legId: 'L1', node: 'm1', state: 'up', direction: 'in', to: '4001', ageMs: 9_000 },
      ...{ owner: { kind: 'call', id: 'c1' }, origin: { type: 'trunk', trunkId: 't1' } },
      ...{ from: { number: '139', name: '' }, tags: { queue: 'q2', joinedAt: '6000', priority: 'normal', stay: '3' } },
    },
  ] as never
  const found = inQueue().when({ type: 'reconcile', legIds: ['L1'], legs }, 9000)
  t.match(messages(found.decision), [
    { to: 'q1', command: { type: 'leave', stay: 1 } },
    { to: 'q2', command: { type: 'join', call: { stay: 3 } } },
  ])
})

t.test('sent away by the queue and hung up at once, it has one stay, and the queue is told nothing more', async (t) => {
  const sent = { type: 'queue-left', queueId: 'q1', reason: 'max-wait', wayOut: { type: 'hang-up' } } as const
  const { decision } = inQueue().when(notice(sent), 60_000)
  t.same(facts(decision), ['queue-left', 'call-ended'])
  t.same(
    summary(decision)?.queues.map(({ left }) => left),
    ['max-wait'],
  )
  t.same(messages(decision), [])
})
