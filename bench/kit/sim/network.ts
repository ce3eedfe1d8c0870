// A network in one process whose every message is a timer of one hand-turned clock: delayed, lost, doubled, cut and ended by
// whoever holds the dice. Messages of one sender to one hearer stay in order, as NATS keeps them.
import { matches } from '#engine/bus/subject.ts'
import type { ManualClock } from '#engine/clock/manual.ts'
import { type Bus, BusFault, type Subscription } from '#engine/ports/bus.ts'

export interface Dice {
  delayMs(): number
  /** a question or an answer on its way; what is published is as safe as NATS keeps it */
  lost(): boolean
  doubled(): boolean
}

type Heard = (value: unknown, subject: string, answer?: (value: unknown) => void) => void
interface Subscribed {
  pattern: string
  /** what stands before its first wildcard */
  begins: string
  heard: Heard
  link: Link
}

const copied = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))
/** what is of no call's life: views, signs of life, buckets */
const HOUSEKEEPING = /^(live|node|ask|\$bucket)/

const UNKEPT_MS = 5_000

const never = <Value>(): Promise<Value> => new Promise(() => undefined)

export class Network {
  readonly clock: ManualClock
  readonly dice: Dice
  readonly subscribed = new Set<Subscribed>()
  /** told before anything of a call's life leaves a link: a crash may come right here */
  onSend: (link: Link) => void = () => undefined

  constructor(clock: ManualClock, dice: Dice) {
    this.clock = clock
    this.dice = dice
  }

  link(name: string): Link {
    return new Link(name, this)
  }
}

export class Link implements Bus {
  readonly name: string
  readonly #net: Network
  readonly #lastTo = new Map<string, number>()
  readonly #connectionHeard: ((connected: boolean) => void)[] = []
  #held: (() => void)[] | undefined
  #up = true
  alive = true
  /** a server of the bus without the others: who is connected there notices nothing, and nothing is kept */
  #island = ''

  constructor(name: string, net: Network) {
    this.name = name
    this.#net = net
  }

  /** Runs what happens to this end: never once it is dead, later while it is stopped. */
  gate(run: () => void): void {
    if (!this.alive) return
    if (this.#held) this.#held.push(run)
    else run()
  }

  /** SIGSTOP and SIGCONT. */
  stop(stopped: boolean): void {
    const held = this.#held ?? []
    this.#held = stopped ? (this.#held ?? []) : undefined
    if (!stopped) for (const run of held) this.gate(run)
  }

  /** Only those on the same island hear each other; ledger and buckets are on none. */
  strand(island: string): void {
    this.#island = island
  }

  /** What a far end tells by itself, as a watched bucket does. */
  reaches(run: () => void): void {
    if (this.#island === '') this.gate(run)
  }

  cut(cut: boolean): void {
    if (this.#up === !cut) return
    this.#up = !cut
    for (const heard of this.#connectionHeard) this.gate(() => heard(!cut))
  }

  kill(): void {
    this.alive = false
    for (const each of this.#net.subscribed) if (each.link === this) this.#net.subscribed.delete(each)
  }

  /** A piece of work beyond the network: the ledger, a bucket. `work` is done there also when this end dies meanwhile. */
  async remote<Value>(work: () => Promise<Value>, applied?: () => boolean): Promise<Value> {
    if (!this.#leaves(applied ? 'append' : '$bucket')) return never()
    if (!this.#up) throw new BusFault('disconnected', 'remote')
    await this.#wait(this.#due('remote'))
    if (this.#island !== '') await this.#unkept()
    if (applied && !applied()) return never()
    const said = await work()
    if (this.#island !== '') await this.#unkept()
    if (this.#net.dice.lost()) {
      await this.#wait(2_000)
      if (this.alive) throw new BusFault('timeout', 'remote')
    }
    await this.#wait(this.#net.dice.delayMs())
    await new Promise<void>((resolve) => this.gate(resolve))
    if (!this.#up) throw new BusFault('disconnected', 'remote')
    return said
  }

  /** Servers that are too few answer nobody. */
  async #unkept(): Promise<never> {
    await this.#wait(UNKEPT_MS)
    await new Promise<void>((resolve) => this.gate(resolve))
    throw new BusFault('timeout', 'remote')
  }

  publish(subject: string, value: unknown): void {
    if (!this.#leaves(subject) || !this.#up) return
    for (const each of this.#hearers(subject)) this.#send(each, copied(value), subject)
  }

  async ask(subject: string, value: unknown, timeoutMs: number): Promise<unknown> {
    if (!this.#leaves(subject)) return never()
    if (!this.#up) throw new BusFault('disconnected', subject)
    const to = this.#hearers(subject)
    if (to.length === 0) throw new BusFault('no-responder', subject)
    return new Promise((resolve, reject) => {
      const { clock, dice } = this.#net
      const timer = clock.after(timeoutMs, () => this.gate(() => reject(new BusFault('timeout', subject))))
      const answer = (from: Link) => (said: unknown) => {
        if (!from.alive || dice.lost()) return
        const text = copied(said)
        clock.after(from.#due(this.name), () =>
          this.gate(() => {
            // lost with the connection: the question still runs out
            if (!this.#up) return
            timer.cancel()
            resolve(text)
          }),
        )
      }
      for (const each of to) {
        if (!dice.lost()) this.#send(each, copied(value), subject, answer(each.link))
        if (dice.doubled()) this.#send(each, copied(value), subject, answer(each.link))
      }
    })
  }

  async askAll(subject: string, value: unknown, waitMs: number): Promise<unknown[]> {
    if (!this.#leaves(subject) || !this.#up) return []
    const answers: unknown[] = []
    for (const each of this.#hearers(subject)) {
      this.#send(each, copied(value), subject, (said) => void answers.push(copied(said)))
    }
    await this.#wait(waitMs)
    return answers
  }

  async subscribe(pattern: string, heard: Heard): Promise<Subscription> {
    // most patterns are of one shard: a look at how they begin spares the rest
    const begins = pattern.split(/[*>]/)[0] ?? ''
    const each = { pattern, begins, heard, link: this }
    if (this.alive) this.#net.subscribed.add(each)
    return {
      stop: async () => {
        this.#net.subscribed.delete(each)
      },
    }
  }

  connected(): boolean {
    return this.#up
  }

  onConnection(heard: (connected: boolean) => void): void {
    this.#connectionHeard.push(heard)
  }

  async close(): Promise<void> {
    this.kill()
  }

  #leaves(what: string): boolean {
    if (this.alive && !HOUSEKEEPING.test(what)) this.#net.onSend(this)
    return this.alive
  }

  #hearers(subject: string): Subscribed[] {
    return [...this.#net.subscribed].filter(
      ({ link, pattern, begins }) => subject.startsWith(begins) && this.#sees(link) && matches(pattern, subject),
    )
  }

  #sees(other: Link): boolean {
    return other.#up && other.#island === this.#island
  }

  /** ms until the next message may arrive there */
  #due(to: string): number {
    const now = this.#net.clock.steady()
    const at = Math.max(this.#lastTo.get(to) ?? 0, now + this.#net.dice.delayMs())
    this.#lastTo.set(to, at)
    return at - now
  }

  #send(to: Subscribed, value: unknown, subject: string, answer?: (value: unknown) => void): void {
    this.#net.clock.after(this.#due(to.link.name), () => {
      if (this.#sees(to.link) && this.#net.subscribed.has(to)) to.link.gate(() => to.heard(value, subject, answer))
    })
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#net.clock.after(ms, resolve))
  }
}
