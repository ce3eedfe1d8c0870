// Reads the ledger to its end. The end is told by sequence: nats-server 2.9 counts `pending` wrongly for a consumer that
// starts at a sequence, so a reader that waits for `pending 0` may wait for ever.
import { LedgerFault, type Read } from '#engine/ports/ledger.ts'
import { Cursor, newestOf, type Streams } from './jetstream-cursor.ts'
import { readOf } from './jetstream-words.ts'
import { pause, type Told, tried } from './patience.ts'

const PULL = 1_000
/** tries without one message further, before whoever reads is told */
const TRIES = 3
const PAUSE_MS = 300

export async function* readStream(
  streams: Streams,
  filter: string,
  afterSequence: number,
  told: Told,
): AsyncGenerator<Read> {
  const askNewest = () =>
    tried(`newest entry of ${filter}`, () => newestOf(streams, filter), {
      tries: TRIES,
      pauseMs: PAUSE_MS,
      told,
    }).catch((cause) => {
      throw new LedgerFault(`${filter}: ${String(cause)}`, true, { cause })
    })
  let newest = await askNewest()
  const cursor = new Cursor(streams, filter, afterSequence)
  try {
    for (let without = 0; cursor.at < newest; ) {
      const before = cursor.at
      let why: unknown
      try {
        for await (const message of cursor.pull(PULL)) {
          yield readOf(message)
          if (cursor.at >= newest) return
        }
      } catch (error) {
        why = error
      }
      without = cursor.at > before ? 0 : without + 1
      if (cursor.at > before) continue
      if (without >= TRIES)
        throw new LedgerFault(`${filter}: nothing after ${cursor.at} of ${newest}`, true, { cause: why })
      told('the ledger says nothing: reading again', { filter, at: cursor.at, newest, tries: without, err: why })
      await pause(PAUSE_MS * without)
      // what we wait for may have left the stream meanwhile
      newest = await askNewest()
    }
  } finally {
    await cursor.close()
  }
}
