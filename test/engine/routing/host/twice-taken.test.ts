// Two owners die one after the other: what the second had only read is not lost to the third, though it changed nothing.
import t from 'tap'
import { memoryBroker } from '#engine/bus/memory.ts'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import { manualClock } from '#engine/clock/manual.ts'
import { type ActorRef, shardOf } from '#engine/protocol/actors.ts'
import { Checkpoints } from '#engine/routing/ledger/checkpoint.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { settled, startEngine, testMedia } from '../../../kit/engine.ts'
import type { ToyCommand } from '../../../kit/toy.ts'
import { waitFor } from '../../../kit/wait.ts'

const toy = (command: ToyCommand) => command
const lives: ActorRef = { kind: 'call', id: 'call-1' }
const ends: ActorRef = { kind: 'call', id: 'call-2' }

function world() {
  const [clock, broker] = [manualClock(), memoryBroker()]
  const checkpoints = memoryKeyValue()
  const shared = { clock, shards: memoryKeyValue(), checkpoints, ledger: memoryLedger(), media: testMedia() }
  return { clock, checkpoints, parts: () => ({ ...shared, bus: broker.connect() }) }
}

/** The keeper has been at both shards since `before`. */
async function kept({ clock, checkpoints }: ReturnType<typeof world>, before: number): Promise<void> {
  const head = async (ref: ActorRef) => (await checkpoints.get(String(shardOf(ref.id))))?.revision ?? 0
  const all = async () => {
    clock.advance(1_000)
    return (await head(lives)) > before && (await head(ends)) > before
  }
  await waitFor(all, { what: 'both shards have a newer checkpoint' })
}

const newest = async (checkpoints: ReturnType<typeof world>['checkpoints']): Promise<number> => {
  const revisions = (await checkpoints.keys()).map(async (key) => (await checkpoints.get(key))?.revision ?? 0)
  return Math.max(0, ...(await Promise.all(revisions)))
}

t.test('what a takeover read is in its checkpoint, whether it changed since or not', async (t) => {
  const here = world()
  const first = await startEngine(here.parts())
  for (const ref of [lives, ends]) await first.engine.ask(ref, toy({ type: 'add', n: 1 }))
  await kept(here, 0)
  await first.engine.ask(lives, toy({ type: 'add', n: 5 }))
  await first.engine.ask(ends, toy({ type: 'end' }))
  await settled(first.engine)
  await waitFor(() => first.engine.unkept() === 0, { what: 'the ledger has everything' })
  first.engine.kill()

  const before = await newest(here.checkpoints)
  const second = await startEngine(here.parts())
  t.match(second.engine.stateOf(lives), { sum: 6 })
  await kept(here, before)
  second.engine.kill()

  const third = await startEngine(here.parts())
  t.match(third.engine.stateOf(lives), { sum: 6 }, 'it has all its life')
  t.equal(third.engine.stateOf(ends), undefined, 'and who was over stays over')
  third.engine.kill()
})

t.test('a shard that was never loaded is not written as empty', async (t) => {
  const bucket = memoryKeyValue()
  const kept = [{ ref: lives, state: { sum: 1 }, seq: 1, after: 1 }]
  const owner = new Checkpoints(bucket)
  await owner.load(7)
  await owner.save(7, 1, { through: 10, kept })
  const next = new Checkpoints(bucket)
  t.equal(await next.touch(7, 2, 20), false, 'its owner is about to load it')
  t.match(await new Checkpoints(bucket).load(7), { through: 10, kept })
})
