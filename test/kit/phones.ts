// Desk phones of many agents in one process: each registers with digest, rings, answers by itself and talks in G.711.
import { createHash, randomUUID } from 'node:crypto'
import { createSocket } from 'node:dgram'
import type { Dialog, IncomingInvite, SipStack } from '#media/sip/api.ts'
import { systemClock } from '#media/sip/clock.ts'
import { startSipStack } from '#media/sip/start.ts'
import { RtpEnd } from './audio.ts'
import { waitFor } from './wait.ts'

export interface PhoneAccount {
  user: string
  password: string
}

export interface PhonesOptions {
  /** host:port of the edge */
  edge: string
  /** own address in 127.0.0.0/8, so that floods from elsewhere do not count as ours */
  host: string
  accounts: PhoneAccount[]
  /** where their sound is, when that is not loopback */
  soundHost?: string
  hz: number
  /** answers after this long */
  ringMs: number
  /** hangs up this long after it answered; undefined = never by itself */
  talkMs?: (nth: number) => number
  /** an INVITE came, from whom */
  onRing?: (caller: string) => void
}

export interface Phone {
  ringing: number
  talking: number
  /** calls it had at the same moment, ringing ones too: more than one breaks the promise of the agent actor */
  most: number
  answered: number
  /** offers that came in its calls */
  offered: number
  /** the conversations that are up */
  calls: Set<{ dialog: Dialog; audio: RtpEnd }>
}

/** The answer to a digest challenge, MD5 with or without qop. */
export function digestOf(challenge: string, method: string, uri: string, { user, password }: PhoneAccount): string {
  const realm = /realm="([^"]*)"/.exec(challenge)?.[1] ?? ''
  const nonce = /nonce="([^"]*)"/.exec(challenge)?.[1] ?? ''
  const qop = /qop="?auth/.test(challenge)
  const ha1 = md5(`${user}:${realm}:${password}`)
  const ha2 = md5(`${method}:${uri}`)
  const proof = md5(qop ? `${ha1}:${nonce}:00000001:0a0b:auth:${ha2}` : `${ha1}:${nonce}:${ha2}`)
  const extra = qop ? ', qop=auth, nc=00000001, cnonce="0a0b"' : ''
  return `Digest username="${user}", realm="${realm}", nonce="${nonce}", uri="${uri}", response="${proof}"${extra}`
}

const md5 = (text: string): string => createHash('md5').update(text).digest('hex')

function ask(edge: string, host: string, port: number, text: string): Promise<{ answer: string; port: number }> {
  const [edgeHost = '', edgePort = ''] = edge.split(':')
  return new Promise((resolve, reject) => {
    const socket = createSocket('udp4')
    const timer = setTimeout(() => done(() => reject(new Error('the edge does not answer REGISTER'))), 5_000)
    const done = (then: () => void): void => {
      clearTimeout(timer)
      socket.close(then)
    }
    socket.once('error', reject)
    socket.once('message', (bytes) => {
      const own = socket.address().port
      done(() => resolve({ answer: bytes.toString(), port: own }))
    })
    socket.bind(port, host, () => {
      socket.send(text.replaceAll('PORT', String(socket.address().port)), Number(edgePort), edgeHost)
    })
  })
}

/** Registers `user` from `port` (0 = any free one) and gives the port that calls will come to. */
async function register(o: PhonesOptions, { user, password }: PhoneAccount, port: number): Promise<number> {
  const uri = `sip:${o.edge}`
  const callId = randomUUID()
  const request = (seq: number, more: string): string =>
    [
      `REGISTER ${uri} SIP/2.0`,
      `Via: SIP/2.0/UDP ${o.host}:PORT;branch=z9hG4bK${randomUUID()};rport`,
      `From: <sip:${user}@tinglan.local>;tag=${callId}`,
      `To: <sip:${user}@tinglan.local>`,
      ...[`Call-ID: ${callId}`, `CSeq: ${seq} REGISTER`, `Contact: <sip:${user}@${o.host}:PORT>`],
      `Max-Forwards: 70\r\nExpires: 3600${more}\r\nContent-Length: 0\r\n\r\n`,
    ].join('\r\n')
  const first = await ask(o.edge, o.host, port, request(1, ''))
  const header = `\r\nAuthorization: ${digestOf(first.answer, 'REGISTER', uri, { user, password })}`
  const second = await ask(o.edge, o.host, first.port, request(2, header))
  if (!second.answer.startsWith('SIP/2.0 200')) throw new Error(`${user} was not registered: ${second.answer}`)
  return first.port
}

const TRIES = 10

