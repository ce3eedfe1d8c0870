// One greedy session, foreign names and forged addresses, over real HTTP and WebSocket.
import { type IncomingHttpHeaders, request } from 'node:http'
import t from 'tap'
import WebSocket from 'ws'
import { LIVE_LIMITS } from '#engine/gateway/live/limits.ts'
import { ENDS } from '#engine/gateway/live/socket.ts'
import { PASSWORD, startedGateway } from './started.ts'

const started = await startedGateway()
t.teardown(() => started.stop())
const { base, sql } = started
const url = new URL(base)

const sockets: WebSocket[] = []
t.teardown(() => {
  for (const socket of sockets) socket.terminate()
})

/** How the upgrade was answered, and when it was, with what it was ended; 101 when it is told something. */
const live = (headers: Record<string, string>) =>
  new Promise<number>((resolve) => {
    const socket = new WebSocket(`${base.replace('http', 'ws')}/live`, { headers })
    sockets.push(socket)
    socket.on('open', () => socket.send(JSON.stringify({ type: 'ping', at: 1 })))
    socket.on('message', () => resolve(101))
    socket.on('close', (code) => resolve(code))
    socket.on('unexpected-response', (_, answer) => resolve(answer.statusCode ?? 0))
    socket.on('error', () => {})
  })

interface Asked {
  path: string
  headers?: Record<string, string>
  /** from this address of the machine */
  from?: string
  body?: object
}

const ask = ({ path, headers = {}, from, body }: Asked) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders }>((resolve, reject) => {
    const options = { host: url.hostname, port: url.port, path, method: body ? 'POST' : 'GET', headers }
    const asked = request({ ...options, ...(from === undefined ? {} : { localAddress: from }) }, (answer) => {
      answer.resume()
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers }))
    })
    asked.on('error', reject)
    asked.end(body && JSON.stringify(body))
  })

t.test('an agent who opens sockets without end has its share, and a colleague gets in', async (t) => {
  const greedy = await started.signIn('agent')
  const answers = await Promise.all(
    Array.from({ length: LIVE_LIMITS.perSession + 40 }, () => live({ cookie: greedy.cookie })),
  )
  t.equal(answers.filter((status) => status === 101).length, LIVE_LIMITS.perSession)
  t.equal(answers.filter((status) => status === ENDS.tooMany).length, 40)
  const other = await started.signIn('supervisor')
  t.equal(await live({ cookie: other.cookie }), 101)
})

t.test('a page of a foreign name that points here gets nothing', async (t) => {
  const { cookie } = await started.signIn('agent')
  const host = `evil.example:${url.port}`
  for (const path of ['/', '/api/about', '/api/session', '/desk'])
    t.equal((await ask({ path, headers: { host, cookie } })).status, 421, path)
  t.equal(await live({ host, cookie }), 421)
  t.equal((await ask({ path: '/api/about', headers: { host: `localhost:${url.port}` } })).status, 200)
})

t.test('an address is believed of our proxy only', async (t) => {
  const signIn = (from: string) =>
    ask({
      path: '/api/session',
      headers: { 'x-forwarded-for': '1.1.1.1, 203.0.113.9', 'user-agent': from },
      from,
      body: { account: 'planner', password: PASSWORD },
    })
  t.equal((await signIn('127.0.0.1')).status, 200)
  t.equal((await signIn('127.0.0.77')).status, 200)
  const rows = await sql<{ ip: string; userAgent: string }[]>`
    select ip, user_agent from sign_in_log where account = 'planner' order by user_agent`
  t.match(rows, [
    { userAgent: '127.0.0.1', ip: '127.0.0.1' },
    { userAgent: '127.0.0.77', ip: '203.0.113.9' },
  ])
})
