// News on their way to the engine: in order per leg, sent again with the same id until the owner has taken them, so that
// nothing is lost while an engine restarts.
import type { Bus } from '#engine/ports/bus.ts'
import { type ActorRef, type Answer, type Envelope, subjects } from '#engine/protocol/actors.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import type { SipClock } from '#media/sip/api.ts'

const ASK_MS = 3_000
const AGAIN_MS = [100, 200, 500, 1000] as const
/** A leg that has gathered more than this has nobody who listens; the oldest go. */
const MOST_PER_LEG = 200
/** News of legs that are gone are kept so long for an engine that is away. */
const KEEP_MS = 10 * 60_000

export interface News {
  id: string
  owner: ActorRef
  news: MediaNews
  at: number
}

/** As it may be written down: secret keys are in no file. Told so, the engine asks the caller again. */
export const withoutSecret = (waiting: News): News =>
  waiting.news.type === 'digits-collected' && waiting.news.secret
    ? { ...waiting, news: { ...waiting.news, digits: '' } }
    : waiting

export interface OutboxSettings {
  bus: Pick<Bus, 'ask'>
  clock: SipClock
  newId(): string
  /** a news that nobody took: too many, or too old */
  onLost(news: MediaNews): void
  /** the owner took news after so many ms */
  onTaken(ms: number): void
  /** what waits has changed: for the journal */
  onChange(key: string, waiting: readonly News[]): void
}

interface Line {
  waiting: News[]
  tries: number
  cancel: (() => void) | undefined
  sending: boolean
}

export class Outbox {
  readonly #settings: OutboxSettings
  readonly #lines = new Map<string, Line>()
  readonly #taken = new Map<string, (answer: Answer) => void>()

  constructor(settings: OutboxSettings) {
    this.#settings = settings
  }

  get waiting(): number {
    let count = 0
    for (const line of this.#lines.values()) count += line.waiting.length
    return count
  }

  untaken(): MediaNews[] {
    return [...this.#lines.values()].flatMap(({ waiting }) => waiting.map(({ news }) => news))
  }

  /** `key` is the leg: news of one leg stay in order. `taken` hears what the owner said to it. */
  tell(key: string, owner: ActorRef, news: MediaNews, taken?: (answer: Answer) => void): void {
    const line = this.#line(key)
    const id = this.#settings.newId()
    line.waiting.push({ id, owner, news, at: this.#settings.clock.now() })
    if (taken) this.#taken.set(id, taken)
    if (line.waiting.length > MOST_PER_LEG) this.#settings.onLost(line.waiting.shift()!.news)
    this.#settings.onChange(key, line.waiting)
    void this.#send(key, line)
  }

  restore(key: string, waiting: readonly News[]): void {
    const line = this.#line(key)
    // news of an older journal have the time of day
    const now = this.#settings.clock.now()
    line.waiting.push(...waiting.map((news) => ({ ...news, at: Math.min(news.at, now) })))
    void this.#send(key, line)
  }

  /** The engine is back: do not wait for the next try. */
  wake(): void {
    for (const [key, line] of this.#lines) {
      line.tries = 0
      void this.#send(key, line)
    }
  }

  stop(): void {
    for (const line of this.#lines.values()) line.cancel?.()
    this.#lines.clear()
  }

  #line(key: string): Line {
    const line = this.#lines.get(key) ?? { waiting: [], tries: 0, cancel: undefined, sending: false }
    this.#lines.set(key, line)
    return line
  }

  async #send(key: string, line: Line): Promise<void> {
    if (line.sending) return
    line.sending = true
    line.cancel?.()
    line.cancel = undefined
    while (this.#lines.get(key) === line) {
      const first = line.waiting[0]
      if (!first) {
        this.#lines.delete(key)
        break
      }
      const taken = await this.#ask(first)
      if (line.waiting[0] !== first) continue
      const old = this.#settings.clock.now() - first.at > KEEP_MS
      if (!taken && !old) {
        this.#later(key, line)
        break
      }
      line.waiting.shift()
      line.tries = 0
      if (!taken) this.#settings.onLost(first.news)
      this.#taken.delete(first.id)
      this.#settings.onChange(key, line.waiting)
    }
    line.sending = false
  }

  #later(key: string, line: Line): void {
    const ms = AGAIN_MS[Math.min(line.tries, AGAIN_MS.length - 1)]!
    line.tries++
    line.cancel = this.#settings.clock.after(ms, () => {
      line.cancel = undefined
      void this.#send(key, line)
    })
  }

  /** A refusal is an answer too: the owner has heard it and wants none of it. */
  async #ask({ id, owner, news }: News): Promise<boolean> {
    const envelope: Envelope<{ type: 'news'; news: MediaNews }> = { id, cause: id, command: { type: 'news', news } }
    const asked = this.#settings.clock.now()
    try {
      const answer = (await this.#settings.bus.ask(subjects.actor(owner), envelope, ASK_MS)) as Answer | undefined
      if (answer === undefined || (!answer.ok && RETRIED.has(answer.refusal))) return false
      this.#settings.onTaken(this.#settings.clock.now() - asked)
      this.#taken.get(id)?.(answer)
      return true
    } catch {
      return false
    }
  }
}

/** Refusals that mean "not now", not "never". */
const RETRIED = new Set(['overloaded', 'unavailable'])
