// Two gateways as two processes, and one of them is killed: who was signed in there goes on at the other, the wallboard there
// shows what happens, and the file that was being made is made.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { WebSocket } from 'ws'
import { connectBus } from '#engine/bus/nats.ts'
import { subjects } from '#engine/protocol/actors.ts'
import type { ExportJob } from '#engine/protocol/api.ts'
import type { LiveUpdate } from '#engine/protocol/live.ts'
import type { QueueView } from '#engine/protocol/queue.ts'
import { VIEW_SHAPE } from '#engine/protocol/shapes.ts'
import { freePort, startNats } from '#test/kit/nats.ts'
import { startStore } from '#test/kit/postgres.ts'
import { waitFor } from '#test/kit/wait.ts'

const ROOT = new URL('../../../', import.meta.url).pathname
const CALLS = 150_000

const [store, nats, dir] = await Promise.all([
  startStore(),
  startNats(),
  mkdtemp(join(tmpdir(), 'tinglan-two-gateways-')),
])
const { sql } = store
const children: ChildProcess[] = []
t.teardown(async () => {
  for (const child of children) child.kill('SIGKILL')
  await store.stop()
  await nats.stop()
  await rm(dir, { recursive: true, force: true, maxRetries: 5 })
})

function run(file: string, env: Record<string, string> = {}): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', file], {
    ...{ cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] as const },
    env: {
      PATH: process.env.PATH,
      TINGLAN_DATA_DIR: dir,
      TINGLAN_POSTGRES_URL: store.url,
      TINGLAN_NATS_URL: `nats://${nats.url}`,
      ...env,
    },
  })
  children.push(child)
  return child
}

async function gateway(node: string): Promise<{ base: string; child: ChildProcess }> {
  const port = String(await freePort())
  const child = run('engine/gateway/main.ts', {
    ...{ TINGLAN_GATEWAY_NODE: node, TINGLAN_GATEWAY_PORT: port, TINGLAN_METRICS_GATEWAY: String(await freePort()) },
  })
  await once(child, 'message')
  return { base: `http://127.0.0.1:${port}`, child }
}

let cookie = ''
async function ask(base: string, method: string, path: string, body?: unknown): Promise<Response> {
  const headers = { cookie, 'content-type': 'application/json', origin: base }
  const answer = await fetch(base + path, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) })
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
  return answer
}

t.test('what one of them had begun the other goes on with', { timeout: 240_000 }, async (t) => {
  await writeFile(join(dir, 'secrets.json'), JSON.stringify({ natsToken: nats.token }))
  const prepared = run('engine/records/prepare.ts')
  t.strictSame(await once(prepared, 'exit'), [0, null])
  await sql`insert into calls (call_id, fact_id, direction, from_number, to_number, access_number, arrived_at, ended_at,
      outcome, hung_up_by, wait_ms, talk_ms, hold_ms, region, vip, queue_ids, agent_ids, queues, agents, path, collected)
    select 'call-' || n, 'f' || n, 'in', (13000000000 + n)::text, '95588', '95588', now() - n * interval '1 second',
      now(), 'answered', 'caller', 1000, 45000, 0, '', false, '{}', '{}', '[]', '[]', '[]', '{}'
    from generate_series(1, ${CALLS}) n`
  const { bus, ledger } = await connectBus({ servers: [nats.url], token: nats.token, name: 'test' })
  t.teardown(() => bus.close())
  await ledger({})
  const [one, two] = await Promise.all([gateway('gateway-a'), gateway('gateway-b')])
  const signedIn = await ask(one.base, 'POST', '/api/session', { account: '2001', password: 'tinglan-2001' })
  t.equal(signedIn.status, 200)
  const begun = (await (await ask(one.base, 'POST', '/api/exports/calls?format=csv')).json()) as ExportJob
  t.equal(begun.state, 'running', 'a large file is made in the background')
  const atTwo = async () => (await (await ask(two.base, 'GET', `/api/exports/${begun.id}`)).json()) as ExportJob
  t.match(await atTwo(), { id: begun.id, state: 'running' })

  const page = new WebSocket(`${two.base.replace('http', 'ws')}/live`, { headers: { cookie, origin: two.base } })
  t.teardown(() => page.terminate())
  let heard = ''
  page.on('message', (text) => (heard += text))
  await once(page, 'open')
  page.send(JSON.stringify({ type: 'subscribe', topics: ['queues'] }))

  one.child.kill('SIGKILL')
  await once(one.child, 'exit')
  t.equal((await ask(two.base, 'GET', '/api/session')).status, 200, 'the session is one of both')
  t.match(await atTwo(), { state: 'running' }, 'nobody has noticed yet, and the page says the same')
  const view = { queueId: 'q-after', name: '之后', waiting: [], agents: [], today: {} } as unknown as QueueView
  const ref = { kind: 'queue', id: 'q-after' } as const
  await waitFor(
    () => {
      bus.publish(subjects.live(ref), { v: VIEW_SHAPE, node: 'engine', at: Date.now(), view } satisfies LiveUpdate)
      return heard.includes('q-after')
    },
    { what: 'the wallboard at the other shows what happens', timeoutMs: 20_000 },
  )
  await waitFor(async () => (await atTwo()).state === 'done', {
    ...{ what: 'the other made the file', timeoutMs: 90_000 },
  })
  const file = await (await ask(two.base, 'GET', `/api/exports/${begun.id}/file`)).text()
  t.equal(file.trim().split('\n').length, CALLS + 1, 'whole')
  const list = (await (await ask(two.base, 'GET', '/api/exports')).json()) as ExportJob[]
  t.match(list, [{ id: begun.id, state: 'done' }], 'and once')
})
