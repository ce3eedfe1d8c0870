// The other engine nodes: heard by their beats, gone after several missed ones.
import type { Bus, Subscription } from '#engine/ports/bus.ts'
import type { Clock } from '#engine/ports/clock.ts'
import { type NodeHello, nodeSubjects } from './placement-words.ts'

interface Peer {
  firstAt: number
  lastAt: number
  leaving: boolean
}

export class Peers {
  readonly #node: string
  readonly #bus: Bus
  readonly #clock: Clock
  readonly #deadMs: number
  readonly #peers = new Map<string, Peer>()
  readonly #subscriptions: Subscription[] = []
  readonly #hello: () => NodeHello

  constructor(node: string, bus: Bus, clock: Clock, deadMs: number, hello: () => NodeHello) {
    this.#node = node
    this.#bus = bus
    this.#clock = clock
    this.#deadMs = deadMs
    this.#hello = hello
  }

  /** Listens, and asks who is there. */
  async start(): Promise<void> {
    const heard = (value: unknown) => this.#heard(value as NodeHello)
    this.#subscriptions.push(
      await this.#bus.subscribe(nodeSubjects.hello, heard),
      await this.#bus.subscribe(nodeSubjects.who, (_, __, answer) => answer?.(this.#hello())),
    )
    for (const value of await this.#bus.askAll(nodeSubjects.who, {}, 200)) heard(value)
  }

  beat(): void {
    this.#bus.publish(nodeSubjects.hello, this.#hello())
  }

  /** This node was away or asleep: what it did not hear says nothing about the others. */
  forgive(): void {
    for (const peer of this.#peers.values()) peer.lastAt = this.#clock.now()
  }

  alive(node: string): boolean {
    const peer = this.#peers.get(node)
    return peer !== undefined && this.#clock.now() - peer.lastAt <= this.#deadMs
  }

  /** Peers that take shards. `steady`: only those heard for long enough to trust them with a hand-over. */
  takers(steady = false): string[] {
    const now = this.#clock.now()
    return [...this.#peers]
      .filter(([node, peer]) => this.alive(node) && !peer.leaving && (!steady || now - peer.firstAt >= this.#deadMs))
      .map(([node]) => node)
  }

  async stop(): Promise<void> {
    for (const each of this.#subscriptions) await each.stop()
  }

  #heard(hello: NodeHello): void {
    if (hello.node === this.#node) return
    const now = this.#clock.now()
    const before = this.alive(hello.node) ? this.#peers.get(hello.node) : undefined
    this.#peers.set(hello.node, { firstAt: before?.firstAt ?? now, lastAt: now, leaving: hello.leaving })
  }
}
