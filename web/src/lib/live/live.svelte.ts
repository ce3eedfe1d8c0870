// Rune face of the live store: what pages read. Opens the one socket of this page.
import type { LiveTopic } from '#engine/protocol/live.ts'
import type { Clock } from '../clock.svelte.ts'
import { type ConnectionState, createLiveConnection, type LiveConnection } from './connection.ts'
import { queuesInOrder } from './figures.ts'
import { createLiveStore, type LiveData, type Notice, type Word } from './store.ts'

const TICK_MS = 50

export class Live {
  data = $state.raw<LiveData>() as LiveData
  state = $state<ConnectionState>('off')
  readonly store = createLiveStore({ now: () => Date.now(), soon: (run) => setTimeout(run, TICK_MS) })
  #connection: LiveConnection | undefined
  readonly #clock: Clock
  readonly #queues = $derived(queuesInOrder([...this.data.queues.values()]))

  constructor(clock: Clock) {
    this.#clock = clock
    this.data = this.store.data()
    this.store.onChange(() => {
      this.data = this.store.data()
      this.#clock.setSkew(this.data.skewMs)
    })
  }

  get agents() {
    return [...this.data.agents.values()]
  }
  /** before the first picture of the centre: nothing is known yet, which is not nothing */
  get coming(): boolean {
    return this.state !== 'live' && this.data.seq === 0
  }
  /** in the one order in which every list and filter shows them */
  get queues() {
    return this.#queues
  }
  get calls() {
    return [...this.data.calls.values()]
  }
  get me() {
    return this.data.me
  }

  onNotice(listener: (notice: Notice) => void): () => void {
    return this.store.onNotice(listener)
  }

  onWord(listener: (word: Word) => void): () => void {
    return this.store.onWord(listener)
  }

  open(topics: LiveTopic[], kioskToken?: string): void {
    this.close()
    const url = new URL('/live', location.href)
    url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
    if (kioskToken) url.searchParams.set('token', kioskToken)
    this.#connection = createLiveConnection({
      open: () => new WebSocket(url) as never,
      topics,
      onFrame: (frame) => this.store.apply(frame),
      onState: (state) => {
        this.state = state
      },
      now: () => Date.now(),
      later: (ms, run) => {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
    })
    this.#connection.start()
  }

  nudge = (): void => this.#connection?.nudge()

  close(): void {
    this.#connection?.stop()
    this.#connection = undefined
    this.store.clear()
  }
}
