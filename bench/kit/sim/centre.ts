// A whole centre in one process and in no time: real engine nodes, machines and media orders around a network, a ledger and a
// clock that do what a seed says. The same seed does the same, message by message.
import { Registry } from 'prom-client'
import { mediaOverBus } from '#engine/bus/media.ts'
import { memoryKeyValue } from '#engine/bus/memory-key-value.ts'
import { type ManualClock, manualClock } from '#engine/clock/manual.ts'
import { BusFault, type KeyValue } from '#engine/ports/bus.ts'
import type { Clock } from '#engine/ports/clock.ts'
import { type Ledger, LedgerFault } from '#engine/ports/ledger.ts'
import { type ActorRef, type Answer, SHARDS, shardOf, subjects } from '#engine/protocol/actors.ts'
import type { Machines } from '#engine/protocol/machine.ts'
import type { LegTruth, MediaAsk } from '#engine/protocol/media.ts'
import type { House } from '#engine/routing/actors/nact.ts'
import { keeperDefaults } from '#engine/routing/host/keeper.ts'
import { EngineNode } from '#engine/routing/host/node.ts'
import { type NodeParts, nodeDefaults } from '#engine/routing/host/parts.ts'
import { type MemoryLedger, memoryLedger } from '#engine/routing/ledger/memory.ts'
import { companyLookups } from '#engine/routing/lookups/lookups.ts'
import { type MemoryMedia, memoryMedia } from '#media/memory/media.ts'
import type { PhoneScript } from '#media/memory/scripts.ts'
import { Outbox } from '#media/node/outbox.ts'
import { simCompany } from './company.ts'
import { type Dice, type Link, Network } from './network.ts'

const MEDIA = 'm1'
const HELLO_MS = 1_000
const AGAIN_MS = 1_000

export interface SimNode {
  name: string
  engine: EngineNode
  link: Link
}

export interface CentreSettings {
  dice: Dice
  machines: Machines
  agents: number
  phone(user: string): PhoneScript | undefined
  /** false: this append never arrives, as when the ledger stalls before its writer dies */
  appendArrives?(n: number): boolean
}

const QUIET = { info: () => undefined, warn: () => undefined }

export class Centre {
  readonly clock: ManualClock = manualClock()
  readonly network: Network
  readonly ledger: MemoryLedger = memoryLedger()
  readonly company
  readonly nodes = new Map<string, SimNode>()
  /** what must never happen and did */
  readonly bugs: string[] = []
  media!: MemoryMedia
  mediaLink!: Link
  appends = 0
  /** engines may be away for longer than a command waits */
  outages = false
  readonly #settings: CentreSettings
  readonly #shards = memoryKeyValue()
  readonly #checkpoints = memoryKeyValue()
  readonly #outside: Link
  #boots = 0
  #asked = 0

  constructor(settings: CentreSettings) {
    this.#settings = settings
    this.network = new Network(this.clock, settings.dice)
    this.company = simCompany(settings.agents)
    this.#outside = this.network.link('outside')
  }

