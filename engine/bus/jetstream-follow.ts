// Tells a projection what the ledger holds after the projection's own stored sequence. Nothing is kept in NATS about it:
// a durable consumer's acknowledgement would cover what was handed to a reader that died with it.
import type { JsMsg } from '@nats-io/jetstream'
import type { Subscription } from '#engine/ports/bus.ts'
import type { FollowingProjection } from '#engine/ports/ledger.ts'
import { Cursor, type Streams } from './jetstream-cursor.ts'
import { readOf, STREAM } from './jetstream-words.ts'

const ALL = 'ledger.>'
const BATCH = 2_000
/** with so many entries or bytes nobody waits for more */
const MANY = 2_000
const MUCH_BYTES = 4 * 2 ** 20
const FIRST_PAUSE_MS = 200
const LONGEST_PAUSE_MS = 10_000
/** durable consumers of earlier versions: they would hold what nobody asks for any more */
const FORMER = ['call-records', 'clickhouse']

export async function followStream(streams: Streams, projection: FollowingProjection): Promise<Subscription> {
  const follower = new Follower(streams, projection)
  const running = follower.run()
  return {
    async stop() {
      follower.stop()
      await running
    },
  }
}

class Follower {
  readonly #streams: Streams
  readonly #projection: FollowingProjection
  #cursor: Cursor | undefined
  #stopped = false
  #heardAt = Number.NEGATIVE_INFINITY
  #wake: (() => void) | undefined

  constructor(streams: Streams, projection: FollowingProjection) {
    this.#streams = streams
    this.#projection = projection
  }

  async run(): Promise<void> {
    await this.#dropFormer()
    for (let tries = 0; !this.#stopped; ) {
      try {
        this.#cursor = new Cursor(this.#streams, ALL, await this.#start())
        while (!this.#stopped) {
          await this.#round(this.#cursor)
          tries = 0
        }
      } catch (error) {
        if (this.#stopped) break
        this.#projection.told({ type: 'failed', error, tries: ++tries })
        await this.#pause(Math.min(FIRST_PAUSE_MS * 2 ** Math.min(tries - 1, 10), LONGEST_PAUSE_MS))
      } finally {
        await this.#cursor?.close()
      }
    }
  }

  stop(): void {
    this.#stopped = true
    this.#cursor?.stop()
    this.#wake?.()
  }

  /** Where to go on; tells what is missing between there and the ledger's first entry. */
  async #start(): Promise<number> {
    const stored = await this.#projection.stored()
    const { first_seq: first, last_seq: last } = (await this.#streams.manager.streams.info(STREAM)).state
    if (stored > last) {
      this.#projection.told({ type: 'ahead', stored, last })
      await this.#projection.rewind(last)
      return last
    }
    if (first > stored + 1) this.#projection.told({ type: 'gap', after: stored, first })
    return stored
  }

  /**
   * What comes together is told together, and while that is stored more comes in. A pull ends within seconds: as long as
   * something is gathered the next one adds to it.
   */
  async #round(cursor: Cursor): Promise<void> {
    let waiting: JsMsg[] = []
    let bytes = 0
    let pulled = 0
    let after = cursor.at
    const isMuch = () =>
      waiting.length >= MANY || bytes >= MUCH_BYTES || pulled === BATCH || this.#stopped || fault !== undefined
    let fault: unknown
    let working: Promise<void> | undefined
    const drain = async () => {
      // a turn later, so that what arrived together is one batch
      await new Promise((resolve) => setImmediate(resolve))
      while (waiting.length > 0 && !this.#stopped && fault === undefined) {
        await this.#gathered(isMuch)
        if (this.#stopped || fault !== undefined) break
        const batch = waiting
        waiting = []
        bytes = 0
        const last = batch.at(-1)?.seq ?? after
        const first = batch[0]?.seq ?? 0
        if (first > after + 1) this.#projection.told({ type: 'gap', after, first })
        await this.#projection.heard(batch.map(readOf), after)
        after = last
      }
      working = undefined
    }
    const take = (message: JsMsg) => {
      waiting.push(message)
      bytes += message.data.length
      pulled++
      if (isMuch()) this.#wake?.()
      working ??= drain().catch((error) => {
        fault = error ?? new Error('a projection failed without a word')
        cursor.stop()
        this.#wake?.()
      })
    }
    try {
      do {
        pulled = 0
        for await (const message of cursor.pull(BATCH)) {
          take(message)
          if (this.#stopped || fault !== undefined) break
        }
      } while (waiting.length > 0 && !isMuch())
    } catch (error) {
      // what was gathered is read again, from where the projection then stands: nothing of it may be stored beside that
      fault ??= error ?? new Error('the ledger cannot be read')
      this.#wake?.()
    }
    await working
    if (fault !== undefined) throw fault
  }

  async #gathered(isMuch: () => boolean): Promise<void> {
    const until = this.#heardAt + (this.#projection.gatherMs ?? 0)
    for (;;) {
      const leftMs = until - performance.now()
      if (leftMs <= 0 || isMuch()) break
      await this.#pause(leftMs)
    }
    this.#heardAt = performance.now()
  }

  async #dropFormer(): Promise<void> {
    for (const name of FORMER) await this.#streams.manager.consumers.delete(STREAM, name).catch(() => {})
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
