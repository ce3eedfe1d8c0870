// One thread of the mixer. One that dies or stands still is replaced by an empty one, and told of.
import type { Worker } from 'node:worker_threads'
import { startThread } from '#config/code/place.ts'
import { RtpengineFault } from '#media/rtpengine/fault.ts'
import type { RtpAddress } from '#media/rtpengine/sdp.ts'
import type { SipClock } from '#media/sip/api.ts'
import type { Figures, FromThread, Seat, ToThread } from './words.ts'

/** a seat is there within a few ms; a thread that is just starting needs some 200 */
const SEAT_MS = 3000
const PING_MS = 500
/** unanswered in a row: it stands still */
const MOST_UNANSWERED = 4
/** one that dies at once is not started in a circle */
const AGAIN_MS = 500

const THREAD = new URL('./thread.ts', import.meta.url)
const NONE: Figures = { rooms: 0, seats: 0, lateP99: 0, lateMost: 0 }

interface Waiting {
  resolve(at: RtpAddress): void
  reject(fault: RtpengineFault): void
  cancel(): void
}

export class MixerThread {
  figures = NONE
  readonly #clock: SipClock
  readonly #died: () => void
  readonly #waiting = new Map<number, Waiting>()
  #takes = 0
  #thread: Worker | undefined
  #unanswered = 0
  #cancel = () => {}

  constructor(clock: SipClock, died: () => void) {
    this.#clock = clock
    this.#died = died
    this.#start()
  }

  seat(seat: Seat): Promise<RtpAddress> {
    const take = ++this.#takes
    return new Promise((resolve, reject) => {
      const fail = (why: string) => reject(new RtpengineFault('mix', why, true))
      if (!this.#tell({ type: 'seat', take, seat })) return fail('the mixer is being started anew')
      const cancel = this.#clock.after(SEAT_MS, () => {
        this.#waiting.delete(take)
        fail('the mixer does not answer')
      })
      this.#waiting.set(take, { resolve, reject, cancel })
    })
  }

  hears(id: string, speakers: readonly string[]): void {
    this.#tell({ type: 'hears', id, speakers })
  }

  leave(id: string): void {
    this.#tell({ type: 'leave', id })
  }

  close(): void {
    this.#cancel()
    const thread = this.#thread
    this.#thread = undefined
    void thread?.terminate()
  }

  #tell(word: ToThread): boolean {
    this.#thread?.postMessage(word)
    return this.#thread !== undefined
  }

  #start(): void {
    const thread = startThread(THREAD)
    thread.unref()
    this.#thread = thread
    this.#unanswered = 0
    thread.on('message', (word: FromThread) => this.#thread === thread && this.#heard(word))
    thread.on('error', () => this.#gone(thread))
    thread.on('exit', () => this.#gone(thread))
    this.#ping()
  }

  #ping(): void {
    this.#cancel = this.#clock.after(PING_MS, () => {
      if (this.#unanswered >= MOST_UNANSWERED) return this.#gone(this.#thread)
      this.#unanswered++
      this.#tell({ type: 'ping' })
      this.#ping()
    })
  }

  #heard(word: FromThread): void {
    this.#unanswered = 0
    if (word.type === 'pong') {
      this.figures = word.figures
      return
    }
    const waiting = this.#waiting.get(word.take)
    this.#waiting.delete(word.take)
    waiting?.cancel()
    if (word.type === 'seated') waiting?.resolve({ host: '127.0.0.1', port: word.port })
    else waiting?.reject(new RtpengineFault('mix', word.why, true))
  }

  #gone(thread: Worker | undefined): void {
    if (!thread || this.#thread !== thread) return
    this.close()
    this.figures = NONE
    for (const { reject, cancel } of this.#waiting.values()) {
      cancel()
      reject(new RtpengineFault('mix', 'the mixer died', true))
    }
    this.#waiting.clear()
    this.#cancel = this.#clock.after(AGAIN_MS, () => this.#start())
    this.#died()
  }
}
