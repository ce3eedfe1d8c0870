// The uWebSockets.js server: reads a request whole, lets it through the door, runs the handler, writes the answer.
import type { HttpRequest, HttpResponse, TemplatedApp, us_listen_socket } from 'uWebSockets.js'
import type { Label } from '../../protocol/fields.ts'
import type { Session } from '../../records/accounts/accounts.ts'
import { type Outcome, refused } from '../../records/record/outcome.ts'
import type { Who } from '../../rights/may.ts'
import { type Exchange, type Headers, send, sendRefusal, sendReply } from './answer.ts'
import { addressBehind } from './caller.ts'
import { bearerOf, cookieOf, entry, isOwnOrigin, parsed, whoOf } from './door.ts'
import type { Request, Route } from './route.ts'
import { hasNul, nulRefused, unstorable } from './storable.ts'
import { openUws } from './uws.ts'

const JSON_BYTES = 1_000_000

export interface ServerParts {
  host: string
  port: number
  publicUrl: string | undefined
  /** by which names we are called */
  isKnownHost(header: string): boolean
  isProxy(address: string): boolean
  /** name of the session's cookie */
  cookie: string
  routes: readonly Route[]
  always: Headers
  session(token: string): Promise<Session | undefined>
  /** who comes with this key of the API; a refusal when it has had its share for now */
  key(key: string): Promise<Outcome<Session>>
  /** a key was used */
  used(session: Session, use: { method: string; path: string; status: number; ip: string }): void
  /** false when this address has had its share of this route for now */
  allowed(route: Route, ip: string): Promise<boolean>
  answered(route: string, status: number): void
  /** a bug in a handler */
  failed(error: unknown, route: string): void
  /** more routes of uWebSockets.js itself: the WebSocket and the pages */
  extend(app: TemplatedApp): void
}

export interface Server {
  port: number
  close(): void
}

export function startServer(parts: ServerParts): Promise<Server> {
  const uws = openUws()
  const app = uws.App()
  for (const route of parts.routes) {
    const method = route.method === 'DELETE' ? 'del' : (route.method.toLowerCase() as 'get' | 'post' | 'put')
    app[method](route.path, (res, req) => handle(parts, route, res, req))
  }
  app.any('/api/*', (res, req) =>
    sendRefusal(
      exchange(parts, res, () => {}),
      notFound(req),
    ),
  )
  parts.extend(app)
  return new Promise((resolve, reject) => {
    // 1 = LIBUS_LISTEN_EXCLUSIVE_PORT (host and options together work but are missing in the types): a second gateway on the same port fails instead of sharing it
    const listen = app.listen as (...of: unknown[]) => TemplatedApp
    listen.call(app, parts.host, parts.port, 1, (socket: us_listen_socket | false) => {
      if (!socket)
        reject(new Error(`port ${parts.port} on ${parts.host} is taken: stop what uses it or set gateway.port`))
      else resolve({ port: uws.us_socket_local_port(socket), close: () => uws.us_listen_socket_close(socket) })
    })
  })
}

const tooLarge = (limit: number): Label => ({
  zh: `内容超过 ${Math.round(limit / 1e6) || 1} MB`,
  en: `It is larger than ${Math.round(limit / 1e6) || 1} MB`,
})
const notFound = (req: HttpRequest) =>
  hasNul(req.getUrl() + req.getQuery()) ? nulRefused() : refused('not-found', { detail: req.getUrl() })

export function exchange(parts: Pick<ServerParts, 'always'>, res: HttpResponse, answered: (status: number) => void) {
  const one: Exchange = { res, aborted: false, always: parts.always, answered }
  res.onAborted(() => {
    one.aborted = true
  })
  return one
}

/** Everything of the request must be read before the first await: uWebSockets.js reuses `req`. */
interface Head {
  params: Record<string, string>
  query: URLSearchParams
  cookie: string
  origin: string
  host: string
  /** a key of the API; '' for none */
  bearer: string
  path: string
  userAgent: string
  range: string
  length: number
  ip: string
}

