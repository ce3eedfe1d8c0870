// A whole gateway for tests: real PostgreSQL, real HTTP and WebSocket; bus and ledger in memory, engine played by the test.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kioskProof } from '#config/kiosk.ts'
import { memoryBus } from '#engine/bus/memory.ts'
import { flowPartsOf } from '#engine/gateway/flow-parts.ts'
import { type EdgeAsked, type Gateway, startGateway } from '#engine/gateway/gateway.ts'
import type { Route } from '#engine/gateway/http/route.ts'
import { machineAt } from '#engine/gateway/machine.ts'
import { noMail } from '#engine/mail/smtp.ts'
import type { Mail } from '#engine/ports/mail.ts'
import { accountsOf } from '#engine/records/accounts/accounts.ts'
import { hashPassword } from '#engine/records/accounts/passwords.ts'
import { recordsOf } from '#engine/records/record/configure.ts'
import { loadKinds } from '#engine/records/record/kinds.ts'
import { transactions } from '#engine/records/store/postgres.ts'
import { memoryLedger } from '#engine/routing/ledger/memory.ts'
import { outsideThrough } from '#engine/routing/lookups/http.ts'
import { doorsOf } from '#engine/routing/lookups/outside.ts'
import { loadNodes } from '#engine/routing/plug-ins/nodes.ts'
import { folderStorage } from '#engine/storage/folder.ts'
import { startStore } from '#test/kit/postgres.ts'
import { CHINA } from '../../kit/home.ts'

export const PASSWORD = 'correct-horse'
const KIOSK_SECRET = 'kiosk-secret-of-the-test'
export const kioskToken = (id: string): string => `${id}.${kioskProof(KIOSK_SECRET, id)}`
/** of a wall screen that shows everything */
export const KIOSK = kioskToken('kiosk-1')

export interface Started {
  base: string
  gateway: Gateway
  bus: ReturnType<typeof memoryBus>
  ledger: ReturnType<typeof memoryLedger>
  sql: Awaited<ReturnType<typeof startStore>>['sql']
  dir: string
  /** answers that did not fit the schema their route declares, and bugs */
  wrong: string[]
  /** hand-turned */
  clock: { now: number }
  guest: Client
  signIn(account: string): Promise<Client>
  stop(): Promise<void>
}

export interface StartOptions {
  webDir?: string
  beside?: Started
  edge?: EdgeAsked
  mail?: Mail
  /** reached by https */
  secure?: boolean
}

