// The gateway as the launcher runs it: the database prepared, the role started as a process, real PostgreSQL and NATS.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import WebSocket from 'ws'
import { kioskProof, SAMPLE_KIOSK } from '#config/kiosk.ts'
import type { LiveToPage } from '#engine/protocol/live.ts'
import { freePort, startNats } from '#test/kit/nats.ts'
import { startPostgres } from '#test/kit/postgres.ts'
import { waitFor } from '#test/kit/wait.ts'
import { createLiveStore } from '#web/src/lib/live/store.ts'

const KIOSK = 'kiosk-of-the-test'
const ROOT = new URL('../../../', import.meta.url).pathname

const [postgres, nats, dir] = await Promise.all([
  startPostgres(),
  startNats(),
  mkdtemp(join(tmpdir(), 'tinglan-main-')),
])
const port = await freePort()
const metrics = await freePort()
const engineMetrics = await freePort()
const env = {
  PATH: process.env.PATH,
  TINGLAN_DATA_DIR: dir,
  TINGLAN_POSTGRES_URL: postgres.url,
  TINGLAN_NATS_URL: `nats://${nats.url}`,
  TINGLAN_GATEWAY_PORT: String(port),
  TINGLAN_METRICS_GATEWAY: String(metrics),
  TINGLAN_METRICS_ENGINE: String(engineMetrics),
}
const children: ChildProcess[] = []
t.teardown(async () => {
  for (const child of children) child.kill('SIGKILL')
  await postgres.stop()
  await nats.stop()
  await rm(dir, { recursive: true, force: true })
})

const run = (file: string) =>
  spawn(process.execPath, ['--import', 'tsx', file], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] })

async function toItsEnd(file: string): Promise<{ code: number; said: string }> {
  const child = run(file)
  let said = ''
  child.stdout?.on('data', (text) => {
    said += text
  })
  child.stderr?.on('data', (text) => {
    said += text
  })
  const [code] = (await once(child, 'exit')) as [number]
  return { code, said }
}

t.test('preparing the database loads the sample company once', async (t) => {
  // the test's nats-server has a token of its own, which stands for the one made at the first start
  await writeFile(join(dir, 'secrets.json'), JSON.stringify({ natsToken: nats.token, kiosk: KIOSK }))
  const first = await toItsEnd('engine/records/prepare.ts')
  t.match(first, { code: 0, said: /sample company loaded: \d+ records/ })
  const again = await toItsEnd('engine/records/prepare.ts')
  t.match(again, { code: 0, said: /up to date[\s\S]*nothing loaded/ })
})

async function started(file: string): Promise<ChildProcess> {
  const child = run(file)
  children.push(child)
  let ready = false
  let said = ''
  child.stderr?.on('data', (text) => {
    said += text
  })
  child.on('message', () => {
    ready = true
  })
  await waitFor(() => ready || child.exitCode !== null, { timeoutMs: 40_000, what: `${file} is ready` })
  if (!ready) throw new Error(`${file}: ${said}`)
  return child
}

t.test('gateway and engine as processes: an agent signs in to the desk, the wallboard shows it', async (t) => {
  const [gateway] = await Promise.all([started('engine/gateway/main.ts'), started('engine/routing/main.ts')])
  const base = `http://127.0.0.1:${port}`
  const wall = new WebSocket(
    `${base.replace('http', 'ws')}/live?token=${SAMPLE_KIOSK}.${kioskProof(KIOSK, SAMPLE_KIOSK)}`,
  )
  t.teardown(() => wall.terminate())
  const live = createLiveStore({ now: Date.now, soon: (run) => run() })
  wall.on('message', (text) => live.apply(JSON.parse(String(text)) as LiveToPage))
  await once(wall, 'open')
  wall.send(JSON.stringify({ type: 'subscribe', topics: ['agents', 'queues', 'calls', 'notices'] }))
  await waitFor(() => live.data().queues.size > 0, { what: 'the queues are shown' })

  let cookie = ''
  const ask = async (method: string, path: string, body?: unknown) => {
    const headers = { cookie, 'content-type': 'application/json', origin: base }
    const answer = await fetch(base + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
    return { status: answer.status, body: (await answer.json()) as any }
  }
  t.match(await ask('POST', '/api/session', { account: '1001', password: 'tinglan-1001' }), {
    status: 200,
    body: { role: 'agent', agentId: 'agent-1001', demo: true },
  })
  const signedIn = await ask('POST', '/api/desk/sign-in', { phone: { type: 'extension', user: '8001' } })
  t.match(signedIn, { status: 200, body: { agentId: 'agent-1001', mode: 'break', name: '王芳' } })
  t.match(await ask('POST', '/api/desk/ready', {}), { status: 200, body: { mode: 'ready' } })
  const from = Date.now()
  await waitFor(() => live.data().agents.get('agent-1001')?.mode === 'ready', {
    what: 'the wallboard shows the agent as ready',
  })
  t.comment(`shown after ${Date.now() - from} ms`)
  t.match(await ask('GET', '/api/desk'), { body: { agent: { mode: 'ready', phone: { user: '8001' } } } })
  t.match(await ask('POST', '/api/desk/hold', {}), { status: 409 }, 'there is no call to hold')
  t.match(await ask('POST', '/api/desk/sign-out', {}), { status: 200 })

  t.match(await ask('POST', '/api/session', { account: 'admin', password: 'tinglan-admin' }), { status: 200 })
  const system = await ask('GET', '/api/system')
  t.match(
    system.body.parts.filter((part: { up: boolean }) => part.up).map((part: { name: { en: string } }) => part.name.en),
    ['PostgreSQL', 'NATS', 'Ledger', 'Shards', 'Call log writer', /^Engine node /, 'Gateway node gateway-1'],
  )
  const everybody = [
    { role: 'engine', up: true, engine: { shards: 256 } },
    { role: 'gateway', name: 'gateway-1', up: true, follows: {} },
  ]
  t.match(system.body.nodes, everybody)
  t.match(await (await fetch(`http://127.0.0.1:${metrics}/nodes`)).json(), everybody, 'doctor reads the same')
  const metricsText = await (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text()
  t.match(metricsText, /tinglan_gateway_requests_total\{route="POST \/api\/session",status="200"\} 2/)
  t.match(metricsText, /tinglan_gateway_live_sockets 1/)
  gateway.kill('SIGTERM')
  const [code] = await once(gateway, 'exit')
  t.equal(code, 0, 'it stops in order')
})
