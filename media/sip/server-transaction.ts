// Server transactions, RFC 3261 17.2 with the accepted state of RFC 6026: timers G, H, I, J and L.
import { buildResponse } from './build.ts'
import type { ReplySpec, ServerHandle, TransactionEnv } from './env.ts'
import { T1, T2, T4, T64 } from './limits.ts'
import type { SipRequest } from './message.ts'
import type { Peer } from './transport.ts'

type State = 'trying' | 'proceeding' | 'completed' | 'confirmed' | 'accepted' | 'terminated'

export class ServerTransaction implements ServerHandle {
  readonly key: string
  readonly request: SipRequest
  readonly toTag: string
  state: State = 'trying'
  /** Told when a CANCEL for this INVITE comes in time. */
  cancelled: (() => void) | undefined
  readonly #env: TransactionEnv
  readonly from: Peer
  readonly #contact: string
  readonly #ended: (key: string) => void
  #last: string | undefined
  #stopRepeat = () => {}
  #stopTimer = () => {}

  constructor(
    env: TransactionEnv,
    spec: { request: SipRequest; from: Peer; toTag: string; contact: string; ended: (key: string) => void },
  ) {
    this.#env = env
    this.request = spec.request
    this.toTag = spec.request.toTag || spec.toTag
    this.from = spec.from
    this.#contact = spec.contact
    this.#ended = spec.ended
    this.key = serverKey(spec.request, spec.request.method)
  }

  get decided(): boolean {
    return this.state !== 'trying' && this.state !== 'proceeding'
  }

  reply(spec: ReplySpec): void {
    if (this.decided) return
    const { contact, ...rest } = spec
    const received = this.from.proto === 'UDP' ? this.from : undefined
    const toTag = spec.status > 100 ? this.toTag : undefined
    const text = { ...rest, toTag, contact: contact ? this.#contact : undefined }
    this.#last = buildResponse(this.request.headers, text, received)
    this.repeat()
    if (spec.status < 200) this.state = 'proceeding'
    else if (this.request.method !== 'INVITE') this.#settle('completed', T64)
    else if (spec.status < 300) this.#linger('accepted', T64)
    else this.#refuse()
  }

  repeat(): void {
    if (this.#last) this.#env.send(this.#last, replyPeer(this.request, this.from))
  }

  /** The same request again, or the ACK of a refusal. */
  again(m: SipRequest): void {
    if (m.method !== 'ACK') {
      // RFC 6026 7.1 would absorb it in 'accepted'; an answer too many does less harm than a proxy that hears nothing
      if (this.#last) {
        this.#env.retransmitted()
        this.repeat()
      }
      return
    }
    if (this.state !== 'completed') return
    this.#stopRepeat()
    this.#settle('confirmed', T4)
  }

  drop(): void {
    this.#stopRepeat()
    this.#stopTimer()
    this.state = 'terminated'
  }

  #refuse(): void {
    // the ACK is awaited on TCP too: it ends the transaction early
    this.#linger('completed', T64)
    if (this.from.proto === 'UDP') this.#repeatAfter(T1)
  }

  #repeatAfter(ms: number): void {
    this.#stopRepeat = this.#env.clock.after(ms, () => {
      this.#env.retransmitted()
      this.repeat()
      this.#repeatAfter(Math.min(ms * 2, T2))
    })
  }

  #settle(state: State, ms: number): void {
    if (this.from.proto === 'TCP') this.#end()
    else this.#linger(state, ms)
  }

  #linger(state: State, ms: number): void {
    this.#stopTimer()
    this.state = state
    this.#stopTimer = this.#env.clock.after(ms, () => this.#end())
  }

  #end(): void {
    this.drop()
    this.#ended(this.key)
  }
}

/** RFC 3261 17.2.3: branch, sent-by and method; ACK belongs to its INVITE. */
export function serverKey(m: SipRequest, method: string): string {
  const name = method === 'ACK' ? 'INVITE' : method
  return `${m.branch}\n${m.via.host.toLowerCase()}:${m.via.port ?? 5060}\n${name}`
}

/** Where a response goes: the connection, or by RFC 3581 the source port, or the port of the Via (18.2.2). */
export function replyPeer(m: SipRequest, from: Peer): Peer {
  if (from.proto === 'UDP') return { ...from, port: m.via.params.has('rport') ? from.port : (m.via.port ?? 5060) }
  // when the connection has gone, Kamailio is found again at the port it listens on, not at the one it dialled from
  const gone = from.connection && 'destroyed' in from.connection && from.connection.destroyed === true
  return gone ? { proto: 'TCP', host: from.host, port: m.via.port ?? 5060 } : from
}
