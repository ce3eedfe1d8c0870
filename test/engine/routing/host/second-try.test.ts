// A lost answer among hundreds is asked for again, and ends no start and no takeover.
import t from 'tap'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import { manualClock } from '#engine/clock/manual.ts'
import { BusFault, type KeyValue } from '#engine/ports/bus.ts'
import { secondTry } from '#engine/routing/host/second-try.ts'

/** loses the answer to the first `lost` reads */
function losing(lost: number): KeyValue {
  const bucket = memoryKeyValue()
  let reads = 0
  return {
    ...bucket,
    get: async (key) => {
      if (reads++ < lost) throw new BusFault('timeout', key)
      return bucket.get(key)
    },
  }
}

async function readThrough(lost: number): Promise<unknown> {
  const clock = manualClock()
  const bucket = secondTry(losing(lost), clock)
  await bucket.put('7', 'seven')
  const read = bucket.get('7').then(
    (entry) => entry?.value,
    (error: Error) => error.message,
  )
  for (let n = 0; n < 10; n++) {
    await new Promise((resolve) => setImmediate(resolve))
    clock.advance(1_000)
  }
  return read
}

t.test('a bucket that loses answers is asked again', async (t) => {
  t.equal(await readThrough(0), 'seven')
  t.equal(await readThrough(2), 'seven')
})

t.test('a bucket that never answers is a fault all the same', async (t) => {
  t.equal(await readThrough(1_000), 'timeout: 7')
})