/** As a phone does: tries again, for the edge may hear of a new account a moment later. */
async function registered(o: PhonesOptions, account: PhoneAccount, port: number): Promise<number> {
  for (let left = TRIES; ; left--) {
    try {
      return await register(o, account, port)
    } catch (refused) {
      if (left === 1) throw refused
      await new Promise((resolve) => setTimeout(resolve, 1_000))
    }
  }
}

export interface PhoneCall {
  dialog: Dialog
  audio: RtpEnd
  over: boolean
}

export class Phones {
  readonly #phones: Map<string, Phone>
  readonly #o: PhonesOptions
  #stack: SipStack | undefined
  #nth = 0

  private constructor(o: PhonesOptions) {
    this.#o = o
    this.#phones = new Map(
      o.accounts.map(({ user }) => [
        user,
        { ringing: 0, talking: 0, most: 0, answered: 0, offered: 0, calls: new Set() },
      ]),
    )
  }

  static async open(o: PhonesOptions): Promise<Phones> {
    const phones = new Phones(o)
    let port = 0
    for (const account of o.accounts) port = await registered(o, account, port)
    phones.#stack = await startSipStack({
      ...{ host: o.host, port, edge: `sip:${o.edge};transport=udp`, clock: systemClock },
      onInvite: (invite) => void phones.#ring(invite),
    })
    return phones
  }

  of(user: string): Phone {
    return this.#phones.get(user)!
  }

  all(): Phone[] {
    return [...this.#phones.values()]
  }

  /** Dials by itself, as its user: answers the edge's challenge. */
  async dial(user: string, number: string): Promise<PhoneCall> {
    const account = this.#o.accounts.find((each) => each.user === user)!
    const audio = await RtpEnd.open({ hz: this.#o.hz })
    const uri = `sip:${number}@tinglan.local`
    let call: PhoneCall | undefined
    let refused: { status: number; challenge: string | undefined } | undefined
    const invite = (headers: Record<string, string>) => {
      refused = undefined
      this.#stack!.invite({
        ...{ uri, from: { uri: `sip:${user}@tinglan.local`, name: user }, sdp: audio.sdp(), headers },
        handlers: {
          ended: () => {
            if (call) call.over = true
            audio.close()
          },
          offered: ({ sdp }) => audio.offered(sdp),
        },
        onAccepted(dialog, sdp) {
          audio.connect(sdp)
          call = { dialog, audio, over: false }
        },
        onRejected: ({ status, headers }) => {
          refused = { status, challenge: headers.get('proxy-authenticate') ?? headers.get('www-authenticate') }
        },
      })
      return waitFor(() => call ?? refused, { what: `${number} answers ${user}` })
    }
    await invite({})
    if (refused?.challenge) {
      const name = refused.status === 401 ? 'Authorization' : 'Proxy-Authorization'
      await invite({ [name]: digestOf(refused.challenge, 'INVITE', uri, account) })
    }
    if (!call) throw new Error(`${number} refused ${user}: ${refused?.status}`)
    return call
  }

  async #ring(invite: IncomingInvite): Promise<void> {
    const phone = this.#phones.get(invite.requestUser)
    if (!phone) return invite.reject(404)
    this.#o.onRing?.(invite.from.uri)
    phone.ringing++
    phone.most = Math.max(phone.most, phone.ringing + phone.talking)
    const timer = setTimeout(() => void this.#answer(phone, invite), this.#o.ringMs)
    invite.onCancelled(() => {
      phone.ringing--
      clearTimeout(timer)
    })
    invite.progress(180)
  }

  async #answer(phone: Phone, invite: IncomingInvite): Promise<void> {
    const audio = await RtpEnd.open({ hz: this.#o.hz, ...(this.#o.soundHost ? { host: this.#o.soundHost } : {}) })
    if (invite.state !== 'waiting') return audio.close()
    let hangUp: NodeJS.Timeout | undefined
    const over = (): void => {
      clearTimeout(hangUp)
      if (!phone.calls.delete(call)) return
      phone.talking--
      audio.close()
    }
    const offered = ({ sdp }: { sdp?: string | undefined }) => {
      phone.offered++
      return audio.offered(sdp)
    }
    const dialog = invite.accept(audio.sdp(), { ended: over, offered })
    if (!dialog) return audio.close()
    const call = { dialog, audio }
    phone.ringing--
    phone.talking++
    phone.answered++
    phone.calls.add(call)
    audio.connect(invite.sdp ?? '')
    const talkMs = this.#o.talkMs?.(this.#nth++)
    if (talkMs !== undefined) hangUp = setTimeout(() => dialog.bye(), talkMs)
  }

  async stop(): Promise<void> {
    for (const phone of this.#phones.values()) for (const call of phone.calls) call.audio.close()
    await this.#stack?.stop()
  }
}
