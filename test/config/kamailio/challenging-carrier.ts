// A carrier on UDP that asks for a password at every request but ACK and CANCEL, and checks the answer by the book.
import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import type { SipRequest } from '#media/sip/message.ts'
import { parseMessage } from '#media/sip/parse.ts'
import { sdpAt } from './node.ts'

export interface Asking {
  status: 401 | 407
  /** What stands after `Digest `; `realm` and `nonce` below are put before it. */
  more: string
  hash: 'md5' | 'sha256'
}

export const REALM = 'carrier, "of" 测试'
const QUOTED = REALM.replaceAll('"', '\\"')
const NONCE = 'abc+/=123:x'

export class ChallengingCarrier {
  readonly heard: SipRequest[] = []
  /** Every text as it came, for what must not leave. */
  readonly texts: string[] = []
  asking: Asking = { status: 401, more: '', hash: 'md5' }
  readonly #socket = createSocket('udp4')
  readonly #host: string
  readonly #password: string

  private constructor(host: string, password: string) {
    this.#host = host
    this.#password = password
    this.#socket.on('message', (bytes, from) => {
      const parsed = parseMessage(bytes)
      if (!('message' in parsed) || parsed.message.kind !== 'request') return
      this.texts.push(bytes.toString())
      this.heard.push(parsed.message)
      const answer = this.#answer(parsed.message)
      if (answer) this.#socket.send(answer, from.port, from.address)
    })
  }

  static async open(host: string, port: number, password: string): Promise<ChallengingCarrier> {
    const carrier = new ChallengingCarrier(`${host}:${port}`, password)
    await new Promise<void>((done) => carrier.#socket.bind(port, host, done))
    return carrier
  }

  close(): void {
    this.#socket.close()
  }

  asked(method: string): SipRequest[] {
    return this.heard.filter((m) => m.method === method)
  }

  #answer(m: SipRequest): string | undefined {
    if (m.method === 'ACK' || m.method === 'CANCEL') return undefined
    if (this.#proven(m)) return this.#reply(m, 200, [])
    const name = this.asking.status === 401 ? 'WWW-Authenticate' : 'Proxy-Authenticate'
    return this.#reply(m, this.asking.status, [
      `${name}: Digest realm="${QUOTED}", nonce="${NONCE}"${this.asking.more}`,
      'X-Tinglan-Answer: Evil',
    ])
  }

  /** RFC 3261 22.4, on a password that only this carrier and the edge know. */
  #proven(m: SipRequest): boolean {
    const value = m.headers.get(this.asking.status === 401 ? 'authorization' : 'proxy-authorization')
    if (!value) return false
    const of = (name: string) => new RegExp(`[ ,]${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^,]+))`).exec(value)
    const text = (name: string) => of(name)?.[1] ?? of(name)?.[2] ?? ''
    const hash = (from: string) => createHash(this.asking.hash).update(from).digest('hex')
    const known = hash(`${text('username')}:${text('realm')}:${this.#password}`)
    const asked = hash(`${m.method}:${text('uri')}`)
    const between = text('qop')
      ? [text('nonce'), text('nc'), text('cnonce'), text('qop')].join(':')
      : [text('nonce')].join()
    return (
      text('realm') === QUOTED &&
      text('nonce') === NONCE &&
      text('uri') === m.uri &&
      text('qop') === (this.asking.more.includes('qop') ? 'auth' : '') &&
      text('response') === hash(`${known}:${between}:${asked}`)
    )
  }

  #reply(m: SipRequest, status: number, headers: string[]): string {
    const to = m.headers.get('to')!
    const sdp = status === 200 && m.method === 'INVITE' ? sdpAt(9) : ''
    return [
      `SIP/2.0 ${status} Whatever`,
      ...m.headers.all('via').map((via) => `Via: ${via}`),
      ...m.headers.all('record-route').map((route) => `Record-Route: ${route}`),
      `From: ${m.headers.get('from')}`,
      `To: ${m.toTag ? to : `${to};tag=carrier`}`,
      `Call-ID: ${m.callId}`,
      `CSeq: ${m.cseq} ${m.method}`,
      `Contact: <sip:gateway@${this.#host}>`,
      ...headers,
      ...(sdp ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${Buffer.byteLength(sdp)}`,
      '',
      sdp,
    ].join('\r\n')
  }
}
