// A small HTTP front for chDB (ClickHouse in process), so the unchanged @clickhouse/client speaks to it by URL.
// One process owns the data directory. Loopback only; the password comes from the launcher's settings.
import { timingSafeEqual } from 'node:crypto'
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import { type ChdbConnection, createChdbConnection } from 'chdb/connection'

export interface FrontOptions {
  dataDir: string
  /** default loopback */
  host?: string
  /** 0 picks a free port */
  port: number
  password: string
}

export interface Front {
  port: number
  stop(): Promise<void>
}

const MAX_BODY_BYTES = 64 * 1024 * 1024
const RESERVED = new Set(['query', 'query_id', 'session_id', 'database', 'role', 'default_format'])

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > MAX_BODY_BYTES) throw new Error(`a request body over ${MAX_BODY_BYTES} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts)
}

function passwordOf(request: IncomingMessage): string {
  const key = request.headers['x-clickhouse-key']
  if (typeof key === 'string') return key
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  return basic ? Buffer.from(basic, 'base64').toString('utf8').split(':').slice(1).join(':') : ''
}

function samePassword(given: string, wanted: string): boolean {
  const a = Buffer.from(given)
  const b = Buffer.from(wanted)
  return a.length === b.length && timingSafeEqual(a, b)
}

interface Asked {
  query: string
  query_params: Record<string, string>
  clickhouse_settings: Record<string, string>
  query_id: string
}

function parse(url: URL): Asked {
  const asked: Asked = {
    query: url.searchParams.get('query') ?? '',
    query_params: {},
    clickhouse_settings: {},
    query_id: url.searchParams.get('query_id') ?? crypto.randomUUID(),
  }
  for (const [key, value] of url.searchParams) {
    if (key.startsWith('param_')) asked.query_params[key.slice(6)] = value
    else if (!RESERVED.has(key)) asked.clickhouse_settings[key] = value
  }
  return asked
}

async function run(connection: ChdbConnection, asked: Asked, body: Buffer, response: ServerResponse): Promise<void> {
  response.setHeader('X-ClickHouse-Query-Id', asked.query_id)
  if (/^\s*insert/i.test(asked.query) && body.length > 0) {
    const done = await connection.insert({ ...asked, values: body.toString('utf8') })
    response.setHeader('X-ClickHouse-Summary', JSON.stringify(done.summary ?? {}))
    response.end()
    return
  }
  const query = asked.query === '' ? body.toString('utf8') : `${asked.query}\n${body.toString('utf8')}`
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  const done = await connection.exec({ ...asked, query, abort_signal: gone.signal })
  done.stream.on('error', (fault) => response.destroy(fault))
  done.stream.pipe(response)
}

function answerFault(response: ServerResponse, fault: unknown): void {
  const known = fault as { code?: string | number; clickhouseCode?: number; type?: string; message?: string }
  const code = String(known.clickhouseCode ?? known.code ?? 0)
  if (response.headersSent) {
    response.destroy()
    return
  }
  response.statusCode = code === '60' ? 404 : 500
  response.setHeader('X-ClickHouse-Exception-Code', code)
  response.end(`Code: ${code}. DB::Exception: ${known.message ?? 'unknown'} (${known.type ?? 'ERROR'}) (version 26.7)`)
}

/** Opens the directory and listens. Throws when another process owns the directory or the port is taken. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const connection = createChdbConnection({ path: options.dataDir })
  // The default database is an Overlay; refreshable views and renames need Atomic.
  await connection.command({ query: 'create database if not exists tinglan engine = Atomic', query_id: 'open' })
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://front')
    if (url.pathname === '/ping') {
      response.end('Ok.\n')
      return
    }
    if (!samePassword(passwordOf(request), options.password)) {
      response.statusCode = 403
      response.setHeader('X-ClickHouse-Exception-Code', '516')
      response.end('Code: 516. DB::Exception: Authentication failed (AUTHENTICATION_FAILED)')
      return
    }
    try {
      await run(connection, parse(url), await bodyOf(request), response)
    } catch (fault) {
      answerFault(response, fault)
    }
  }
  const server = http.createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host ?? '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : options.port,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await connection.close()
    },
  }
}
