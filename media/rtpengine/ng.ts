// Control of one rtpengine by UDP: a command is sent again with the same cookie until it is answered; rtpengine keeps its
// answers by cookie, so nothing is done twice.
import { randomUUID } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { SipClock } from '#media/sip/api.ts'
import { decodeNg, encodeNg, type NgDictionary } from './codec.ts'
import { RtpengineFault } from './fault.ts'

/** Sent again after these spans; a second after the last one the command has failed. */
const AGAIN_MS = [200, 400, 800, 1000] as const
const LAST_MS = 1000
/** More commands under way than this means rtpengine has stopped answering. */
const MOST_WAITING = 5000

interface Waiting {
  command: string
  resolve(reply: NgDictionary): void
  reject(fault: RtpengineFault): void
  cancel(): void
}

export interface Ng {
  command(name: string, body: NgDictionary): Promise<NgDictionary>
  /** answers that took more than one try */
  readonly repeated: number
  close(): void
}

export async function openNg(options: { host: string; port: number; clock: SipClock }): Promise<Ng> {
  const socket = createSocket('udp4')
  socket.bind(0, options.host === '127.0.0.1' ? '127.0.0.1' : '0.0.0.0')
  await once(socket, 'listening')
  return new NgClient(socket, options)
}

class NgClient implements Ng {
  repeated = 0
  readonly #waiting = new Map<string, Waiting>()
  readonly #socket: Socket
  readonly #to: { host: string; port: number; clock: SipClock }

  constructor(socket: Socket, to: { host: string; port: number; clock: SipClock }) {
    this.#socket = socket
    this.#to = to
    socket.on('message', (message) => this.#heard(message))
    // a refused datagram shows here; the command itself fails by silence
    socket.on('error', () => {})
  }

  command(name: string, body: NgDictionary): Promise<NgDictionary> {
    if (this.#waiting.size >= MOST_WAITING) return Promise.reject(new RtpengineFault(name, 'too many waiting', true))
    const cookie = randomUUID()
    const message = encodeNg(cookie, { ...body, command: name })
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { command: name, resolve, reject, cancel: () => {} }
      this.#waiting.set(cookie, waiting)
      this.#send(cookie, waiting, message, 0)
    })
  }

  #send(cookie: string, waiting: Waiting, message: Buffer, times: number): void {
    if (times > 0) this.repeated++
    this.#socket.send(message, this.#to.port, this.#to.host)
    const again = AGAIN_MS[times]
    waiting.cancel = this.#to.clock.after(again ?? LAST_MS, () => {
      if (again !== undefined) return this.#send(cookie, waiting, message, times + 1)
      this.#waiting.delete(cookie)
      waiting.reject(new RtpengineFault(waiting.command, 'rtpengine does not answer', true))
    })
  }

  #heard(message: Buffer): void {
    let reply: { id: string; data: NgDictionary }
    try {
      reply = decodeNg(message)
    } catch {
      return
    }
    const waiting = this.#waiting.get(reply.id)
    // a second answer to a command that was sent twice
    if (!waiting) return
    this.#waiting.delete(reply.id)
    waiting.cancel()
    if (reply.data.result === 'error') {
      waiting.reject(new RtpengineFault(waiting.command, String(reply.data['error-reason']), false))
    } else waiting.resolve(reply.data)
  }

  close(): void {
    for (const waiting of this.#waiting.values()) {
      waiting.cancel()
      waiting.reject(new RtpengineFault(waiting.command, 'closed', false))
    }
    this.#waiting.clear()
    this.#socket.close()
  }
}
