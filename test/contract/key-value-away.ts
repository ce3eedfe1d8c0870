// What every KeyValue must do when it fails half-way: run on the in-memory bucket and on a NATS that is killed. `away`
// takes it away, `back` brings it back.
import t from 'tap'
import { BusFault, type KeyValue } from '#engine/ports/bus.ts'
import { waitFor } from '../kit/wait.ts'

interface Breakable {
  bucket: KeyValue
  away(): Promise<void>
  back(): Promise<void>
}

const faultOf = (asked: Promise<unknown>) => asked.then(() => undefined).catch((error: unknown) => error)

export function keyValueAwayContract(name: string, open: () => Promise<Breakable>): void {
  t.test(`key-value contract, half-way: ${name}`, async (t) => {
    const { bucket, away, back } = await open()
    const first = await bucket.compareAndSet('shard.1', { owner: 'a' }, 0)
    const heard = new Map<string, unknown>()
    const watching = await bucket.watch((key, value) => heard.set(key, value))
    await waitFor(() => heard.size === 1, { what: 'the watch works' })

    t.test('while it is away every act is a fault that says: again', async (t) => {
      await away()
      const acts = [bucket.get('shard.1'), bucket.compareAndSet('shard.1', 1, first ?? 0), bucket.put('p', 1)]
      for (const fault of await Promise.all([...acts, bucket.remove('shard.1'), bucket.keys()].map(faultOf)))
        t.ok(fault instanceof BusFault && fault.again, String(fault))
    })

    t.test(
      'a write that failed is done or not: reading tells, and the same compare-and-set harms nobody',
      async (t) => {
        await back()
        const now = await waitFor(() => bucket.get('shard.1').catch(() => undefined), { what: 'it answers again' })
        t.ok(now.revision >= (first ?? 0))
        const won = await bucket.compareAndSet('shard.1', { owner: 'b' }, now.revision)
        t.ok(won)
        t.equal(
          await bucket.compareAndSet('shard.1', { owner: 'c' }, now.revision),
          undefined,
          'the old revision is over',
        )
        t.strictSame((await bucket.get('shard.1'))?.value, { owner: 'b' })
      },
    )

    t.test('a watch goes on by itself', async (t) => {
      await bucket.put('later', 1)
      await waitFor(() => heard.get('later') === 1, { what: 'what came after' })
      t.strictSame(heard.get('shard.1'), { owner: 'b' }, 'and what changed meanwhile')
      await watching.stop()
    })
  })
}
