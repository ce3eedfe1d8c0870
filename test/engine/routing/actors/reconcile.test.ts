// What actors hear of the media nodes' truth.
import t from 'tap'
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { LegTruth } from '#engine/protocol/media.ts'
import type { Actor } from '#engine/routing/actors/actor.ts'
import { compare, type Truth } from '#engine/routing/actors/reconcile.ts'

const actor = (ref: ActorRef, view: object, touchedAt = 0): Actor =>
  ({ ref, key: `${ref.kind}.${ref.id}`, touchedAt, state: view, machine: { view: (state: unknown) => state } }) as never
const callOn = (id: string, node: string, touchedAt = 0) => actor({ kind: 'call', id }, { node }, touchedAt)
const agentWith = (id: string, legId?: string, node = 'm1') =>
  actor({ kind: 'agent', id }, legId === undefined ? {} : { call: { legId, node } })
const queue = actor({ kind: 'queue', id: 'q' }, {})
const leg = (legId: string, callId: string, owner: ActorRef, ageMs = 60_000): LegTruth =>
  ({ legId, callId, owner, node: 'm1', state: 'up', ageMs, tags: owner.kind === 'call' ? { queue: 'q' } : {} }) as never
const truth = (legs: LegTruth[], over: Partial<Truth> = {}): Truth => ({
  askedAt: 100_000,
  legs,
  answered: new Set(['m1']),
  lost: new Set(),
  ...over,
})
const busy = (_node: string, _callId: string) => false
const owed = { owed: () => true, busy, restMs: 5_000 }
const sweep = { owed: () => false, busy, restMs: 5_000 }
const told = (actors: Actor[], now: Truth, asked = sweep) =>
  compare(actors, now, asked).tell.map(({ ref, command }) => [ref.id, command])

t.test(
  'after a rebuild everybody hears the truth; in a sweep only those who believe in legs that are gone',
  async (t) => {
    const call: ActorRef = { kind: 'call', id: 'c1' }
    const legs = [leg('l1', 'c1', call), leg('l2', 'c1', { kind: 'agent', id: 'a1' })]
    const actors = [callOn('c1', 'm1'), agentWith('a1', 'l2'), queue]
    t.match(told(actors, truth(legs), owed), [
      ['c1', { legIds: ['l1', 'l2'] }],
      ['a1', { legIds: ['l2'], legs: [{ legId: 'l2', callId: 'c1', node: 'm1', state: 'up' }] }],
      ['q', { callIds: ['c1'] }],
    ])
    t.strictSame(told(actors, truth(legs)), [], 'all as believed')
    t.match(told(actors, truth([])), [
      ['c1', { legIds: [] }],
      ['a1', { legIds: [] }],
    ])
    t.match(told([agentWith('a1')], truth(legs)), [['a1', { legIds: ['l2'] }]], 'a leg the agent does not know')
  },
)

t.test('who decided after the question was asked knows more than the answer', async (t) => {
  t.strictSame(told([callOn('c1', 'm1', 97_000)], truth([])), [])
  t.strictSame(told([callOn('c1', 'm1', 100_001)], truth([]), owed), [])
  t.strictSame(compare([callOn('c1', 'm1', 100_001)], truth([]), owed).unsure, [{ kind: 'call', id: 'c1' }])
})

t.test('a call hears in a sweep that a leg it cannot be without is gone', async (t) => {
  const call: ActorRef = { kind: 'call', id: 'c1' }
  const talk = callOn('c1', 'm1')
  Object.assign(talk.machine, { needs: () => ['l1', 'l2'] })
  const both = [leg('l1', 'c1', call), leg('l2', 'c1', { kind: 'agent', id: 'a1' })]
  t.strictSame(told([talk], truth(both)), [])
  t.match(told([talk], truth(both.slice(0, 1))), [['c1', { legIds: ['l1'] }]])
  t.strictSame(told([talk], truth(both.slice(0, 1)), { ...sweep, busy: () => true }), [], 'its orders are on their way')
})

t.test('a leg whose order is still on its way to the media node is not missing', async (t) => {
  const rings = actor({ kind: 'agent', id: 'a1' }, { call: { legId: 'l2', callId: 'c1', node: 'm1' } })
  const busy = (node: string, callId: string) => node === 'm1' && callId === 'c1'
  t.match(told([rings], truth([])), [['a1', { legIds: [] }]])
  t.strictSame(told([rings], truth([]), { ...sweep, busy }), [])
  t.strictSame(
    compare([rings], truth([]), { ...owed, busy }).unsure,
    [{ kind: 'agent', id: 'a1' }],
    'and is told later',
  )
})

t.test('calls of a silent media node are left alone until it is given up', async (t) => {
  const actors = [callOn('c2', 'm2'), agentWith('a2', 'l9', 'm2'), queue]
  const silent = compare(actors, truth([]), owed)
  t.match(silent.tell, [{ ref: { id: 'q' } }], 'but a queue may ask its calls')
  t.strictSame(
    silent.unsure.map((ref) => ref.id),
    ['c2', 'a2', 'q'],
  )
  t.match(told(actors, truth([], { lost: new Set(['m2']) }), owed), [
    ['c2', { legIds: [] }],
    ['a2', { legIds: [] }],
    ['q', { callIds: [] }],
  ])
})

t.test(
  'an agent whose caller is on a silent media node keeps its call, though no call of that node is here',
  async (t) => {
    const actors = [agentWith('a1', 'l1', 'm2')]
    t.strictSame(compare(actors, truth([]), sweep), { tell: [], unsure: [{ kind: 'agent', id: 'a1' }] })
    t.match(told(actors, truth([], { answered: new Set(['m2']) })), [['a1', { legIds: [] }]], 'it has spoken')
  },
)
