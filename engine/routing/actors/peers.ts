// The other engine nodes: heard by their beats, gone after several missed ones. Silence is counted only while this node
// could hear.
import type { Bus, Subscription } from '#engine/ports/bus.ts'
import type { Clock } from '#engine/ports/clock.ts'
import { type NodeHello, type NodeSigns, type NodeState, nodeSubjects } from '#engine/protocol/nodes.ts'

/** Times are monotonic. */
interface Peer {
  firstAt: number
  lastAt: number
  leaving: boolean
  /** not heard since this node was away: not dead for that, and given nothing for that either */
  unheard: boolean
  /** its last beat, by its own clock */
  beat?: number
  /** our last beat that it is known to have heard, by our clock */
  hearsUs: number
}

export interface PeersParts {
  node: string
  bus: Bus
  clock: Clock
  /** silence after which a peer is dead */
  deadMs: number
  hello(): NodeHello
  state(): NodeState
}

const ASK_MS = 200
/** who has been silent for so long is not waited for any more */
const FORGOTTEN_MS = 600_000

export class Peers {
  readonly #parts: PeersParts
  readonly #peers = new Map<string, Peer>()
  readonly #subscriptions: Subscription[] = []
  #deafSince: number | undefined

  constructor(parts: PeersParts) {
    this.#parts = parts
  }

  /** Listens, and asks who is there. Throws when a living node has this one's name: they would rob each other for ever. */
  async start(): Promise<void> {
    const { node, bus, state } = this.#parts
    const heard = (value: unknown) => this.#heard(value as NodeHello)
    this.#subscriptions.push(await bus.subscribe(nodeSubjects.hello, heard))
    const there = (await bus.askAll(nodeSubjects.who, {}, ASK_MS)) as NodeHello[]
    if (there.some((hello) => hello.node === node))
      throw new Error(`an engine node named ${node} runs already: give this one another name (--node, engine.node)`)
    for (const hello of there) heard(hello)
    this.#subscriptions.push(
      await bus.subscribe(nodeSubjects.who, (_, __, answer) => answer?.({ ...state(), ...this.#signs() })),
    )
  }

  beat(): void {
    const { bus, hello } = this.#parts
    if (bus.connected()) bus.publish(nodeSubjects.hello, { ...hello(), ...this.#signs() })
  }

  /** This process stood still for so long: it heard nobody meanwhile. */
  slept(ms: number): void {
    for (const peer of this.#peers.values()) {
      peer.lastAt += ms
      peer.unheard = true
    }
  }

  /** The bus went: from here on nobody is heard. */
  deaf(): void {
    this.#deafSince ??= this.#parts.clock.steady()
  }

  /** The bus is back. Who lived when it went is given its time to come back too; who was dead stays dead. */
  back(): void {
    const now = this.#parts.clock.steady()
    for (const peer of this.#peers.values()) {
      if (this.#alive(peer)) peer.lastAt = now
      peer.unheard = true
    }
    this.#deafSince = undefined
  }

  /** One that owns shards and has not been heard yet: it has its time to be heard, as everybody has. */
  expect(node: string): void {
    const now = this.#parts.clock.steady()
    if (node === this.#parts.node || this.#peers.has(node)) return
    this.#peers.set(node, { firstAt: now, lastAt: now, leaving: false, unheard: true, hearsUs: now })
  }

  /** Our last beat that every peer has heard, by our clock; Infinity while there is none. */
  heardByAll(): number {
    const now = this.#parts.clock.steady()
    let first = Number.POSITIVE_INFINITY
    for (const { lastAt, hearsUs } of this.#peers.values())
      if (now - lastAt < FORGOTTEN_MS) first = Math.min(first, hearsUs)
    return first
  }

  alive(node: string): boolean {
    const peer = this.#peers.get(node)
    return peer !== undefined && this.#alive(peer)
  }

  /** Peers that live and stay: those a shard may belong to. */
  living(): string[] {
    return [...this.#peers].filter(([, peer]) => this.#alive(peer) && !peer.leaving).map(([node]) => node)
  }

  /** Peers that may be given shards: heard, and for so long. */
  takers(forMs: number): string[] {
    const now = this.#parts.clock.steady()
    return this.living().filter((node) => {
      const peer = this.#peers.get(node)
      return peer !== undefined && !peer.unheard && now - peer.firstAt >= forMs
    })
  }

  /** The last word: nobody has to wait for the silence. */
  async stop(): Promise<void> {
    const { bus, hello } = this.#parts
    if (bus.connected()) bus.publish(nodeSubjects.hello, { ...hello(), gone: true })
    await this.kill()
  }

  async kill(): Promise<void> {
    for (const each of this.#subscriptions) await each.stop()
  }

  #alive(peer: Peer): boolean {
    const { clock, deadMs } = this.#parts
    return (this.#deafSince ?? clock.steady()) - peer.lastAt <= deadMs
  }

  #signs(): NodeSigns {
    const heard: Record<string, number> = {}
    for (const [node, peer] of this.#peers) if (peer.beat !== undefined && this.#alive(peer)) heard[node] = peer.beat
    return { beat: Math.floor(this.#parts.clock.steady()), heard }
  }

  #heard(hello: NodeHello): void {
    if (hello.node === this.#parts.node) return
    if (hello.gone) {
      this.#peers.delete(hello.node)
      return
    }
    const now = this.#parts.clock.steady()
    const before = this.#peers.get(hello.node)
    const firstAt = before && this.#alive(before) ? before.firstAt : now
    const { node, leaving, beat, heard } = hello
    // one that has just come, and one of an older version, does not say whom it hears
    const hearsUs = (heard ? heard[this.#parts.node] : now) ?? before?.hearsUs ?? now
    const own = beat === undefined ? {} : { beat }
    this.#peers.set(node, { firstAt, lastAt: now, leaving, unheard: false, hearsUs, ...own })
  }
}
