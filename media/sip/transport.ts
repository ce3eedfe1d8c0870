// The wire: UDP and TCP on one port, towards Kamailio. Connections are reused both ways; everything is bounded.
import dgram from 'node:dgram'
import net from 'node:net'
import { nextFrame } from './frame.ts'

export interface Peer {
  proto: 'TCP' | 'UDP'
  host: string
  port: number
  /** The connection a message came in by; replies go back on it while it lives. */
  connection?: object | undefined
}

export interface SipTransport {
  readonly host: string
  readonly port: number
  /** `failed` is called at most once, later, when the bytes surely did not go out. */
  send(text: string, to: Peer, failed?: (why: string) => void): void
  connections(): number
  close(): Promise<void>
}

export interface TransportOptions {
  host: string
  port: number
  messageBytes: number
  maxConnections: number
  receive(bytes: Buffer, from: Peer): void
}

const CONNECT_MS = 3_000
const MAX_UNSENT = 8 << 20
/** A message of which only a part has come by then never comes whole: the peer lost step. */
const PARTIAL_MS = 5_000

export async function openTransport(options: TransportOptions): Promise<SipTransport> {
  const server = net.createServer()
  const udp = dgram.createSocket({ type: options.host.includes(':') ? 'udp6' : 'udp4', recvBufferSize: 4 << 20 })
  await new Promise<void>((done, fail) => server.once('error', fail).listen(options.port, options.host, done))
  const port = (server.address() as net.AddressInfo).port
  try {
    await new Promise<void>((done, fail) => udp.once('error', fail).bind(port, options.host, done))
  } catch (fault) {
    server.close()
    throw fault
  }
  return new Wire(options, server, udp, port)
}

class Wire implements SipTransport {
  readonly host: string
  readonly port: number
  readonly #options: TransportOptions
  readonly #server: net.Server
  readonly #udp: dgram.Socket
  readonly #byAddress = new Map<string, net.Socket>()
  readonly #all = new Set<net.Socket>()
  #closed = false

  constructor(options: TransportOptions, server: net.Server, udp: dgram.Socket, port: number) {
    this.#options = options
    this.#server = server
    this.#udp = udp
    this.host = options.host
    this.port = port
    server.on('connection', (socket) => this.#adopt(socket, socket.remoteAddress ?? '', socket.remotePort ?? 0))
    server.on('error', () => {})
    udp.on('error', () => {})
    udp.on('message', (bytes, from) => {
      if (bytes.length <= options.messageBytes)
        options.receive(bytes, { proto: 'UDP', host: from.address, port: from.port })
    })
  }

  send(text: string, to: Peer, failed?: (why: string) => void): void {
    if (this.#closed) return
    if (to.proto === 'UDP') {
      this.#udp.send(text, to.port, to.host, (fault) => {
        if (fault) failed?.(fault.message)
      })
      return
    }
    const socket = this.#socketTo(to)
    if (!socket || socket.writableLength > MAX_UNSENT) {
      setImmediate(() => failed?.('no connection'))
      return
    }
    socket.write(text, (fault) => {
      if (fault) failed?.(fault.message)
    })
  }

  connections(): number {
    return this.#all.size
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    for (const socket of this.#all) socket.destroy()
    await new Promise<void>((done) => this.#server.close(() => done()))
    await new Promise<void>((done) => this.#udp.close(() => done()))
  }

  #socketTo(to: Peer): net.Socket | undefined {
    const own = to.connection
    if (own instanceof net.Socket && own.writable && !own.destroyed) return own
    const known = this.#byAddress.get(`${to.host}:${to.port}`)
    if (known?.writable) return known
    if (this.#all.size >= this.#options.maxConnections) return undefined
    const socket = net.connect({ host: to.host, port: to.port, localAddress: this.host })
    // a black-holed peer must not hold a request for minutes
    socket.setTimeout(CONNECT_MS, () => socket.connecting && socket.destroy(new Error('connect timed out')))
    this.#adopt(socket, to.host, to.port)
    return socket
  }

  #adopt(socket: net.Socket, host: string, port: number): void {
    if (this.#all.size >= this.#options.maxConnections) {
      socket.destroy()
      return
    }
    const key = `${host}:${port}`
    this.#all.add(socket)
    this.#byAddress.set(key, socket)
    socket.setNoDelay(true)
    socket.setKeepAlive(true, 30_000)
    let rest: Buffer = Buffer.alloc(0)
    let partial: NodeJS.Timeout | undefined
    socket.on('data', (chunk) => {
      const waited = rest.length
      rest = this.#feed(socket, waited ? Buffer.concat([rest, chunk]) : chunk, { proto: 'TCP', host, port })
      const grew = rest.length > waited
      if (!rest.length || !grew) partial = void clearTimeout(partial)
      if (rest.length && !partial) partial = setTimeout(() => socket.destroy(), PARTIAL_MS).unref()
    })
    socket.on('error', () => socket.destroy())
    socket.on('close', () => {
      clearTimeout(partial)
      this.#all.delete(socket)
      if (this.#byAddress.get(key) === socket) this.#byAddress.delete(key)
    })
  }

  #feed(socket: net.Socket, bytes: Buffer, from: Peer): Buffer {
    let buffer = bytes
    while (buffer.length) {
      const frame = nextFrame(buffer, this.#options.messageBytes)
      if ('broken' in frame) {
        if (frame.message.length) this.#options.receive(frame.message, { ...from, connection: socket })
        socket.end()
        return Buffer.alloc(0)
      }
      buffer = frame.rest
      if ('more' in frame) return buffer
      if ('ping' in frame) socket.write('\r\n')
      else this.#options.receive(frame.message, { ...from, connection: socket })
    }
    return buffer
  }
}
