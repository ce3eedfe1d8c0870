// A whole centre for one test: the launcher with its own data folder and free ports, and a typed client for its API.
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { WebSocket } from 'ws'
import { isFree } from '#config/launch/probe.ts'
import { type BusConnection, connectBus } from '#engine/bus/nats.ts'
import type { AgentView } from '#engine/protocol/agent.ts'
import type { DecisionRecord } from '#engine/protocol/ledger.ts'
import type { LiveToPage } from '#engine/protocol/live.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import { createLiveStore } from '#web/src/lib/live/store.ts'
import { signalFamily } from './family.ts'
import { said } from './said.ts'
import { waitFor } from './wait.ts'

const ROOT = new URL('../../', import.meta.url).pathname
const UP_WITHIN_MS = 180_000

/** Below the range from which the system gives ports to outgoing connections: those come and go while we start. */
export async function quietPorts(count: number): Promise<number[]> {
  const found: number[] = []
  for (let port = 10_000 + Math.floor(Math.random() * 8_000); found.length < count; port++) {
    const use = { name: '', host: '127.0.0.1', port }
    if ((await isFree({ ...use, protocol: 'tcp' })) && (await isFree({ ...use, protocol: 'udp' }))) found.push(port)
  }
  return found
}

const PORTS = [
  'GATEWAY_PORT',
  'EDGE_SIP',
  'EDGE_TLS',
  'EDGE_WS',
  'EDGE_WSS',
  'EDGE_RPC',
  'EDGE_NODES',
  'MEDIA_SIP',
  'RTPENGINE_NG',
  'RTPENGINE_CLI',
  'RTPENGINE_HTTP',
  'RTPENGINE_DTMF',
  'RTPENGINE_REDIS',
  'NATS_PORT',
  'POSTGRES_PORT',
  'CLICKHOUSE_PORT',
  'METRICS_ENGINE',
  'METRICS_MEDIA',
  'METRICS_ANALYTICS',
  'METRICS_GATEWAY',
] as const

export interface Centre {
  /** http://localhost:port */
  url: string
  /** host:port of the SIP edge */
  edge: string
  dataDir: string
  /** what the launcher and the parts printed */
  log(): string
  partLog(name: string): Promise<string>
  pidOf(part: string): Promise<number>
  api(account: string, password: string): Promise<Api>
  /** the centre's own bus and ledger; close it */
  connect(): Promise<BusConnection>
  /** connection string of the centre's own database */
  postgresUrl(): Promise<string>
  /** every decision recorded so far, by actor (`kind.id`), in order of its life */
  recorded(): Promise<Map<string, DecisionRecord[]>>
  /** ends the launcher in an orderly way and starts it again on the same data; what is given happens in between */
  restart(between?: () => Promise<void>): Promise<void>
  /** ./tinglan with other words, on the same settings and data */
  tinglan(...words: string[]): Promise<{ code: number | null; text: string }>
  /** kill -9 of the launcher and of every part at once, then it is started again on the same data */
  killAll(): Promise<void>
  /** port of a part by the name of its setting, such as NATS_PORT */
  portOf(setting: string): number
  stop(): Promise<void>
}

export class ApiRefused extends Error {
  readonly status: number
  readonly body: unknown
  constructor(status: number, body: unknown) {
    super(`${status}: ${JSON.stringify(body)}`)
    this.status = status
    this.body = body
  }
}

/** A signed-in user over HTTP and the live WebSocket. */
export class Api {
  readonly #url: string
  #cookie = ''
  /** folded by the pages' own store: what a wallboard shows */
  readonly #live = createLiveStore({ now: Date.now, soon: (run) => run() })
  #socket: WebSocket | undefined

  constructor(url: string) {
    this.#url = url
  }

  get cookie(): string {
    return this.#cookie
  }