  async openMedia(): Promise<void> {
    const link = this.network.link(MEDIA)
    this.mediaLink = link
    let ids = 0
    const clock = { now: () => this.clock.steady(), after: (ms: number, run: () => void) => this.#later(link, ms, run) }
    const outbox = new Outbox({
      ...{ bus: link, clock, newId: () => `news-${++ids}` },
      onLost: (news) => void this.bugs.push(`news lost: ${news.type}`),
      onChange: () => undefined,
      onTaken: () => undefined,
    })
    this.media = await memoryMedia({
      ...{
        node: MEDIA,
        clock: this.clock,
        phone: this.#settings.phone,
        heeds: true,
        newId: (letter) => `${letter}${++ids}`,
      },
      onNews: (owner, { news }, taken) => outbox.tell('legId' in news ? news.legId : news.callId, owner, news, taken),
    })
    await link.subscribe(subjects.media(MEDIA), (value, _, answer) => {
      const asked = value as MediaAsk
      if (asked.type === 'order') void this.media.order(MEDIA, asked.envelope).then((said) => answer?.(said))
      else answer?.(this.media.truth())
    })
    link.onConnection((connected) => connected && outbox.wake())
    const hello = () => {
      for (const each of this.media.nodes()) link.publish(subjects.mediaHello(MEDIA), each)
      this.#later(link, HELLO_MS, hello)
    }
    hello()
  }

  async start(name: string): Promise<SimNode> {
    const link = this.network.link(name)
    const clock: Clock = {
      now: () => this.clock.now(),
      steady: () => this.clock.steady(),
      after: (ms, run) => this.clock.after(ms, () => link.gate(run)),
    }
    const boot = ++this.#boots
    let seeds = 0
    const parts: NodeParts = {
      ...{ node: name, clock, bus: link, company: this.company, lookups: companyLookups(this.company) },
      shards: this.#remoteBucket(link, this.#shards),
      checkpoints: this.#remoteBucket(link, this.#checkpoints),
      ledger: this.#remoteLedger(link),
      media: await mediaOverBus(link, clock),
      machines: this.#settings.machines,
      registry: new Registry(),
      log: { ...QUIET, error: (fields, text) => void this.#bug(fields, text) },
      house: simHouse(clock),
      seeds: () => `${name}${boot}-${++seeds}`,
    }
    const engine = new EngineNode(parts, { ...nodeDefaults, keeper: { ...keeperDefaults, tickMs: 2_000 } })
    const node = { name, engine, link }
    this.nodes.set(name, node)
    // a role that cannot start ends, and its launcher starts it again
    void engine.start().catch(() => {
      if (!link.alive) return
      this.kill(name)
      this.clock.after(AGAIN_MS, () => void this.start(name))
    })
    return node
  }

  kill(name: string): void {
    const node = this.nodes.get(name)
    if (!node) return
    this.nodes.delete(name)
    node.link.kill()
    node.engine.kill()
  }

  /** Turns the clock to `ms` from now, timer by timer. */
  async turn(ms: number): Promise<void> {
    const until = this.clock.steady() + ms
    for (let next = this.clock.next(); next !== undefined && next <= until; next = this.clock.next()) {
      this.clock.advance(Math.max(0, next - this.clock.steady()))
      await new Promise((resolve) => setImmediate(resolve))
    }
    this.clock.advance(until - this.clock.steady())
  }

  /** A page asks, and asks again while nobody answers. */
  async ask(ref: ActorRef, command: { type: string }, tries = 40): Promise<Answer> {
    const envelope = { id: `ask-${++this.#asked}`, cause: 'test', command }
    for (let n = 0; n < tries; n++) {
      const answer = (await this.#outside.ask(subjects.actor(ref), envelope, 2_000).catch(() => undefined)) as
        | Answer
        | undefined
      if (answer && (answer.ok || (answer.refusal !== 'unavailable' && !/unknown/.test(answer.refusal)))) return answer
      await new Promise<void>((resolve) => this.clock.after(500, resolve))
    }
    return { ok: false, refusal: 'unavailable' }
  }

  stateOf<State>(ref: ActorRef): State | undefined {
    for (const { engine, link } of this.nodes.values()) {
      const state = link.alive && engine.running().includes(shardOf(ref.id)) ? engine.stateOf(ref) : undefined
      if (state !== undefined) return state as State
    }
    return undefined
  }

  truth(): LegTruth[] {
    return this.media.truth()
  }

  /** all shards run somewhere: none is on its way */
  settled(): boolean {
    const running = [...this.nodes.values()].flatMap(({ engine }) => engine.running())
    return new Set(running).size === SHARDS
  }

  /** An alarm about an outage is no fault of its own, nor what could not be delivered while nobody was there. */
  #bug(fields: object, text: string): void {
    const alarms = this.outages ? ['shards run nowhere', 'nobody took a command'] : ['shards run nowhere']
    if (!alarms.includes(text)) this.bugs.push(`${text} ${JSON.stringify(fields)}`)
  }

  #later(link: Link, ms: number, run: () => void): () => void {
    const timer = this.clock.after(ms, () => link.gate(run))
    return () => timer.cancel()
  }

  #remoteBucket(link: Link, bucket: KeyValue): KeyValue {
    return {
      get: (key) => link.remote(() => bucket.get(key)),
      compareAndSet: (key, value, revision) => link.remote(() => bucket.compareAndSet(key, value, revision)),
      put: (key, value) => link.remote(() => bucket.put(key, value)),
      remove: (key) => link.remote(() => bucket.remove(key)),
      keys: () => link.remote(() => bucket.keys()),
      watch: (heard) => bucket.watch((key, value, revision) => link.reaches(() => heard(key, value, revision))),
    }
  }

  #remoteLedger(link: Link): Ledger {
    const far = async <Value>(work: () => Promise<Value>, applied?: () => boolean): Promise<Value> => {
      try {
        return await link.remote(work, applied)
      } catch (error) {
        throw error instanceof BusFault ? new LedgerFault(error.message, true, { cause: error }) : error
      }
    }
    const { ledger } = this
    const arrives = this.#settings.appendArrives ?? (() => true)
    return {
      append: (ref, entry, after) => {
        const n = ++this.appends
        return far(
          () => ledger.append(ref, entry, after),
          () => arrives(n),
        )
      },
      async *readShard(shard, after) {
        await far(async () => undefined)
        yield* ledger.readShard(shard, after)
      },
      async *readAll(after) {
        await far(async () => undefined)
        yield* ledger.readAll(after)
      },
      lastSequence: (ref) => far(() => ledger.lastSequence(ref)),
      extent: () => far(() => ledger.extent()),
      follow: (projection) => ledger.follow(projection),
    }
  }
}

const simHouse = (clock: Clock): House => ({
  cell(drain) {
    let stopped = false
    return {
      poke: () => void clock.after(0, () => !stopped && drain()),
      stop: () => {
        stopped = true
      },
    }
  },
  messages: () => 0,
  stop: () => undefined,
})
