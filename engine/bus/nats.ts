// The bus on NATS: one connection that comes back for ever, and the JetStream handles that hang on it.
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, errors, type Msg, type NatsConnection } from '@nats-io/transport-node'
import { type Bus, BusFault, type KeyValue } from '#engine/ports/bus.ts'
import type { Ledger } from '#engine/ports/ledger.ts'
import { type LedgerSettings, openLedger } from './jetstream-ledger.ts'
import { decode, encode } from './json.ts'
import { openBucket } from './nats-key-value.ts'
import { type Told, tried, within } from './patience.ts'
import { newTurn, type Turn } from './turn.ts'

const FLUSH_MS = 5_000
const CLOSE_MS = 2_000

export interface BusSettings {
  /** host:port or nats:// URLs */
  servers: string[]
  token?: string
  /** shown in the server's list of connections */
  name: string
  /** how long to wait for the first connection, default 15 s */
  firstConnectMs?: number
  /** a message or a handler that must not have happened: counted and logged by the caller */
  onBug?: (error: unknown, subject: string) => void
  /** another part keeps us waiting: for the log */
  onTrouble?: Told
}

export interface BusConnection {
  bus: Bus
  /** opens (and creates when missing) a bucket; `replicas` as in the cluster */
  keyValue(bucket: string, options?: { replicas?: number }): Promise<KeyValue>
  ledger(settings?: LedgerSettings): Promise<Ledger>
  /** messages so far: in, out, and dropped because the connection was away when they were published */
  counts(): { in: number; out: number; dropped: number }
}

export async function connectBus(settings: BusSettings): Promise<BusConnection> {
  const nc = await connectFirst(settings)
  const link = newLink(nc)
  const onBug = settings.onBug ?? (() => {})
  const turn = newTurn((bug) => onBug(bug, 'a message of the turn'))
  const told = settings.onTrouble ?? (() => {})
  return {
    bus: natsBus(nc, link, turn, onBug),
    keyValue: (bucket, options) => openBucket(nc, bucket, options?.replicas, link.onConnection, told),
    async ledger(ledgerSettings) {
      const manager = await tried('JetStream', () => jetstreamManager(nc), { tries: 10, pauseMs: 500, told })
      return openLedger({ js: jetstream(nc), manager, turn }, ledgerSettings, maxPayload(nc), told)
    },
    counts: () => ({ in: nc.stats().inMsgs, out: nc.stats().outMsgs, dropped: link.dropped }),
  }
}

