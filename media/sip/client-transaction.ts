// Client transactions, RFC 3261 17.1 with the accepted state of RFC 6026: timers A, B, D, M and E, F, K.
import { buildRequest, type RequestText } from './build.ts'
import type { ClientHandle, Outcome, TransactionEnv } from './env.ts'
import { T1, T2, T4, T64 } from './limits.ts'
import type { SipResponse } from './message.ts'
import type { Peer } from './transport.ts'

type State = 'calling' | 'proceeding' | 'completed' | 'accepted' | 'terminated'

export class ClientTransaction implements ClientHandle {
  readonly key: string
  state: State = 'calling'
  readonly #env: TransactionEnv
  readonly #request: RequestText
  readonly branch: string
  readonly #peer: Peer
  readonly #text: string
  readonly #heard: (outcome: Outcome) => void
  readonly #ended: (key: string) => void
  readonly #startCancel: (request: RequestText, branch: string, peer: Peer) => void
  #stopRepeat = () => {}
  #stopTimer = () => {}
  #cancelWanted: { reason: string | undefined } | undefined
  #cancelSent = false

  constructor(
    env: TransactionEnv,
    spec: {
      request: RequestText
      branch: string
      peer: Peer
      heard: (outcome: Outcome) => void
      ended: (key: string) => void
      startCancel: (request: RequestText, branch: string, peer: Peer) => void
    },
  ) {
    this.#env = env
    this.#request = spec.request
    this.branch = spec.branch
    this.#peer = spec.peer
    this.#heard = spec.heard
    this.#ended = spec.ended
    this.#startCancel = spec.startCancel
    this.key = clientKey(spec.branch, spec.request.method)
    this.#text = buildRequest(spec.request)
  }

  start(): void {
    this.#stopTimer = this.#env.clock.after(T64, () => this.#fail({ local: 'timeout', status: 408 }))
    if (this.#peer.proto === 'UDP') this.#repeatAfter(T1)
    this.#send(this.#text)
  }

  /** Sent by a process that has died. A peer that says nothing more is given up by whoever asked. */
  takeUp(): void {
    this.state = 'proceeding'
  }

  response(m: SipResponse): void {
    if (this.state === 'terminated') return
    if (m.status < 200) this.#provisional(m)
    else if (this.#invite) this.#finalInvite(m)
    else this.#final(m)
  }

  cancel(reason?: string): void {
    if (!this.#invite || this.#cancelSent) return
    if (this.state === 'calling') this.#cancelWanted = { reason }
    if (this.state === 'proceeding') this.#sendCancel(reason)
  }

  /** Ends without telling: the stack stops. */
  drop(): void {
    this.#stopRepeat()
    this.#stopTimer()
    this.state = 'terminated'
  }

  get #invite(): boolean {
    return this.#request.method === 'INVITE'
  }

  #send(text: string): void {
    this.#env.send(text, this.#peer, (why) => {
      if (this.state === 'calling') this.#fail({ local: why, status: 503 })
    })
  }

  #repeatAfter(ms: number): void {
    this.#stopRepeat = this.#env.clock.after(ms, () => {
      this.#env.retransmitted()
      this.#send(this.#text)
      const next = this.#invite ? ms * 2 : this.state === 'proceeding' ? T2 : Math.min(ms * 2, T2)
      this.#repeatAfter(next)
    })
  }

  #provisional(m: SipResponse): void {
    if (this.state !== 'calling' && this.state !== 'proceeding') return
    this.state = 'proceeding'
    if (this.#invite) {
      this.#stopRepeat()
      if (!this.#cancelSent) this.#stopTimer()
      if (this.#cancelWanted && !this.#cancelSent) this.#sendCancel(this.#cancelWanted.reason)
    }
    this.#heard({ response: m, status: m.status })
  }

  #sendCancel(reason: string | undefined): void {
    this.#cancelSent = true
    const { uri, routes, from, to, callId, cseq, via } = this.#request
    const headers = reason ? ([['Reason', reason]] as const) : []
    this.#startCancel({ method: 'CANCEL', uri, via, routes, from, to, callId, cseq, headers }, this.branch, this.#peer)
    // RFC 3261 9.1: no final response within 64×T1 after CANCEL means the transaction is over
    this.#stopTimer = this.#env.clock.after(T64, () => this.#fail({ local: 'no answer to CANCEL', status: 408 }))
  }

  #finalInvite(m: SipResponse): void {
    const first = this.state === 'calling' || this.state === 'proceeding'
    this.#stopRepeat()
    if (m.status >= 300) {
      if (this.state === 'accepted') return
      this.#ackRefusal(m)
      if (!first) return
      this.#settle('completed', T64)
    } else if (this.state === 'completed') return
    else if (first) this.#linger('accepted', T64)
    // every 2xx goes up: forks and repeated answers are the caller's business (RFC 6026)
    this.#heard({ response: m, status: m.status })
  }

  #ackRefusal(m: SipResponse): void {
    const { uri, routes, from, callId, cseq, via } = this.#request
    const to = m.headers.get('to') ?? this.#request.to
    this.#env.send(buildRequest({ method: 'ACK', uri, via, routes, from, to, callId, cseq }), this.#peer)
  }

  #final(m: SipResponse): void {
    if (this.state === 'completed') return
    this.#stopRepeat()
    this.#settle('completed', T4)
    this.#heard({ response: m, status: m.status })
  }

  /** A reliable transport brings no repeats to absorb, so there the transaction ends at once. */
  #settle(state: State, ms: number): void {
    if (this.#peer.proto === 'TCP') this.#end()
    else this.#linger(state, ms)
  }

  #linger(state: State, ms: number): void {
    this.#stopTimer()
    this.state = state
    this.#stopTimer = this.#env.clock.after(ms, () => this.#end())
  }

  #fail(outcome: Outcome): void {
    if (this.state !== 'calling' && this.state !== 'proceeding') return
    this.#end()
    this.#heard(outcome)
  }

  #end(): void {
    this.drop()
    this.#ended(this.key)
  }
}

export function clientKey(branch: string, method: string): string {
  return `${branch}\n${method}`
}
