// Why a call waited, from the facts of its queue: offers with their candidates, who went before and by what right.
import t from 'tap'
import type { QueueFactRow } from '#engine/protocol/why.ts'
import { stayWhy } from '#engine/records/call-log/why.ts'

const row = (at: number, type: string, body: object): QueueFactRow => ({ queue: 'q1', at, type, body: { ...body } })
const queued = (callId: string, joinedAt: number, more: object = {}) =>
  row(joinedAt, 'call-queued', { callId, call: { callId, vip: false, joinedAt, ...more } })
const offered = (callId: string, at: number, agentId = 'a1', more: object = {}) =>
  row(at, 'offer-made', {
    offerId: `o-${callId}-${at}`,
    callId,
    agentId,
    waitedMs: 0,
    candidates: [],
    rejected: {},
    ...more,
  })
const stay = { queueId: 'q1', joinedAt: 100, leftAt: 1_000, left: 'answered' as const, missed: [] }

t.test('each that was offered meanwhile has one right, and is named once', async (t) => {
  const rows = [
    queued('early', 50),
    queued('mine', 100, { needs: [{ skillId: 's', level: 3 }] }),
    queued('vip', 200, { vip: true }),
    queued('back', 210),
    queued('kept', 220, { placeAt: 40 }),
    queued('plain', 230),
    offered('early', 300),
    offered('vip', 310),
    row(320, 'call-returned', { callId: 'back', agentId: 'a2' }),
    offered('back', 330),
    offered('kept', 340),
    offered('plain', 350),
    offered('early', 360),
    offered('mine', 900, 'a1', {
      candidates: [
        { agentId: 'a1', scores: [] },
        { agentId: 'a2', scores: [], rejected: 'busy' },
      ],
    }),
    row(950, 'offer-ended', { offerId: 'o-mine-900', callId: 'mine', agentId: 'a1', result: 'answered' }),
    offered('later', 1_500),
  ]
  const why = stayWhy('mine', stay, rows)
  t.strictSame(
    why.before.map(({ callId, right }) => [callId, right]),
    [
      ['early', 'came-earlier'],
      ['vip', 'vip'],
      ['back', 'came-back'],
      ['kept', 'kept-place'],
      ['plain', 'skill'],
    ],
  )
  t.match(why.offers, [{ agentId: 'a1', result: 'answered', candidates: [{}, { rejected: 'busy' }] }])
  t.ok(why.skills)
})

t.test(
  'a callback stands by the place of the call that it replaced; one whose joining is not known came with its wait',
  async (t) => {
    const asked = row(120, 'callback-asked', { callId: 'cb', call: { vip: false, joinedAt: 60 } })
    const why = stayWhy('mine', stay, [
      queued('mine', 100),
      asked,
      offered('cb', 200),
      offered('x', 210, 'a1', { waitedMs: 300 }),
    ])
    t.match(why.before, [
      { callId: 'cb', joinedAt: 60, right: 'came-earlier' },
      { callId: 'x', joinedAt: -90, right: 'came-earlier' },
    ])
    t.strictSame(why.offers, [])
  },
)