  async request(method: string, path: string, body?: unknown): Promise<Response> {
    const response = await fetch(`${this.#url}/api${path}`, {
      method,
      headers: { 'content-type': 'application/json', cookie: this.#cookie, origin: this.#url },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const cookie = response.headers.get('set-cookie')
    if (cookie) this.#cookie = cookie.split(';')[0] ?? ''
    return response
  }

  /** Throws ApiRefused on any status of 400 and above. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.request(method, path, body)
    const value = (await response.json().catch(() => undefined)) as T
    if (response.status >= 400) throw new ApiRefused(response.status, value)
    return value
  }

  async signIn(account: string, password: string): Promise<void> {
    await this.call('POST', '/session', { account, password })
  }

  /** Keeps `agents` and `queues` as a wallboard would see them. */
  async watch(): Promise<void> {
    const socket = new WebSocket(`${this.#url.replace('http', 'ws')}/live`, {
      headers: { cookie: this.#cookie, origin: this.#url },
    })
    this.#socket = socket
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve())
      socket.once('error', reject)
    })
    socket.on('message', (data) => {
      this.#live.apply(JSON.parse(String(data)) as LiveToPage)
    })
    socket.send(JSON.stringify({ type: 'subscribe', topics: ['agents', 'queues', 'calls'] }))
  }

  get agents(): ReadonlyMap<string, AgentView> {
    return this.#live.data().agents
  }

  get queues(): ReadonlyMap<string, QueueView> {
    return this.#live.data().queues
  }

  queue(name: string): QueueView | undefined {
    return [...this.queues.values()].find((queue) => queue.name === name)
  }

  agent(number: string): AgentView | undefined {
    return [...this.agents.values()].find((agent) => agent.number === number)
  }

  close(): void {
    this.#socket?.close()
  }
}

/** Node's arguments for the launcher as ./tinglan runs it, built from the sources as they are now. */
export async function builtLauncher(): Promise<string[]> {
  const { stdout } = await promisify(execFile)('./tinglan', ['code'], { cwd: ROOT })
  return ['--enable-source-maps', join(ROOT, stdout.trim(), 'config/launch/main.js')]
}

async function launch(
  env: Record<string, string>,
  parts: string[],
  keep: (text: string) => void,
): Promise<ChildProcess> {
  const only = parts.length > 0 ? ['--only', parts.join()] : []
  const child = spawn(process.execPath, [...(await builtLauncher()), 'up', ...only], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const heard = (part: Buffer): void => {
    printed += part.toString()
    keep(part.toString())
  }
  child.stdout.on('data', heard)
  child.stderr.on('data', heard)
  await waitFor(() => /is up(:|$)/m.test(printed) || child.exitCode !== null, {
    timeoutMs: UP_WITHIN_MS,
    what: 'the centre to be up',
  }).catch(async (late: Error) => {
    // nobody holds it yet who could end it
    await end(child)
    throw new Error(`${late.message}:\n${printed}`)
  })
  if (child.exitCode !== null) throw new Error(`the centre did not start:\n${printed}`)
  return child
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

/** Every decision recorded so far; closes the connection. */
export async function readLedger(connection: BusConnection): Promise<Map<string, DecisionRecord[]>> {
  const lives = new Map<string, DecisionRecord[]>()
  for await (const { ref, entry } of (await connection.ledger()).readAll(0)) {
    const key = `${ref.kind}.${ref.id}`
    lives.set(key, [...(lives.get(key) ?? []), ...entry.records])
  }
  await connection.bus.close()
  return lives
}

export interface Place {
  /** the folder that its data folder is made in */
  under?: string
  /** more of the environment of all its parts */
  env?: Record<string, string>
}

/** Starts everything, or some parts, with the sample company. `settings` are TINGLAN_ names without the prefix. */
export async function startCentre(
  settings: Record<string, string> = {},
  parts: string[] = [],
  place: Place = {},
): Promise<Centre> {
  const dataDir = await mkdtemp(join(place.under ?? tmpdir(), 'tinglan-centre-'))
  // else root's PostgreSQL lies outside it, and stays there
  await chmod(dataDir, 0o755)
  // tests bring the traffic they ask about
  const env: Record<string, string> = { ...place.env, TINGLAN_DATA_DIR: dataDir, TINGLAN_DEMO_PLAN: 'off' }
  const free = await quietPorts(PORTS.length)
  for (const [n, name] of PORTS.entries()) env[`TINGLAN_${name}`] = String(free[n])
  // away from the ports that the system hands out to others
  const rtp = 20_000 + (process.pid % 40) * 200
  env.TINGLAN_RTPENGINE_PORT_MIN = String(rtp)
  env.TINGLAN_RTPENGINE_PORT_MAX = String(rtp + 1_999)
  for (const [name, value] of Object.entries(settings)) env[`TINGLAN_${name}`] = value
  let printed = ''
  const keep = (text: string): void => {
    printed += text
  }
  const url = `http://localhost:${env.TINGLAN_GATEWAY_PORT}`
  const partLog = (name: string): Promise<string> => readFile(join(dataDir, 'logs', `${name}.log`), 'utf8')
  const clean = (): Promise<void> => rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  const secrets = async (): Promise<{ natsToken: string; postgresPassword: string }> =>
    JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8'))
  const connect = async (): Promise<BusConnection> => {
    const { natsToken } = await secrets()
    return connectBus({ servers: [`127.0.0.1:${env.TINGLAN_NATS_PORT}`], token: natsToken, name: 'test' })
  }
  let child = await launch(env, parts, keep).catch(async (cause: Error) => {
    await clean()
    throw cause
  })
  return {
    url,
    edge: `127.0.0.1:${env.TINGLAN_EDGE_SIP}`,
    dataDir,
    log: () => printed,
    partLog,
    pidOf: async (part) =>
      (JSON.parse(await readFile(join(dataDir, 'run', `${part}.pid`), 'utf8')) as { pid: number }).pid,
    async api(account, password) {
      const api = new Api(url)
      await api.signIn(account, password)
      return api
    },
    connect,
    postgresUrl: async () =>
      `postgres://tinglan:${(await secrets()).postgresPassword}@127.0.0.1:${env.TINGLAN_POSTGRES_PORT}/tinglan`,
    recorded: async () => readLedger(await connect()),
    async restart(between) {
      await end(child)
      await between?.()
      child = await launch(env, parts, keep)
    },
    tinglan: async (...words) => said(process.execPath, [...(await builtLauncher()), ...words], env),
    async killAll() {
      const gone = new Promise((resolve) => child.once('exit', resolve))
      await signalFamily(child.pid ?? 0, 'SIGKILL')
      await gone
      child = await launch(env, parts, keep)
    },
    portOf: (setting) => Number(env[`TINGLAN_${setting}`]),
    async stop() {
      await end(child)
      await clean()
    },
  }
}
