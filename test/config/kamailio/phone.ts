// A small SIP phone for tests, over UDP or WebSocket: registers, calls, answers. Deaf and dumb otherwise.
import { createHash, randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { readFileSync } from 'node:fs'
import WebSocket from 'ws'
import type { SipMessage, SipRequest, SipResponse } from '#media/sip/message.ts'
import { parseMessage } from '#media/sip/parse.ts'
import { TEST_DOMAIN } from '#test/kit/kamailio.ts'
import { waitFor } from '#test/kit/wait.ts'

const SDP = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 8\r\n'

/** how a browser offers: encrypted, by a certificate of its own */
const DTLS = 'a=setup:actpass\r\na=fingerprint:sha-256 AA:BB\r\n'

export interface Line {
  /** its SDP beyond the plain one */
  sdpEnd?: string
  send(text: string | Buffer): void
  via: string
  contactHost: string
  close(): void
}

export interface Credential {
  user: string
  /** Authorization user when it differs (ephemeral credentials). */
  username?: string
  password: string
  /** Where it says it is, `user@host`, when that is a lie. */
  contact?: string
  /** signs off whatever it has registered */
  star?: boolean
}

export class Phone {
  readonly heard: SipMessage[] = []
  /** Status to answer INVITEs with. */
  answer = 200
  /** A Record-Route of its own that it put into its INVITE, as a proxy before it would have: it takes that off itself. */
  ownRoute = ''
  /** Settled when the edge has closed the WebSocket. */
  over = new Promise<void>(() => {})
  readonly #line: Line
  readonly #token = randomBytes(4).toString('hex')
  #cseq = 0

  private constructor(line: Line) {
    this.#line = line
  }

  static async udp(port: number, host = '127.0.0.1'): Promise<Phone> {
    const socket = createSocket('udp4')
    await new Promise<void>((done) => socket.bind(0, host, done))
    const own = socket.address()
    let open = true
    const at = `${own.address}:${own.port}`
    const phone = new Phone({
      send: (text) => socket.send(text, port, '127.0.0.1'),
      via: `SIP/2.0/UDP ${at}`,
      contactHost: at,
      close: () => {
        if (open) socket.close()
        open = false
      },
    })
    socket.on('message', (bytes) => phone.#receive(bytes))
    return phone
  }

  /** `authority`: PEM file to trust for wss; `autoPong` false: as if cut off without a word. */
  static async ws(url: string, origin?: string, authority?: string, autoPong = true): Promise<Phone> {
    const trust = authority ? { ca: readFileSync(authority) } : {}
    const socket = new WebSocket(url, 'sip', { ...trust, ...(origin ? { origin } : {}), autoPong })
    await new Promise<void>((done, fail) => socket.once('open', done).once('error', fail))
    const host = `${randomBytes(6).toString('hex')}.invalid`
    const phone = new Phone({
      send: (text) => socket.send(text),
      via: `SIP/2.0/WS ${host}`,
      contactHost: `${host};transport=ws`,
      sdpEnd: DTLS,
      close: () => socket.terminate(),
    })
    socket.on('message', (data) => phone.#receive(Buffer.from(data as Buffer)))
    phone.over = new Promise((done) => socket.once('close', () => done()))
    return phone
  }

  close(): void {
    this.#line.close()
  }

  /** `SIP/2.0/UDP host:port`. */
  get via(): string {
    return this.#line.via
  }

  register(credential: Credential, expires = 300): Promise<number> {
    const uri = `sip:${TEST_DOMAIN}`
    const extra = [
      credential.star
        ? 'Contact: *'
        : `Contact: <sip:${credential.contact ?? `${credential.user}@${this.#line.contactHost}`}>`,
      `Expires: ${expires}`,
    ]
    return this.#authenticated('REGISTER', uri, credential, extra, '')
  }

  /** The final status of a call with this offer; a 200 is acknowledged and kept in `heard`. */
  call(
    number: string,
    credential: Credential,
    headers: string[] = [],
    sdp = SDP + (this.#line.sdpEnd ?? ''),
  ): Promise<number> {
    const extra = [`Contact: <sip:${credential.contact ?? `${credential.user}@${this.#line.contactHost}`}>`, ...headers]
    return this.#authenticated('INVITE', `sip:${number}@${TEST_DOMAIN}`, credential, extra, sdp)
  }

  async ask(method: string, uri: string, headers: string[] = [], user = 'nobody'): Promise<SipResponse> {
    return this.#transact(method, uri, user, headers, '')
  }

  raw(text: string | Buffer): void {
    this.#line.send(text)
  }

  requests(method: string): SipRequest[] {
    return this.heard.flatMap((m) => (m.kind === 'request' && m.method === method ? [m] : []))
  }

  async #authenticated(method: string, uri: string, who: Credential, headers: string[], body: string): Promise<number> {
    const first = await this.#transact(method, uri, who.user, headers, body)
    const challenge = first.headers.get('www-authenticate') ?? first.headers.get('proxy-authenticate')
    if (!challenge || (first.status !== 401 && first.status !== 407)) return first.status
    const name = first.status === 401 ? 'Authorization' : 'Proxy-Authorization'
    const proof = `${name}: ${digest(challenge, method, uri, who.username ?? who.user, who.password)}`
    return (await this.#transact(method, uri, who.user, [...headers, proof], body)).status
  }

  async #transact(method: string, uri: string, user: string, headers: string[], body: string): Promise<SipResponse> {
    const branch = `z9hG4bK${randomBytes(8).toString('hex')}`
    const cseq = ++this.#cseq
    const callId = `${this.#token}-${method}-${method === 'REGISTER' ? 'r' : cseq}`
    const to = method === 'REGISTER' ? `<sip:${user}@${TEST_DOMAIN}>` : `<${uri}>`
    const head = (m: string, toValue: string, more: string[], text: string) =>
      [
        `${m} ${uri} SIP/2.0`,
        `Via: ${this.#line.via};branch=${branch};rport`,
        'Max-Forwards: 70',
        `From: <sip:${user}@${TEST_DOMAIN}>;tag=${this.#token}`,
        `To: ${toValue}`,
        `Call-ID: ${callId}`,
        `CSeq: ${cseq} ${m}`,
        ...more,
        ...(text ? ['Content-Type: application/sdp'] : []),
        `Content-Length: ${Buffer.byteLength(text)}`,
        '',
        text,
      ].join('\r\n')
    this.#line.send(head(method, to, headers, body))
    const final = await waitFor(
      () => this.heard.find((m): m is SipResponse => m.kind === 'response' && m.branch === branch && m.status >= 200),
      { what: `${method} ${uri} is answered` },
    )
    if (method === 'INVITE' && final.status >= 300) this.#line.send(head('ACK', final.headers.get('to')!, [], ''))
    if (method === 'INVITE' && final.status < 300) this.#ack(final)
    return final
  }

  #ack(ok: SipResponse): void {
    this.#inDialog('ACK', ok, ok.cseq)
  }

  /** Hangs up the call that `ok` accepted. */
  bye(ok: SipResponse, cseq = ++this.#cseq): void {
    this.#inDialog('BYE', ok, cseq)
  }

  accepted(): SipResponse {
    const ok = this.heard.findLast((m) => m.kind === 'response' && m.cseqMethod === 'INVITE' && m.status === 200)
    if (ok?.kind !== 'response') throw new Error('no call was accepted')
    return ok
  }

  #inDialog(method: string, ok: SipResponse, cseq: number): void {
    const lines = [
      `${method} ${ok.contact?.uri} SIP/2.0`,
      `Via: ${this.#line.via};branch=z9hG4bK${randomBytes(8).toString('hex')};rport`,
      'Max-Forwards: 70',
      ...[...ok.headers.all('record-route')].reverse().flatMap((at) => (at === this.ownRoute ? [] : [`Route: ${at}`])),
      `From: ${ok.headers.get('from')}`,
      `To: ${ok.headers.get('to')}`,
      `Call-ID: ${ok.callId}`,
      `CSeq: ${cseq} ${method}`,
      'Content-Length: 0\r\n\r\n',
    ]
    this.#line.send(lines.join('\r\n'))
  }

  #receive(bytes: Buffer) {
    const parsed = parseMessage(bytes)
    if (!('message' in parsed)) return
    const m = parsed.message
    this.heard.push(m)
    if (m.kind !== 'request' || m.method === 'ACK') return
    if (m.method !== 'INVITE') return this.#reply(m, 200)
    this.#reply(m, 180)
    if (this.answer) this.#reply(m, this.answer)
  }

  #reply(m: SipRequest, status: number): void {
    const to = m.headers.get('to')!
    const lines = [
      `SIP/2.0 ${status} Whatever`,
      ...m.headers.all('via').map((via) => `Via: ${via}`),
      ...m.headers.all('record-route').map((route) => `Record-Route: ${route}`),
      `From: ${m.headers.get('from')}`,
      `To: ${m.toTag ? to : `${to};tag=${this.#token}`}`,
      `Call-ID: ${m.callId}`,
      `CSeq: ${m.cseq} ${m.method}`,
      `Contact: <sip:phone@${this.#line.contactHost}>`,
      ...(status === 200 && m.method === 'INVITE' ? ['Content-Type: application/sdp'] : []),
      `Content-Length: ${status === 200 && m.method === 'INVITE' ? SDP.length : 0}`,
      '',
      status === 200 && m.method === 'INVITE' ? SDP : '',
    ]
    this.#line.send(lines.join('\r\n'))
  }
}

export function digest(challenge: string, method: string, uri: string, username: string, password: string): string {
  const value = (name: string) => new RegExp(`${name}="?([^",]+)`).exec(challenge)?.[1] ?? ''
  const md5 = (text: string) => createHash('md5').update(text).digest('hex')
  const [realm, nonce] = [value('realm'), value('nonce')]
  const ha1 = md5(`${username}:${realm}:${password}`)
  const ha2 = md5(`${method}:${uri}`)
  const qop = value('qop').includes('auth')
  const response = qop ? md5(`${ha1}:${nonce}:00000001:abc:auth:${ha2}`) : md5(`${ha1}:${nonce}:${ha2}`)
  const tail = qop ? ', qop=auth, nc=00000001, cnonce="abc"' : ''
  return `Digest username="${username}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5${tail}`
}
