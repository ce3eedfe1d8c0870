// A durable reader of the ledger for projections: batches in order, at least once, acknowledged when the reader is done.
import {
  AckPolicy,
  type ConsumerMessages,
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from '@nats-io/jetstream'
import type { Subscription } from '#engine/ports/bus.ts'
import { type Read, readOf, STREAM } from './jetstream-words.ts'

const BATCH = 2_000
/** a batch that waits for its database is not sent again meanwhile */
const ACK_WAIT_MS = 10 * 60_000
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 10_000

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export async function followStream(
  js: JetStreamClient,
  manager: JetStreamManager,
  durableName: string,
  heard: (entries: Read[]) => Promise<void>,
): Promise<Subscription> {
  await manager.consumers.add(STREAM, {
    durable_name: durableName,
    // in order: the acknowledgement of the last covers those before
    ack_policy: AckPolicy.All,
    deliver_policy: DeliverPolicy.All,
    ack_wait: ACK_WAIT_MS * 1_000_000,
    max_ack_pending: 20_000,
    filter_subject: 'ledger.>',
  })
  const consumer = await js.consumers.get(STREAM, durableName)
  let stopped = false
  let waiting: JsMsg[] = []
  let done = 0
  let working: Promise<void> | undefined

  const drain = async () => {
    while (waiting.length > 0 && !stopped) {
      const batch = waiting.slice(0, BATCH)
      waiting = waiting.slice(BATCH)
      // after a lost connection the server sends again what was handled but not acknowledged
      const fresh = batch.filter((message) => message.seq > done)
      if (fresh.length > 0) await untilHeard(fresh.map(readOf), heard, () => stopped)
      if (stopped) return
      done = Math.max(done, batch.at(-1)?.seq ?? 0)
      batch.at(-1)?.ack()
    }
    working = undefined
  }
  const messages: ConsumerMessages = await consumer.consume({
    max_messages: BATCH,
    callback: (message) => {
      waiting.push(message)
      // a turn later, so that what arrived together is one batch
      working ??= new Promise<void>((resolve) => setImmediate(resolve)).then(drain)
    },
  })
  return {
    async stop() {
      stopped = true
      messages.stop()
      await working
    },
  }
}

/** A projection whose database is away is told the same batch again until it manages. */
async function untilHeard(batch: Read[], heard: (entries: Read[]) => Promise<void>, stopped: () => boolean) {
  for (let pauseMs = FIRST_PAUSE_MS; !stopped(); pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await heard(batch)
    } catch {
      await pause(pauseMs)
    }
  }
}
