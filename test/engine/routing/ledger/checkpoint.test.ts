// Checkpoints: whole or not at all, in a bounded number of keys, and never over a later owner's word.
import t from 'tap'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import type { KeyValue } from '#engine/ports/bus.ts'
import { Checkpoints } from '#engine/routing/ledger/checkpoint.ts'
import type { Kept } from '#engine/routing/ledger/fold.ts'

const kept = (count: number, text: string): Kept[] =>
  Array.from({ length: count }, (_, n) => ({ ref: { kind: 'call', id: `c${n}` }, state: { text }, seq: n, after: n }))

t.test('a checkpoint comes back as it was saved, also one in many pieces', async (t) => {
  const bucket = memoryKeyValue()
  const big = kept(300, '听澜'.repeat(1_000))
  t.ok(await new Checkpoints(bucket).save(7, 1, { through: 42, kept: big }))
  t.strictSame(await new Checkpoints(bucket).load(7), { through: 42, kept: big, epoch: 1 })
  t.ok((await bucket.keys()).length > 3)
  t.strictSame(await new Checkpoints(bucket).load(8), { through: 0, kept: [] })
})

t.test('many saves and restarts use few keys', async (t) => {
  const bucket = memoryKeyValue()
  const used = new Set<string>()
  const noting: KeyValue = {
    ...bucket,
    put(key, value) {
      used.add(key)
      return bucket.put(key, value)
    },
  }
  for (let epoch = 1; epoch <= 20; epoch++) {
    const checkpoints = new Checkpoints(noting)
    await checkpoints.load(1)
    for (let save = 0; save < 5; save++) await checkpoints.save(1, epoch, { through: save, kept: kept(2, `${epoch}`) })
  }
  t.ok(used.size <= 8, `${used.size} keys`)
  t.strictSame(await new Checkpoints(bucket).load(1), { through: 4, kept: kept(2, '20'), epoch: 20 })
})

t.test('a crash between the pieces leaves the checkpoint before', async (t) => {
  const bucket = memoryKeyValue()
  const first = new Checkpoints(bucket)
  await first.save(1, 1, { through: 1, kept: kept(3, 'old') })
  const dying: KeyValue = { ...bucket, compareAndSet: () => Promise.reject(new Error('died')) }
  const second = new Checkpoints(dying)
  await second.load(1)
  await t.rejects(second.save(1, 1, { through: 2, kept: kept(3, 'new') }))
  t.strictSame(await new Checkpoints(bucket).load(1), { through: 1, kept: kept(3, 'old'), epoch: 1 })
})

t.test('a former owner that wakes up does not overwrite', async (t) => {
  const bucket = memoryKeyValue()
  const former = new Checkpoints(bucket)
  await former.save(1, 1, { through: 1, kept: kept(1, 'former') })
  const owner = new Checkpoints(bucket)
  await owner.load(1)
  t.ok(await owner.save(1, 2, { through: 2, kept: kept(1, 'owner') }))
  t.notOk(await former.save(1, 1, { through: 3, kept: kept(1, 'late') }))
  t.notOk(await former.touch(1, 1, 9))
  t.strictSame(await new Checkpoints(bucket).load(1), { through: 2, kept: kept(1, 'owner'), epoch: 2 })
})

t.test('where nothing changed only how far the ledger was read is written: what is kept stays', async (t) => {
  const bucket = memoryKeyValue()
  const checkpoints = new Checkpoints(bucket)
  await checkpoints.save(1, 1, { through: 4, kept: kept(3, 'here') })
  t.equal(await checkpoints.touch(1, 1, 9), true)
  t.strictSame(await new Checkpoints(bucket).load(1), { through: 9, kept: kept(3, 'here'), epoch: 1 })
  await checkpoints.load(2)
  t.equal(await checkpoints.touch(2, 1, 9), true)
  t.strictSame(
    await new Checkpoints(bucket).load(2),
    { through: 9, kept: [], epoch: 1 },
    'nor is anything kept of none',
  )
})

t.test('an owner that does not know its own last word writes over it', async (t) => {
  const bucket = memoryKeyValue()
  const owner = new Checkpoints(bucket)
  await owner.save(1, 3, { through: 1, kept: kept(1, 'first') })
  owner.forget(1)
  t.equal(await owner.save(1, 3, { through: 2, kept: kept(1, 'second') }), true, 'of the same epoch')
  t.strictSame(await new Checkpoints(bucket).load(1), { through: 2, kept: kept(1, 'second'), epoch: 3 })
  const gone: KeyValue = { ...bucket, compareAndSet: async () => undefined, get: async () => undefined }
  t.equal(
    await new Checkpoints(gone).save(1, 4, { through: 3, kept: [] }),
    false,
    'a bucket that lost it is not fought',
  )
})

t.test('a checkpoint without its pieces is none: the whole ledger is read', async (t) => {
  const bucket = memoryKeyValue()
  await new Checkpoints(bucket).save(1, 1, { through: 7, kept: kept(2, 'here') })
  for (const key of await bucket.keys()) if (key !== '1') await bucket.remove(key)
  t.strictSame(await new Checkpoints(bucket).load(1), { through: 0, kept: [] })
})

t.test(
  'a checkpoint of a newer version is refused in words, one from before there were versions is read',
  async (t) => {
    const bucket = memoryKeyValue()
    await bucket.put('1', { v: 3, epoch: 1, through: 5, pieces: [] })
    await t.rejects(new Checkpoints(bucket).load(1), /checkpoint 1 has shape 3.*reads shapes up to 2/)
    await bucket.put('2', { epoch: 3, through: 5, pieces: [] })
    t.strictSame(await new Checkpoints(bucket).load(2), { through: 5, kept: [], epoch: 3 })
  },
)
