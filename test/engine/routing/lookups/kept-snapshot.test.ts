// The company that lookups answer by: fresh where that is fast, never waited for when it is known already.
import t from 'tap'
import { keptSnapshot } from '#engine/routing/lookups/kept-snapshot.ts'

/** reads that end when the test says so */
function slowStore() {
  const reads: { end(value: number): void; fail(): void }[] = []
  const read = () =>
    new Promise<number>((resolve, reject) => reads.push({ end: resolve, fail: () => reject(new Error('away')) }))
  return { reads, read }
}
const settle = () => new Promise((resolve) => setImmediate(resolve))

t.test('while a fresh read is under way the last one answers', async (t) => {
  const { reads, read } = slowStore()
  const kept = keptSnapshot(read)
  const first = kept.get(5)
  reads[0]?.end(1)
  t.equal(await first, 1)
  kept.changed()
  t.equal(await kept.get(5), 1, 'nobody waits for a store that is slow')
  t.equal(await kept.get(5), 1)
  t.equal(reads.length, 2, 'one read for all')
  reads[1]?.end(2)
  await settle()
  t.equal(await kept.get(5), 2)
  t.equal(reads.length, 2)
})

t.test('what was changed just now is heard when the read is fast', async (t) => {
  let value = 1
  const kept = keptSnapshot(async () => value)
  t.equal(await kept.get(60_000), 1)
  value = 2
  t.equal(await kept.get(60_000), 1, 'nobody said that it changed')
  kept.changed()
  t.equal(await kept.get(60_000), 2)
})

t.test('a read that began before the change is not taken for fresh', async (t) => {
  const { reads, read } = slowStore()
  const kept = keptSnapshot(read)
  const first = kept.get(60_000)
  kept.changed()
  reads[0]?.end(1)
  await settle()
  t.equal(reads.length, 2)
  reads[1]?.end(2)
  t.equal(await first, 2)
})

t.test('a store that is away', async (t) => {
  const { reads, read } = slowStore()
  const kept = keptSnapshot(read)
  const first = kept.get(60_000)
  reads[0]?.fail()
  await t.rejects(first, /away/, 'nothing was ever read')
  const second = kept.get(60_000)
  reads[1]?.end(1)
  t.equal(await second, 1)
  kept.changed()
  const third = kept.get(60_000)
  reads[2]?.fail()
  t.equal(await third, 1)
  const fourth = kept.get(60_000)
  reads[3]?.end(4)
  t.equal(await fourth, 4, 'it is asked again')
})