function headOf({ isProxy }: ServerParts, route: Route, res: HttpResponse, req: HttpRequest): Head {
  const names = [...route.path.matchAll(/:([a-zA-Z]+)/g)].map((match) => match[1] ?? '')
  return {
    params: Object.fromEntries(names.map((name, index) => [name, decoded(req.getParameter(index) ?? '')])),
    query: new URLSearchParams(req.getQuery()),
    cookie: req.getHeader('cookie'),
    origin: req.getHeader('origin'),
    host: req.getHeader('host'),
    bearer: bearerOf(req.getHeader('authorization')),
    path: req.getUrl(),
    userAgent: req.getHeader('user-agent'),
    range: req.getHeader('range'),
    length: Number(req.getHeader('content-length') || 0),
    ip: addressBehind(ipOf(res), req.getHeader('x-forwarded-for'), isProxy),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** IPv4 comes mapped into IPv6 and in full: 0000:…:ffff:7f00:0001 is 127.0.0.1. */
export function ipOf(res: HttpResponse): string {
  const text = Buffer.from(res.getRemoteAddressAsText()).toString()
  const mapped = /^0000:0000:0000:0000:0000:ffff:(\w{4}):(\w{4})$/.exec(text)
  if (!mapped) return text
  const bits = Number.parseInt(`${mapped[1]}${mapped[2]}`, 16)
  return [bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255].join('.')
}

function handle(parts: ServerParts, route: Route, res: HttpResponse, req: HttpRequest): void {
  const to = exchange(parts, res, (status) => parts.answered(`${route.method} ${route.path}`, status))
  if (hasNul(req.getUrl() + req.getQuery())) {
    sendRefusal(to, nulRefused())
    return
  }
  const head = headOf(parts, route, res, req)
  if (!parts.isKnownHost(head.host)) {
    sendRefusal(to, refused('unknown-host', { detail: head.host }))
    return
  }
  const limit = route.uploadBytes ?? JSON_BYTES
  if (head.length > limit) {
    sendRefusal(to, refused('bad-input', { say: tooLarge(limit) }))
    return
  }
  readBody(to, limit, (body) => {
    serve(parts, route, head, body, to).catch((error: unknown) => {
      parts.failed(error, `${route.method} ${route.path}`)
      send(to, 500, [['content-type', 'application/json']], BUG)
    })
  })
}

const BUG = JSON.stringify({ refusal: 'bug', message: { zh: '系统内部错误', en: 'Internal error' } })

function readBody(to: Exchange, limit: number, whole: (body: Buffer) => void): void {
  const chunks: Buffer[] = []
  let size = 0
  to.res.onData((chunk, last) => {
    size += chunk.byteLength
    // the chunk's memory is only ours during this call
    if (size <= limit) chunks.push(Buffer.from(Buffer.from(chunk)))
    if (!last || to.aborted) return
    if (size <= limit) whole(Buffer.concat(chunks))
    else sendRefusal(to, refused('bad-input', { say: tooLarge(limit) }))
  })
}

async function serve(parts: ServerParts, route: Route, head: Head, bytes: Buffer, to: Exchange): Promise<void> {
  // a program's key is sent by nobody's browser on its own
  if (head.bearer === '' && !isOwnOrigin(route.method, head.origin, head.host, parts.publicUrl)) {
    sendRefusal(to, refused('not-allowed', { detail: 'the request comes from a foreign page' }))
    return
  }
  if (route.perMinute !== undefined && !(await parts.allowed(route, head.ip))) {
    sendRefusal(to, refused('too-many-requests'))
    return
  }
  const known = await knownAs(parts, head, route, to)
  if (!known.ok) {
    sendRefusal(to, known)
    return
  }
  const session = known.value
  const who = whoOf(session)
  const closed = entry(route, who)
  if (closed) {
    sendRefusal(to, closed)
    return
  }
  const input = inputOf(route, head, bytes)
  if (!input.ok) {
    sendRefusal(to, input)
    return
  }
  const outcome = await route.handle(requestOf(head, bytes, input.value, who, session))
  if (outcome.ok) await sendReply(to, outcome.value, head.range)
  else sendRefusal(to, outcome)
}

/** By the session's cookie, or by a key, whose use is written down. */
async function knownAs(
  parts: ServerParts,
  head: Head,
  route: Route,
  to: Exchange,
): Promise<Outcome<Session | undefined>> {
  if (head.bearer === '') {
    const token = cookieOf(head.cookie, parts.cookie)
    return { ok: true, value: token === '' ? undefined : await parts.session(token) }
  }
  const found = await parts.key(head.bearer)
  if (!found.ok) return found
  const { answered } = to
  to.answered = (status) => {
    answered(status)
    parts.used(found.value, { method: route.method, path: head.path, status, ip: head.ip })
  }
  return found
}

function requestOf(
  head: Head,
  bytes: Buffer,
  input: { query: unknown; body: unknown },
  who: Who,
  session: Session | undefined,
): Request {
  return {
    params: head.params,
    ...input,
    bytes,
    headers: { userAgent: head.userAgent, range: head.range },
    ip: head.ip,
    who,
    session,
    by: { accountId: session?.accountId ?? '', account: session?.account ?? '', ip: head.ip },
  }
}

function inputOf(route: Route, head: Head, bytes: Buffer) {
  let body: unknown
  if (route.body) {
    let value: unknown
    try {
      value = bytes.length === 0 ? {} : JSON.parse(bytes.toString('utf8'))
    } catch {
      return refused('bad-input', { detail: 'the body is not JSON' })
    }
    const bad = unstorable(value)
    if (bad) return bad
    const good = parsed(route.body, value)
    if (!good.ok) return good
    body = good.value
  }
  const query = route.query ? parsed(route.query, Object.fromEntries(head.query)) : undefined
  if (query && !query.ok) return query
  return { ok: true as const, value: { query: query?.value, body } }
}
