// A whole media node for one test: real SIP stack, real rtpengine, an engine in the test's hands that notes news and gives orders.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { memoryBroker } from '#engine/bus/memory.ts'
import type { Bus } from '#engine/ports/bus.ts'
import { type ActorRef, type Answer, type Envelope, subjects } from '#engine/protocol/actors.ts'
import type { LegTruth, MediaAnswer, MediaHello, MediaNews, MediaOrder } from '#engine/protocol/media.ts'
import { folderStorage } from '#engine/storage/folder.ts'
import type { AudioDriver, Device } from '#media/node/audio.ts'
import { Journal } from '#media/node/journal.ts'
import { type MediaNode, startNode } from '#media/node/node.ts'
import { SoundCache } from '#media/prompts/cache.ts'
import { openPrompts } from '#media/prompts/prompts.ts'
import { espeak } from '#media/prompts/speech.ts'
import { voicesOf } from '#media/prompts/voices.ts'
import { openRtpengine } from '#media/rtpengine/driver.ts'
import { systemClock } from '#media/sip/clock.ts'
import { startSipStack } from '#media/sip/start.ts'
import { startRedis } from './redis.ts'
import { freeTcpPort, startRtpengine, type TestRtpengine } from './rtpengine.ts'
import { SipPeer } from './sip-peer.ts'
import { waitFor } from './wait.ts'

type NewsOf<Type extends MediaNews['type']> = Extract<MediaNews, { type: Type }>

/** for an order on a busy machine */
const ANSWER_MS = 15_000

interface TestNodeStart {
  /** how long a caller rings whom no engine takes */
  unansweredMs?: number
  /** its rtpengine remembers its calls */
  redis?: boolean
  space?: { folder: string; lowBytes: number }
  maxLegs?: number
  /** of its rtpengine, four a leg */
  ports?: number
}

export class TestNode {
  readonly name = 'media-test'
  readonly news: MediaNews[] = []
  readonly #owners = new Map<MediaNews, ActorRef>()
  #hello: MediaHello | undefined
  node!: MediaNode
  audio!: AudioDriver
  rtpengine!: TestRtpengine
  /** stands for the edge: calls of the node arrive here, and it calls the node */
  peer!: SipPeer
  /** what the engine says to news; undefined = it is away */
  answer: (() => Answer) | undefined = () => ({ ok: true })
  readonly #bus: Bus
  readonly #engineBus: Bus
  #ids = 0
  #port = 0
  #unansweredMs = 0
  #space: TestNodeStart['space']
  #maxLegs = 0
  /** what registered users have */
  device: Device = 'phone'
  readonly warnings: string[] = []
  #redis: { url: string; stop(): Promise<void> } | undefined

  private constructor() {
    const broker = memoryBroker()
    this.#bus = broker.connect()
    this.#engineBus = broker.connect()
  }

