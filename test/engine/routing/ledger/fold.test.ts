// Folding: checkpoints, a former owner's late word, and lives that are over.
import t from 'tap'
import type { ActorRef } from '#engine/protocol/actors.ts'
import type { DecisionRecord } from '#engine/protocol/ledger.ts'
import { Fold, type Kept } from '#engine/routing/ledger/fold.ts'
import { type ToyFact, type ToyState, toyMachines } from '../../../kit/toy.ts'

const one: ActorRef = { kind: 'call', id: 'one' }
const record = (seq: number, epoch: number, n: number): DecisionRecord => ({
  v: 1,
  id: `${epoch}-${seq}`,
  at: 0,
  kind: 'call',
  actor: 'one',
  seq,
  epoch,
  cause: '',
  envelope: `envelope-${epoch}-${seq}`,
  command: { type: 'add' },
  facts: [{ type: 'added', n } as ToyFact],
})
const sumOf = (fold: Fold) => [...fold.actors()].map(({ state }) => (state as ToyState).sum)

t.test('a higher epoch takes back what a former owner wrote too late', async (t) => {
  const fold = new Fold(toyMachines)
  fold.take(one, { records: [record(1, 1, 1), record(2, 1, 10)] }, 1)
  fold.take(one, { records: [record(3, 1, 100)] }, 2)
  fold.take(one, { records: [record(3, 2, 1_000), record(4, 2, 10_000)] }, 3)
  t.strictSame(sumOf(fold), [11_011], 'the late 100 is not in it')
  fold.take(one, { records: [record(4, 1, 7)] }, 4)
  t.strictSame(sumOf(fold), [11_011], 'nor what a sleeper wrote still later')
  t.equal(fold.ignored, 1)
  const [actor] = [...fold.actors()]
  t.match(actor, { seq: 4, after: 4, epoch: 2 })
})

t.test('entries that a checkpoint holds already are passed over', async (t) => {
  const kept: Kept = { ref: one, state: { id: 'one', sum: 11, woken: 0, told: [], over: false }, seq: 2, after: 1 }
  const fold = new Fold(toyMachines, [kept])
  fold.take(one, { records: [record(1, 1, 1), record(2, 1, 10)] }, 1)
  fold.take(one, { records: [record(3, 1, 100)] }, 2)
  t.strictSame(sumOf(fold), [111])
  t.equal(fold.ignored, 0)
  t.strictSame([...fold.actors()][0]?.obeyed, ['envelope-1-3'])
})

t.test('a life that is over is forgotten, and its last words alone do not bring it back', async (t) => {
  const fold = new Fold(toyMachines)
  const end: DecisionRecord = { ...record(2, 1, 0), facts: [{ type: 'ended' }] }
  fold.take(one, { records: [record(1, 1, 1), end] }, 1)
  t.strictSame(sumOf(fold), [])
  const later = new Fold(toyMachines)
  later.take(one, { records: [end] }, 1)
  t.strictSame(sumOf(later), [])
  t.equal(later.ignored, 1, 'it is counted')
})

t.test('a checkpoint knows whose word it is: what a former owner wrote after it counts nowhere', async (t) => {
  const state = { id: 'one', sum: 11, woken: 0, told: [], over: false }
  const fold = new Fold(toyMachines, [{ ref: one, state, seq: 2, after: 1, epoch: 2 }])
  fold.take(one, { records: [record(3, 1, 100)] }, 2)
  t.strictSame(sumOf(fold), [11])
  t.equal(fold.ignored, 1)
  fold.take(one, { records: [record(3, 2, 1_000)] }, 3)
  t.strictSame(sumOf(fold), [1_011])
})

t.test('a record of a newer version is refused in words', async (t) => {
  const newer = { ...record(1, 1, 1), v: 3 } as unknown as DecisionRecord
  t.throws(() => new Fold(toyMachines).take(one, { records: [newer] }, 1), /has shape 3; .* start the newer version/)
})
