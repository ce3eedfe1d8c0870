// A gateway without an engine, for work on the pages and for their tests: node --import tsx test/web/mock/gateway.ts [port]
// Accounts: admin, lead, 1001 - every password but "wrong" is right. POST /mock/ring makes the agent's phone ring.
import { readdir, readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { WebSocketServer } from 'ws'
import type { LiveFromPage } from '#engine/protocol/live.ts'
import { type MockAnswer, refuse } from './asked.ts'
import { createDeskRoutes } from './desk.ts'
import { createLogRoutes } from './logs.ts'
import { createOwnRoutes } from './own.ts'
import { createMockForecast } from './plan-forecast.ts'
import { createMockJobs } from './plan-jobs.ts'
import { createMockNeed } from './plan-need.ts'
import { createRosterRoutes } from './roster-routes.ts'
import { createRoutes, sessionOf } from './routes.ts'
import { createMockSip } from './sip.ts'
import { watched } from './watched.ts'
import { createMockWorld, type MockWorld } from './world.ts'

const PAGES = new URL('../../../web/build', import.meta.url).pathname
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.wav': 'audio/wav',
}

export interface MockGateway {
  port: number
  world: MockWorld
  /** cut every live socket, as a network does */
  cut(): void
  close(): Promise<void>
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const bytes = Buffer.concat(parts)
  if (!request.headers['content-type']?.includes('json')) return bytes
  return bytes.length > 0 ? (JSON.parse(bytes.toString()) as unknown) : {}
}

let built: Promise<(path: string) => MockAnswer> | undefined

/** Read once a process, so that a build in the middle of a test changes nothing. */
async function readPages(): Promise<(path: string) => MockAnswer> {
  const pages = new Map<string, MockAnswer>()
  for (const name of await readdir(PAGES, { recursive: true })) {
    const type = TYPES[extname(name)]
    if (type) pages.set(`/${name}`, { status: 200, bytes: await readFile(join(PAGES, name)), type })
  }
  const shell = pages.get('/index.html')
  if (!shell) throw new Error('there are no built pages: npm run build -w web')
  return (path) => pages.get(path) ?? shell
}

export async function startMockGateway(
  port: number,
  options: { agents: number; lively: boolean },
): Promise<MockGateway> {
  built ??= readPages()
  const page = await built
  const world = createMockWorld(options.agents, options.lively)
  const sip = createMockSip(
    (user) => desk.answered(user),
    (user) => desk.phoneEnded(user),
  )
  const desk = createDeskRoutes(world, sip, () => `ws://127.0.0.1:${(server.address() as AddressInfo).port}/sip`)
  const routes = createRoutes()
  const own = createOwnRoutes(Date.now())
  const logs = createLogRoutes(Date.now())
  const jobs = createMockJobs()
  const forecasts = createMockForecast(Date.now(), jobs)
  const needs = createMockNeed(Date.now(), forecasts.marks)
  const rosters = createRosterRoutes(Date.now(), jobs)

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://mock')
    const asked = {
      method: request.method ?? 'GET',
      path: url.pathname,
      query: url.searchParams,
      session: sessionOf(request.headers.cookie),
      body: await bodyOf(request),
      fileName: String(request.headers['x-file-name'] ?? ''),
    }
    const api = asked.path.startsWith('/api') || asked.path.startsWith('/mock')
    const out = api
      ? (desk.handle(asked) ??
        (asked.session &&
          (own(asked) ??
            logs(asked) ??
            watched(asked) ??
            jobs.handle(asked) ??
            rosters(asked) ??
            forecasts.handle(asked))) ??
        needs(asked) ??
        routes(asked) ??
        refuse(404, 'not-found'))
      : page(asked.path)
    response.writeHead(out.status, {
      'content-type': out.type ?? 'application/json',
      ...(out.cookie ? { 'set-cookie': out.cookie } : {}),
    })
    response.end(out.bytes ?? (out.json === undefined ? '' : JSON.stringify(out.json)))
  }

  const server: Server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      console.error(error)
      response.writeHead(500).end()
    })
  })
  const live = new WebSocketServer({ noServer: true })
  const sipSockets = new WebSocketServer({ noServer: true, handleProtocols: () => 'sip' })
  sipSockets.on('connection', (socket) => sip.accept(socket))
  server.on('upgrade', (request, socket, head) => {
    const url = new URL(request.url ?? '/', 'http://mock')
    const session = sessionOf(request.headers.cookie)
    if (url.pathname === '/sip')
      return sipSockets.handleUpgrade(request, socket, head, (ws) => sipSockets.emit('connection', ws))
    if (url.pathname !== '/live' || (!session && url.searchParams.get('token') !== 'board')) return socket.destroy()
    live.handleUpgrade(request, socket, head, (ws) => {
      const me = session?.agentId
      ws.on('message', (data) => {
        const said = JSON.parse(String(data)) as LiveFromPage
        if (said.type === 'ping') ws.send(JSON.stringify({ type: 'pong', at: said.at, serverAt: Date.now() }))
        else ws.send(JSON.stringify((said.since !== undefined && world.since(said.since, me)) || world.snapshot(me)))
      })
      live.emit('connection', Object.assign(ws, { me }))
    })
  })
  world.onFrame((frame) => {
    for (const ws of live.clients) {
      const me = (ws as { me?: string }).me
      const mine = frame.agents.find((agent) => agent.agentId === me)
      ws.send(JSON.stringify(mine ? { ...frame, me: mine } : frame))
    }
  })
  // sockets of handleUpgrade with noServer are kept in clients
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    world,
    cut() {
      for (const ws of live.clients) ws.terminate()
    },
    async close() {
      for (const ws of [...live.clients, ...sipSockets.clients]) ws.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

if (process.argv[1] === import.meta.filename) {
  const started = await startMockGateway(Number(process.argv[2] ?? 5199), {
    agents: Number(process.argv[3] ?? 120),
    lively: true,
  })
  console.log(`mock gateway: http://127.0.0.1:${started.port} (admin, lead or 1001; any password but "wrong")`)
}
