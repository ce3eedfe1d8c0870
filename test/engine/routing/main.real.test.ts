// The engine role as the launcher runs it: a process on real NATS and PostgreSQL, killed and started again.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { connectBus } from '#engine/bus/nats.ts'
import { type ActorRef, type Answer, subjects } from '#engine/protocol/actors.ts'
import type { CallView } from '#engine/protocol/call.ts'
import type { LiveSnapshotPart } from '#engine/protocol/live.ts'
import type { MediaNews } from '#engine/protocol/media.ts'
import { freePort, startNats } from '../../kit/nats.ts'
import { startStore } from '../../kit/postgres.ts'
import { waitFor } from '../../kit/wait.ts'

const call: ActorRef = { kind: 'call', id: 'c-1' }
const arrived: MediaNews = {
  type: 'call-arrived',
  callId: call.id,
  legId: 'l-1',
  node: 'm1',
  origin: { type: 'trunk', trunkId: 't1' },
  from: { number: '13800138000', name: '' },
  to: '95000',
}

async function startRole(env: Record<string, string>): Promise<{ child: ChildProcess; said: () => string }> {
  let said = ''
  const child = spawn(process.execPath, ['--import', 'tsx', 'engine/routing/main.ts'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  child.stdout?.on('data', (data) => {
    said += data
  })
  child.stderr?.on('data', (data) => {
    said += data
  })
  let ready = false
  child.on('message', () => {
    ready = true
  })
  await waitFor(() => ready || child.exitCode !== null, { timeoutMs: 60_000, what: 'the engine role is ready' })
  if (!ready) throw new Error(said)
  return { child, said: () => said }
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  const exit = once(child, 'exit')
  child.kill(signal)
  return (await exit)[0] as number | null
}

t.test('the engine role starts, decides, dies, comes back with its calls, and stops cleanly', async (t) => {
  const nats = await startNats()
  const store = await startStore()
  // a number whose menu keeps the call until somebody presses a key
  const menu = [{ id: 'menu', type: 'menu', settings: { prompts: [{ type: 'text', text: '您好' }] }, next: {} }]
  await store.sql`insert into flows (id, name, lang, start_node_id, nodes) values ('flow-1', '热线', 'zh', 'menu', ${store.sql.json(menu)})`
  await store.sql`insert into numbers (id, number, name, lang, flow_id) values ('number-1', ${arrived.to}, '热线', 'zh', 'flow-1')`
  const dataDir = await mkdtemp(join(tmpdir(), 'tinglan-engine-'))
  await writeFile(join(dataDir, 'secrets.json'), JSON.stringify({ natsToken: nats.token }))
  const { bus } = await connectBus({ servers: [nats.url], token: nats.token, name: 'test' })
  const env = {
    TINGLAN_DATA_DIR: dataDir,
    TINGLAN_NATS_URL: nats.url,
    TINGLAN_POSTGRES_URL: store.url,
    TINGLAN_METRICS_ENGINE: String(await freePort()),
  }
  let running = await startRole(env)
  t.teardown(async () => {
    if (running.child.exitCode === null) running.child.kill('SIGKILL')
    await bus.close()
    await store.stop()
    await nats.stop()
    await rm(dataDir, { recursive: true, force: true })
  })
  // a media node that knows one leg and takes every order
  const orders: string[] = []
  await bus.subscribe(subjects.media('m1'), (value, _, answer) => {
    const asked = value as { type: string; envelope?: { order: { type: string }; epoch: number } }
    if (asked.type === 'order') orders.push(`${asked.envelope?.order.type} ${asked.envelope?.epoch}`)
    answer?.(
      asked.type === 'legs'
        ? [{ legId: 'l-1', callId: call.id, node: 'm1', owner: call, state: 'arriving' }]
        : { ok: true },
    )
  })
  const live = async () => {
    const parts = (await bus.askAll(subjects.liveSnapshot, {}, 300)) as LiveSnapshotPart[]
    return parts.flatMap((part): CallView[] => part.calls)
  }
  const news = { id: 'news-1', cause: 'news-1', command: { type: 'news', news: arrived } }
  t.match((await bus.ask(subjects.actor(call), news, 2_000)) as Answer, { ok: true })
  t.match(await waitFor(async () => (await live())[0], { what: 'the call is shown' }), { callId: call.id, node: 'm1' })
  const unknown = { id: 'x', cause: 'x', command: { type: 'ready' } }
  t.match(await bus.ask(subjects.actor({ kind: 'agent', id: 'nobody' }), unknown, 2_000), { refusal: 'agent-unknown' })

  const metrics = await (await fetch(`http://127.0.0.1:${env.TINGLAN_METRICS_ENGINE}/metrics`)).text()
  t.match(metrics, /tinglan_decisions_total\{kind="call"\} [1-9]/)
  t.match(metrics, /tinglan_shards 256/)

  await ended(running.child, 'SIGKILL')
  running = await startRole(env)
  t.match(running.said(), /"actors":[1-9]\d*,"entries":\d+.*shards rebuilt/)
  t.match(await waitFor(async () => (await live())[0], { what: 'the call is there again' }), { callId: call.id })
  t.match(await bus.ask(subjects.actor(call), news, 2_000), { ok: true }, 'the news told again is a double')
  const epochs = new Set(orders.map((order) => order.split(' ')[1]))
  t.notOk(epochs.has('0'), 'no order without an epoch')
  t.equal(await ended(running.child, 'SIGTERM'), 0, 'an orderly end')
})