/** `beside`: another gateway of the same centre. One group, four queues' worth of nothing: just the accounts, one per role; the agent's agent is `agent-1`. */
export async function startedGateway(options: StartOptions = {}): Promise<Started> {
  const { beside } = options
  const store = beside ? { sql: beside.sql, stop: async () => undefined } : await startStore()
  const { sql } = store
  const dir = await mkdtemp(join(tmpdir(), 'tinglan-api-'))
  const clock = beside?.clock ?? { now: Date.now() }
  const now = () => clock.now
  const kinds = await loadKinds()
  const rules = { failuresUntilLocked: 3, lockMs: 60_000, sessionMs: 3_600_000, idleMs: 31_536_000_000 }
  const accounts = accountsOf(sql, rules, now)
  if (!beside) await people(sql, kinds)
  await pagesIn(join(dir, 'web'))
  const bus = beside?.bus ?? memoryBus()
  const ledger = beside?.ledger ?? memoryLedger()
  const wrong: string[] = []
  const nodes = await loadNodes()
  const gateway = await startGateway({
    settings: {
      version: '0.0.1',
      companyName: '测试公司',
      timeZone: 'Asia/Shanghai',
      sipServer: 'ws://127.0.0.1:5066',
      phoneServer: { host: 'sip.test.local', sip: 5060, tls: 5061 },
      sipDomain: 'test.local',
      sipSecret: 'sip-secret',
      exportsDir: join(dir, 'exports'),
      sessionMs: 3_600_000,
      secureCookie: options.secure ?? false,
      kioskSecret: KIOSK_SECRET,
      demo: true,
      host: '127.0.0.1',
      port: 0,
      name: beside ? 'gateway-2' : 'gateway-1',
      publicUrl: undefined,
      names: '',
      embedIn: [],
      proxies: '127.0.0.77',
      reachable: true,
      webDir: options.webDir ?? join(dir, 'web'),
      realm: 'test.local',
      home: CHINA,
    },
    sql,
    bus,
    ledger,
    storage: folderStorage(beside?.dir ?? dir),
    machine: machineAt({ dataDir: dir, run: join(dir, 'run'), logs: join(dir, 'logs'), askRestart: () => true }),
    outside: outsideThrough(doorsOf('127.0.0.1')),
    uploads: join(dir, 'uploads'),
    kinds,
    accounts,
    hashPassword,
    ...flowPartsOf(nodes, Date.now),
    now,
    everybody: async () => [],
    checklist: () => [{ name: { zh: '数据目录', en: 'Data folder' }, state: 'good', detail: { zh: '', en: '' } }],
    edge: options.edge,
    mail: options.mail ?? noMail,
    watch: {
      answered: () => {},
      failed: (error, where) => wrong.push(`${where}: ${error instanceof Error ? error.stack : String(error)}`),
      trouble: () => {},
      gauges: () => {},
    },
  })
  const base = `http://127.0.0.1:${gateway.port}`
  const guest = client(base, gateway.routes, wrong)
  return {
    base,
    gateway,
    bus,
    ledger,
    sql,
    dir,
    wrong,
    clock,
    guest,
    async signIn(account) {
      const one = client(base, gateway.routes, wrong)
      const answer = await one.post('/api/session', { account, password: PASSWORD })
      if (answer.status !== 200) throw new Error(`sign-in of ${account}: ${JSON.stringify(answer.body)}`)
      return one
    },
    async stop() {
      await gateway.stop()
      await store.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

/** A build as SvelteKit makes it, in small. */
async function pagesIn(folder: string): Promise<void> {
  await mkdir(join(folder, '_app/immutable'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>app</title><script>start()</script>')
  await writeFile(join(folder, '_app/immutable/app.a1b2.js'), `export const app = '${'x'.repeat(3_000)}'`)
  await writeFile(join(folder, 'favicon.svg'), '<svg/>')
}

async function people(sql: Started['sql'], kinds: Awaited<ReturnType<typeof loadKinds>>): Promise<void> {
  const records = recordsOf({
    transaction: transactions(sql),
    kinds,
    realm: 'test.local',
    home: CHINA,
    hashPassword,
    isCommonPassword: async () => false,
    phonePassword: (id) => `phone-${id}`,
    checkFlow: async () => [],
    announce: () => undefined,
  })
  const by = { accountId: 'system', account: 'system', ip: '' }
  const make = async (kind: string, id: string, values: object) => {
    const outcome = await records.create(kinds.get(kind)!, values, by, { id })
    if (!outcome.ok) throw new Error(JSON.stringify(outcome))
  }
  await make('groups', 'group-1', { name: '一组' })
  await make('kiosks', 'kiosk-1', { name: '大厅屏', showNumbers: true })
  await make('agents', 'agent-1', { number: '1001', name: '张三', groupId: 'group-1' })
  await make('agents', 'agent-2', { number: '1002', name: '李四', groupId: 'group-1' })
  for (const role of ['administrator', 'supervisor', 'planner', 'agent']) {
    const agentId = role === 'agent' ? 'agent-1' : ''
    await make('accounts', `account-${role}`, { account: role, name: role, role, agentId, password: PASSWORD })
  }
}

export interface Answer {
  status: number
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  body: any
  headers: Headers
  bytes: Buffer
}

export interface Client {
  cookie: string
  get(path: string, headers?: Record<string, string>): Promise<Answer>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>
  remove(path: string): Promise<Answer>
}

/** Keeps its cookie; holds every 200 answer against the schema its route declares. */
function client(base: string, routes: readonly Route[], wrong: string[]): Client {
  const one: Client = {
    cookie: '',
    get: (path, headers) => ask('GET', path, undefined, headers),
    post: (path, body = {}, headers) => ask('POST', path, body, headers),
    put: (path, body = {}, headers) => ask('PUT', path, body, headers),
    remove: (path) => ask('DELETE', path),
  }
  async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const raw = body instanceof Uint8Array
    const response = await fetch(base + path, {
      method,
      headers: {
        ...(one.cookie ? { cookie: one.cookie } : {}),
        ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    } as RequestInit)
    const cookie = response.headers.get('set-cookie')
    if (cookie) one.cookie = cookie.split(';')[0] ?? ''
    const bytes = Buffer.from(await response.arrayBuffer())
    const isJson = response.headers.get('content-type')?.includes('application/json')
    const answer = {
      status: response.status,
      body: isJson ? JSON.parse(bytes.toString()) : undefined,
      headers: response.headers,
      bytes,
    }
    if (response.status === 200 && isJson) hold(routes, wrong, method, path, answer.body)
    return answer
  }
  return one
}

function hold(routes: readonly Route[], wrong: string[], method: string, path: string, body: unknown): void {
  const plain = path.split('?')[0] ?? ''
  const fits = routes.filter(
    (route) => route.method === method && new RegExp(`^${route.path.replace(/:[a-zA-Z]+/g, '[^/]+')}$`).test(plain),
  )
  // uWebSockets.js prefers the literal path
  const route = fits.find((each) => each.path === plain) ?? fits[0]
  if (!route || typeof route.answer === 'string') return
  const result = route.answer.safeParse(body)
  if (!result.success) wrong.push(`${method} ${path}: ${result.error.message}`)
}
