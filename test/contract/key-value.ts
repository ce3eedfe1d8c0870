// What every KeyValue must do: run on the in-memory bucket and on JetStream.
import t from 'tap'
import type { KeyValue } from '#engine/ports/bus.ts'
import { waitFor } from '../kit/wait.ts'

export function keyValueContract(name: string, open: () => Promise<KeyValue>): void {
  t.test(`key-value contract: ${name}`, async (t) => {
    const bucket = await open()

    t.test('a key that is not there is undefined', async (t) => {
      t.equal(await bucket.get('nothing'), undefined)
    })

    t.test('revision 0 creates, and only the first one creates', async (t) => {
      const revision = await bucket.compareAndSet('shard.7', { owner: 'a', epoch: 1 }, 0)
      t.ok(revision)
      t.equal(await bucket.compareAndSet('shard.7', { owner: 'b', epoch: 1 }, 0), undefined)
      t.strictSame(await bucket.get('shard.7'), { value: { owner: 'a', epoch: 1 }, revision })
    })

    t.test('of many writers who saw the same revision exactly one wins', async (t) => {
      const seen = await bucket.get('shard.7')
      const writes = Array.from({ length: 8 }, (_, n) =>
        bucket.compareAndSet('shard.7', { owner: `n${n}`, epoch: 2 }, seen?.revision ?? 0),
      )
      t.equal((await Promise.all(writes)).filter((revision) => revision !== undefined).length, 1)
    })

    t.test('an old revision changes nothing', async (t) => {
      const before = await bucket.get('shard.7')
      t.equal(await bucket.compareAndSet('shard.7', 'late', (before?.revision ?? 1) - 1), undefined)
      t.strictSame(await bucket.get('shard.7'), before)
    })

    t.test('put overwrites, remove forgets, and revision 0 creates again', async (t) => {
      await bucket.put('point.1', { n: 1 })
      await bucket.put('point.1', { n: 2 })
      t.strictSame((await bucket.get('point.1'))?.value, { n: 2 })
      t.strictSame((await bucket.keys()).sort(), ['point.1', 'shard.7'])
      await bucket.remove('point.1')
      t.equal(await bucket.get('point.1'), undefined)
      t.strictSame(await bucket.keys(), ['shard.7'])
      t.ok(await bucket.compareAndSet('point.1', { n: 3 }, 0))
    })

    t.test('a watcher hears what is there and what changes', async (t) => {
      const heard = new Map<string, unknown>()
      const watch = await bucket.watch((key, value) => heard.set(key, value))
      await waitFor(() => heard.size === 2, { what: 'the two keys that are there' })
      await bucket.put('new', 1)
      await bucket.remove('point.1')
      await waitFor(() => heard.get('new') === 1 && heard.get('point.1') === undefined, { what: 'the changes' })
      t.strictSame([...heard.keys()].sort(), ['new', 'point.1', 'shard.7'])
      await watch.stop()
    })
  })
}
