// A place in the ledger's stream and the way on from there: messages in order, none twice, none left out, never a wait
// without end. An ordered consumer is made when needed and thrown away at the first doubt.
import {
  type Consumer,
  type ConsumerMessages,
  DeliverPolicy,
  type JetStreamClient,
  type JetStreamManager,
  type JsMsg,
} from '@nats-io/jetstream'
import { STREAM } from './jetstream-words.ts'
import { within } from './patience.ts'

export interface Streams {
  js: JetStreamClient
  manager: JetStreamManager
}

/** the server ends a pull after this; a shorter span is refused by the client */
const PULL_MS = 5_000
/** past it the server or the consumer is gone: the answer to a pull comes within PULL_MS */
const SILENT_MS = PULL_MS + 3_000
const END_MS = 2_000

export class Cursor {
  readonly #streams: Streams
  readonly #filter: string
  #consumer: Consumer | undefined
  #pulling: ConsumerMessages | undefined
  #stopped = false
  /** stream sequence of the last message handed out */
  at: number

  constructor(streams: Streams, filter: string, after: number) {
    this.#streams = streams
    this.#filter = filter
    this.at = after
  }

  /**
   * At most `most` messages after `at`, as they come; ends when the server has no more for a while. Throws when it cannot
   * tell: the next pull begins anew after `at`.
   */
  async *pull(most: number): AsyncGenerator<JsMsg> {
    let sound = false
    try {
      this.#consumer ??= await this.#open()
      const messages = await this.#consumer.fetch({ max_messages: most, expires: PULL_MS })
      this.#pulling = messages
      if (this.#stopped) return
      const iterator = messages[Symbol.asyncIterator]()
      // to the pull's own end: the client allows one at a time
      for (;;) {
        const next = await within(SILENT_MS, 'the ledger', iterator.next())
        if (next.done) break
        if (next.value.seq <= this.at) continue
        this.at = next.value.seq
        yield next.value
      }
      sound = true
    } finally {
      this.#pulling?.stop()
      this.#pulling = undefined
      if (!sound) await this.close()
    }
  }

  /** A pull under way ends at once. */
  stop(): void {
    this.#stopped = true
    this.#pulling?.stop()
  }

  async close(): Promise<void> {
    const consumer = this.#consumer
    this.#consumer = undefined
    // a consumer that cannot be deleted goes by itself when nobody pulls
    if (consumer) await within(END_MS, 'delete', consumer.delete()).catch(() => {})
  }

  #open(): Promise<Consumer> {
    return this.#streams.js.consumers.get(STREAM, {
      filter_subjects: this.#filter,
      deliver_policy: DeliverPolicy.StartSequence,
      opt_start_seq: this.at + 1,
    })
  }
}

/** Stream sequence of the newest entry of a subject (wildcards too), 0 for none. Asked, never taken from `pending`. */
export async function newestOf({ manager }: Streams, filter: string): Promise<number> {
  return (await manager.streams.getMessage(STREAM, { last_by_subj: filter }))?.seq ?? 0
}
