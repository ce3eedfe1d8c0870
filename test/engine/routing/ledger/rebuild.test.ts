// Shards brought back: by their checkpoints and what the ledger holds since, each entry read once and of no other shard.
import t from 'tap'
import { type ActorRef, shardOf } from '#engine/protocol/actors.ts'
import type { DecisionRecord } from '#engine/protocol/ledger.ts'
import type { Checkpoint } from '#engine/routing/ledger/checkpoint.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { rebuild } from '#engine/routing/ledger/rebuild.ts'
import { type ToyFact, type ToyState, toyMachines } from '../../../kit/toy.ts'

/** One actor in each of 12 shards. */
const actors: ActorRef[] = []
for (let n = 0; actors.length < 12; n++) {
  const ref: ActorRef = { kind: 'call', id: `call-${n}` }
  if (!actors.some((each) => shardOf(each.id) === shardOf(ref.id))) actors.push(ref)
}
const shards = actors.map((ref) => shardOf(ref.id))

const record = ({ kind, id }: ActorRef, seq: number, n: number): DecisionRecord => ({
  ...{ v: 1, id: `${id}-${seq}`, at: 0, kind, actor: id, seq, epoch: 1, cause: '', command: { type: 'add' } },
  facts: [{ type: 'added', n } as ToyFact],
})

/** Every actor adds 1, then 10: entries 1 to 12, then 13 to 24. */
async function ledgerOfAll() {
  const ledger = memoryLedger()
  const first = new Map<string, number>()
  for (const ref of actors) {
    const answer = await ledger.append(ref, { records: [record(ref, 1, 1)] }, 0)
    if (answer.ok) first.set(ref.id, answer.sequence)
  }
  for (const ref of actors) await ledger.append(ref, { records: [record(ref, 2, 10)] }, first.get(ref.id) ?? 0)
  return ledger
}

const sums = (rebuilt: Awaited<ReturnType<typeof rebuild>>) =>
  Object.fromEntries(rebuilt.actors.map(({ ref, state }) => [ref.id, (state as ToyState).sum]))
const wanted = (count: number, sum = 11) => Object.fromEntries(actors.slice(0, count).map(({ id }) => [id, sum]))
const none = async (): Promise<Checkpoint> => ({ through: 0, kept: [] })

/** What a checkpoint after the first round holds of a shard. */
const afterFirst = async (shard: number): Promise<Checkpoint> => ({
  through: 12,
  kept: actors
    .filter((ref) => shardOf(ref.id) === shard)
    .map((ref) => ({
      ...{ ref, state: { ...(toyMachines.get('call')?.initial(ref.id) as ToyState), sum: 1 }, seq: 1 },
      after: actors.indexOf(ref) + 1,
    })),
  epoch: 1,
})

for (const count of [1, 7, 8, 11])
  t.test(`${count} of 12 shards: their actors and nobody else's`, async (t) => {
    const ledger = await ledgerOfAll()
    const own = shards.slice(0, count)
    const bare = await rebuild(own, toyMachines, ledger, none)
    t.strictSame(sums(bare), wanted(count))
    t.match(bare, { entries: 2 * count, ignored: 0, sequence: 12 + count })
    const since = await rebuild(own, toyMachines, ledger, afterFirst)
    t.strictSame(sums(since), wanted(count), 'by checkpoint and ledger the same')
    t.match(since, { entries: count, ignored: 0, sequence: 12 + count })
  })

t.test('what a checkpoint goes up to is not read again, to the entry', async (t) => {
  const ledger = await ledgerOfAll()
  const [first, ...others] = shards as [number, ...number[]]
  // the first shard's checkpoint knows its second entry too, which is the 13th
  const load = async (shard: number): Promise<Checkpoint> => {
    const point = await afterFirst(shard)
    if (shard !== first) return point
    const [kept] = point.kept
    return {
      ...point,
      through: 13,
      kept: kept ? [{ ...kept, state: { ...(kept.state as ToyState), sum: 11 }, seq: 2 }] : [],
    }
  }
  const all = await rebuild([first, ...others], toyMachines, ledger, load)
  t.strictSame(sums(all), wanted(12))
  t.equal(all.entries, 11)
  const alone = await rebuild([first], toyMachines, ledger, load)
  t.match(alone, { entries: 0 })
  t.strictSame(sums(alone), wanted(1))
})
