// Kamailio's configuration as text: the .cfg files of this folder with the settings filled in. Reads no environment.
import { readFileSync } from 'node:fs'
import { registrationsFile } from './registrations.ts'
import { edgeSecret } from './secrets.ts'
import { type KamailioSettings, type Listener, nodeSubject, refusedSubject, registrationSubject } from './settings.ts'

export interface RenderedFile {
  /** Name inside `runDir`. */
  file: string
  text: string
}

const TEMPLATES = ['kamailio.cfg', 'request.cfg', 'shield.cfg', 'users.cfg', 'nodes.cfg', 'trunks.cfg']

export function renderKamailio(settings: KamailioSettings): RenderedFile[] {
  checkSettings(settings)
  const values = placeholders(settings)
  const files = TEMPLATES.map((file) => ({ file, text: fill(file, values) }))
  files.push({ file: 'dispatcher.list', text: dispatcherList(settings) })
  if (settings.tls ?? settings.wss) files.push({ file: 'tls.cfg', text: tlsConfig(settings) })
  return files
}

/** One line of `dispatcher.list`, or the arguments of dispatcher.add, for a media node. */
export function nodeDestination({ host, port }: Listener, node: { id: string; host: string; port: number }) {
  return {
    uri: `sip:${node.host}:${node.port};transport=tcp`,
    // flag 8: probe from the start, so a dead node gets no first call
    flags: 8,
    attributes: `duid=${node.id};socket=tcp:${host}:${port}`,
  }
}

function dispatcherList(settings: KamailioSettings): string {
  const lines = settings.nodes.list.map((node) => {
    const { uri, flags, attributes } = nodeDestination(settings.nodes.listen, node)
    return `1 ${uri} ${flags} 0 ${attributes}`
  })
  return `# set 1: media nodes\n${lines.join('\n')}\n`
}

function fill(file: string, values: Record<string, string>): string {
  const template = readFileSync(new URL(file, import.meta.url), 'utf8')
  return template.replace(/@([A-Z_]+)@/g, (mark, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`${file}: nothing fills ${mark}`)
    return value
  })
}

function placeholders(s: KamailioSettings): Record<string, string> {
  const refusals = s.maxRefusals ?? 10
  const floods = s.floodRequests ?? 150
  const carriers = s.trunks ?? s.udp
  return {
    DEFINES: defines(s)
      .map((name) => `#!define ${name}`)
      .join('\n'),
    LISTEN: listenLines(s).join('\n'),
    CHILDREN: String(s.children ?? 4),
    CONNECTIONS: String(s.maxConnections ?? 4096),
    BANNER: s.banner ?? 'Tinglan',
    DOMAIN: s.domain,
    RUN: s.runDir,
    NATS: (s.natsUrls ?? []).map((url) => `modparam("nats", "nats_url", "${url}")`).join('\n'),
    NATS_SUBJECT: registrationSubject,
    NATS_NODE_SUBJECT: nodeSubject,
    NATS_REFUSED_SUBJECT: refusedSubject,
    DATABASE: s.databaseUrl,
    REGISTRATIONS: registrationsFile(s.runDir),
    EPHEMERAL_SECRET: s.ephemeralSecret,
    NONCE_SECRET: edgeSecret('nonce', s.ephemeralSecret),
    MARK_SECRET: edgeSecret('mark', s.ephemeralSecret),
    NODE_SECRET: edgeSecret('node', s.ephemeralSecret),
    RPC_SECRET: edgeSecret('rpc', s.ephemeralSecret),
    PUBLIC: addressOf(carriers ?? s.tcp),
    AWAIT_NODE_SECONDS: String(s.nodes.awaitSeconds ?? 27),
    PING_SECONDS: String(s.nodes.pingSeconds ?? 2),
    FLOOD_REQUESTS: String(floods),
    BAN_SECONDS: String(s.banSeconds ?? 300),
    REFUSALS: String(refusals),
    REFUSALS_ADDRESS: String(refusals * 10),
    REFUSALS_KNOWN: String(refusals * 100),
    REFUSALS_USER: String(refusals * 5),
    OFFICE_REQUESTS: String(floods * 40),
    USER_CALLS: String(s.userCalls ?? 30),
    NEVER_BANNED: (s.neverBanned ?? []).join(','),
    ORIGINS: (s.webOrigins ?? []).join('|'),
    RPC_PORT: String(s.rpc.port),
    NODE_PORT: String(s.nodes.listen.port),
    WS_PORT: String(s.ws?.port ?? 0),
    WSS_PORT: String(s.wss?.port ?? 0),
    UDP_SOCKET: carriers ? socketOf('udp', carriers) : '',
    TCP_SOCKET: socketOf('tcp', s.tcp),
    TLS_SOCKET: s.tls ? socketOf('tls', s.tls) : '',
  }
}