  static async start({
    unansweredMs = 60_000,
    redis = false,
    space,
    maxLegs = 50,
    ports = 2000,
  }: TestNodeStart = {}): Promise<TestNode> {
    const test = new TestNode()
    test.#unansweredMs = unansweredMs
    test.#space = space
    test.#maxLegs = maxLegs
    await test.#engineBus.subscribe('actor.>', (value, subject, answer) => {
      const said = test.answer?.()
      if (!said) return
      const { news } = (value as Envelope<{ news: MediaNews }>).command
      const [, , kind, id] = subject.split('.')
      test.#owners.set(news, { kind: kind as ActorRef['kind'], id: id! })
      test.news.push(news)
      answer?.(said)
    })
    await test.#engineBus.subscribe(subjects.mediaAll, (value) => {
      test.#hello = value as MediaHello
    })
    test.#redis = redis ? await startRedis() : undefined
    test.rtpengine = await startRtpengine({ ports, ...(test.#redis ? { redis: test.#redis.url } : {}) })
    test.#port = await freeTcpPort()
    test.peer = await SipPeer.open(`sip:127.0.0.1:${test.#port};transport=tcp;lr`)
    await mkdir(test.path('prompts'))
    await test.startNode()
    return test
  }

  /** where it hears SIP over TCP */
  get sipPort(): number {
    return this.#port
  }

  path(...parts: string[]): string {
    return join(this.rtpengine.folder, ...parts)
  }

  async startNode(): Promise<void> {
    const { ngPort, dtmfPort, recordings } = this.rtpengine
    const clock = systemClock
    const audio = await openRtpengine({
      ...{ ng: { host: '127.0.0.1', port: ngPort }, dtmf: { host: '127.0.0.1', port: dtmfPort }, clock },
      ...{ tapFolder: recordings, recordingsFolder: this.path('out'), webCodecs: [] },
    })
    const cache = await SoundCache.open(this.path('cache'), 100 << 20)
    const warn = (_: object, text: string) => void this.warnings.push(text)
    const quiet = { info: () => {}, warn, error: () => {} }
    this.audio = audio
    this.node = await startNode({
      ...{ bus: this.#bus, audio, clock, log: quiet, ...(this.#space ? { space: this.#space } : {}) },
      settings: {
        node: this.name,
        domain: `127.0.0.1:${this.peer.stack.port}`,
        maxLegs: this.#maxLegs,
        unansweredMs: this.#unansweredMs,
      },
      prompts: openPrompts({
        storage: folderStorage(this.path('.')),
        cache,
        voices: voicesOf([espeak()], systemClock, () => {}),
      }),
      journal: await Journal.open(this.path('journal'), (fault) => console.error(fault)),
      deviceOf: async () => this.device,
      startSip: (onInvite) =>
        startSipStack({ host: '127.0.0.1', port: this.#port, edge: `${this.peer.uri};lr`, clock, onInvite }),
    })
  }

  /** Ends without a word to any peer or owner, then a new one starts from what is on disk. */
  async restartNode(): Promise<void> {
    await this.node.stop()
    await this.startNode()
  }

  async order(order: MediaOrder, options: { id?: string; epoch?: number } = {}): Promise<MediaAnswer> {
    const envelope = { id: options.id ?? `o${++this.#ids}`, epoch: options.epoch ?? 1, cause: 'test', order }
    return (await this.#engineBus.ask(subjects.media(this.name), { type: 'order', envelope }, ANSWER_MS)) as MediaAnswer
  }

  /** as the gateway says when somebody uploaded a sound */
  stored(promptId: string): void {
    this.#engineBus.publish(subjects.soundStored, { promptId })
  }

  ownerOf(news: MediaNews): ActorRef | undefined {
    return this.#owners.get(news)
  }

  /** The next sign of life. */
  async hello(): Promise<MediaHello> {
    this.#hello = undefined
    return waitFor(() => this.#hello, { what: 'the node says hello' })
  }

  async drain(on: boolean): Promise<void> {
    await this.#engineBus.ask(subjects.media(this.name), { type: 'drain', on }, ANSWER_MS)
  }

  async legs(): Promise<LegTruth[]> {
    return (await this.#engineBus.ask(subjects.media(this.name), { type: 'legs' }, ANSWER_MS)) as LegTruth[]
  }

  /** The first news of this kind that fits, which is then taken out. */
  async heard<Type extends MediaNews['type']>(
    type: Type,
    fits: (news: NewsOf<Type>) => boolean = () => true,
    timeoutMs = 60_000,
  ): Promise<NewsOf<Type>> {
    const find = () => this.news.findIndex((each) => each.type === type && fits(each as NewsOf<Type>))
    await waitFor(() => find() >= 0, { what: `news ${type} (there is ${JSON.stringify(this.news)})`, timeoutMs })
    return this.news.splice(find(), 1)[0] as NewsOf<Type>
  }

  async stop(): Promise<void> {
    await this.node.stop()
    await this.peer.stop()
    await this.rtpengine.stop()
    await this.#redis?.stop()
  }
}
