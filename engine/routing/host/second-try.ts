// A bucket whose questions are asked again when their answer is lost: a node reads hundreds of keys at a start or a
// takeover, and one lost answer must not undo all the others.
import { BusFault, type KeyValue } from '#engine/ports/bus.ts'
import type { Clock } from '#engine/ports/clock.ts'

const TRIES = 3
const PAUSE_MS = 100

/** Only reading is repeated: what a lost answer to a change means is for its sender to find out. */
export function secondTry(bucket: KeyValue, clock: Clock): KeyValue {
  const again = async <Value>(read: () => Promise<Value>): Promise<Value> => {
    for (let n = 1; ; n++) {
      try {
        return await read()
      } catch (error) {
        if (!(error instanceof BusFault) || !error.again || n >= TRIES) throw error
        await new Promise<void>((resolve) => clock.after(PAUSE_MS * n, resolve))
      }
    }
  }
  return { ...bucket, get: (key) => again(() => bucket.get(key)), keys: () => again(() => bucket.keys()) }
}