function defines(s: KamailioSettings): string[] {
  const switches: [string, unknown][] = [
    ['WITH_UDP', s.trunks ?? s.udp],
    ['WITH_TLS', s.tls ?? s.wss],
    ['WITH_TLS_LINES', s.tls],
    ['WITH_WEBSOCKET', s.ws ?? s.wss],
    ['WITH_NATS', s.natsUrls?.length],
    ['WITH_ANY_ADDRESS', s.anyAddress],
    ['WITH_NEVER_BANNED', s.neverBanned?.length],
    ['WITH_ORIGINS', s.webOrigins?.length],
  ]
  return switches.filter(([, on]) => on).map(([name]) => name)
}

/** Order matters: the first listener of a protocol is what Kamailio sends from when nothing else is said. */
function listenLines(s: KamailioSettings): string[] {
  const workers = s.children ?? 4
  // with a number: workers of its own. A reload that waits for PostgreSQL holds the RPC's, and nobody's call
  const all: [string, Listener | undefined, number?][] = [
    ['udp', s.udp, workers],
    ['udp', s.trunks, workers],
    ['tcp', s.tcp],
    ['tls', s.tls],
    ['tcp', s.ws],
    ['tls', s.wss],
    ['tcp', s.nodes.listen, workers],
    ['tcp', s.rpc, 1],
  ]
  return all.flatMap(([proto, listener, own]) => {
    if (!listener) return []
    const known = listener.advertise ? ` advertise ${listener.advertise.host}:${listener.advertise.port}` : ''
    return [...(own ? [`socket_workers=${own}`] : []), `listen=${socketOf(proto, listener)}${known}`]
  })
}

function socketOf(proto: string, listener: Listener): string {
  return `${proto}:${listener.host}:${listener.port}`
}

function addressOf(listener: Listener): string {
  const { host, port } = listener.advertise ?? listener
  return `${host}:${port}`
}

/** what was recorded cannot be read with a key that is stolen later; TLS 1.3 knows nothing else */
const FORWARD_SECRET = 'ECDHE+AESGCM:ECDHE+CHACHA20:!aNULL'

function tlsConfig(s: KamailioSettings): string {
  const verify = s.carrierAuthorities ? 'yes' : 'no'
  const authorities = s.carrierAuthorities ? `ca_list = ${s.carrierAuthorities}\n` : ''
  return `[server:default]
method = TLSv1.2+
cipher_list = ${FORWARD_SECRET}
verify_certificate = no
require_certificate = no
private_key = ${s.certificate?.keyFile}
certificate = ${s.certificate?.certFile}

[client:default]
method = TLSv1.2+
cipher_list = ${FORWARD_SECRET}
verify_certificate = ${verify}
require_certificate = ${verify}
${authorities}`
}

function checkSettings(s: KamailioSettings): void {
  const wrong: string[] = []
  const texts = [s.domain, s.runDir, s.databaseUrl, s.ephemeralSecret, ...(s.natsUrls ?? []), s.banner ?? '']
  if (texts.some((text) => /["\s\\;!]/.test(text))) wrong.push('a setting holds a quote, space, backslash, ; or !')
  if (!/^[A-Za-z0-9.-]+$/.test(s.domain)) wrong.push(`domain "${s.domain}" is no host name`)
  if (!s.runDir.startsWith('/')) wrong.push('runDir must be absolute: Kamailio resolves a relative path against /')
  if (!/^[A-Za-z0-9_-]{16,}$/.test(s.ephemeralSecret)) wrong.push('ephemeralSecret needs 16 letters or digits')
  if ((s.tls || s.wss) && !s.certificate) wrong.push('tls and wss need a certificate')
  const tcpPorts = [s.tcp, s.tls, s.ws, s.wss, s.nodes.listen, s.rpc].flatMap((l) => (l ? [l.port] : []))
  if (new Set(tcpPorts).size !== tcpPorts.length) wrong.push(`TCP ports must differ: ${tcpPorts.join(', ')}`)
  for (const node of s.nodes.list) if (!/^[A-Za-z0-9_.-]{1,64}$/.test(node.id)) wrong.push(`node id "${node.id}"`)
  if (wrong.length) throw new Error(`Kamailio settings: ${wrong.join('; ')}`)
}