async function connectFirst(settings: BusSettings): Promise<NatsConnection> {
  const until = performance.now() + (settings.firstConnectMs ?? 15_000)
  for (;;) {
    try {
      return await connect({
        servers: settings.servers,
        ...(settings.token === undefined ? {} : { token: settings.token }),
        name: settings.name,
        maxReconnectAttempts: -1,
        reconnectTimeWait: 200,
        reconnectJitter: 100,
        // a server that restarts may refuse for a moment: never give up for that
        ignoreAuthErrorAbort: true,
        // in the order they are named: this machine's own comes first
        noRandomize: true,
        // a machine that is cut off says no goodbye
        pingInterval: 1_500,
        maxPingOut: 2,
        timeout: 3_000,
        // an error with a stack built in advance for every question was 9 % of the engine's time
        noAsyncTraces: true,
      })
    } catch (cause) {
      if (cause instanceof errors.AuthorizationError) throw cause
      if (performance.now() >= until)
        throw new Error(`NATS does not answer at ${settings.servers.join(', ')}`, { cause })
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }
}

/** The state of the connection, and who must hear when it goes. */
interface Link {
  up: boolean
  closed: boolean
  dropped: number
  /** questions under way: they fail at once when the connection goes, instead of waiting out their time */
  asking: Set<() => void>
  onConnection(heard: (connected: boolean) => void): void
}

function newLink(nc: NatsConnection): Link {
  const heards: ((connected: boolean) => void)[] = []
  const link: Link = {
    up: true,
    closed: false,
    dropped: 0,
    asking: new Set(),
    onConnection: (heard) => heards.push(heard),
  }
  const turn = (up: boolean) => {
    if (link.up === up) return
    link.up = up
    if (!up) for (const fail of [...link.asking]) fail()
    for (const heard of heards) heard(up)
  }
  const follow = async () => {
    for await (const status of nc.status()) {
      if (status.type === 'disconnect' || status.type === 'staleConnection') turn(false)
      if (status.type === 'reconnect') turn(true)
    }
  }
  void follow()
  void nc.closed().then(() => {
    link.closed = true
    turn(false)
  })
  return link
}

function faultOf(error: unknown, subject: string): BusFault {
  if (error instanceof errors.NoRespondersError) return new BusFault('no-responder', subject)
  if (error instanceof errors.RequestError && error.isNoResponders()) return new BusFault('no-responder', subject)
  if (error instanceof errors.ClosedConnectionError) return new BusFault('closed', subject)
  if (error instanceof errors.DrainingConnectionError) return new BusFault('closed', subject)
  return new BusFault('timeout', subject)
}

const maxPayload = (nc: NatsConnection): number => nc.info?.max_payload ?? 1_048_576

function natsBus(nc: NatsConnection, link: Link, turn: Turn, onBug: (error: unknown, subject: string) => void): Bus {
  const payload = (subject: string, value: unknown): Uint8Array => {
    const bytes = encode(value)
    const most = maxPayload(nc)
    // the server would cut the connection of everybody in this process
    if (bytes.length > most) throw new RangeError(`${subject}: ${bytes.length} bytes exceed ${most}`)
    return bytes
  }
  const respond = (message: Msg, bytes: Uint8Array) => turn.later(() => void (link.up && message.respond(bytes)))
  const mayAsk = (subject: string) => {
    if (link.closed) throw new BusFault('closed', subject)
    if (!link.up) throw new BusFault('disconnected', subject)
  }
  return {
    publish(subject, value) {
      // the client would buffer without bound and then lose the buffer at the next dial
      const sent = (send: () => void) => (link.up ? send() : link.dropped++)
      const bytes = payload(subject, value)
      sent(() => turn.later(() => sent(() => nc.publish(subject, bytes))))
    },
    ask: async (subject, value, timeoutMs) => {
      mayAsk(subject)
      return ask(nc, link, turn, subject, payload(subject, value), timeoutMs)
    },
    async askAll(subject, value, waitMs) {
      mayAsk(subject)
      const answers: unknown[] = []
      try {
        const bytes = payload(subject, value)
        const heard = await turn.asked(() => nc.requestMany(subject, bytes, { strategy: 'timer', maxWait: waitMs }))
        for await (const message of heard) answers.push(decode(message.data))
      } catch (error) {
        const fault = faultOf(error, subject)
        if (fault.kind !== 'no-responder') throw fault
      }
      return answers
    },
    async subscribe(subject, heard) {
      const subscription = nc.subscribe(subject, {
        callback: (error, message) => {
          try {
            if (error) throw error
            const answer = message.reply ? (value: unknown) => respond(message, encode(value)) : undefined
            heard(decode(message.data), message.subject, answer)
          } catch (bug) {
            onBug(bug, subject)
          }
        },
      })
      // away: the client subscribes again when it is back
      if (link.up) await within(FLUSH_MS, 'flush', nc.flush()).catch(() => {})
      return { stop: async () => subscription.unsubscribe() }
    },
    connected: () => link.up,
    onConnection: link.onConnection,
    async close() {
      await turn.asked(async () => {})
      // a server that was stopped answers no drain
      if (link.up) await within(CLOSE_MS, 'drain', nc.drain()).catch(() => nc.close())
      else await nc.close()
    },
  }
}

function ask(
  nc: NatsConnection,
  link: Link,
  turn: Turn,
  subject: string,
  bytes: Uint8Array,
  timeoutMs: number,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new BusFault(link.closed ? 'closed' : 'disconnected', subject))
    link.asking.add(fail)
    turn
      .asked(async () => (link.up ? nc.request(subject, bytes, { timeout: timeoutMs }) : fail()))
      .then((message) => message && resolve(decode(message.data)))
      .catch((error) => reject(faultOf(error, subject)))
      .finally(() => link.asking.delete(fail))
  })
}
