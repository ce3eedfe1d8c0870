// Offers inside a dialog, both ways: re-INVITE and UPDATE with glare (RFC 3261 14, RFC 3311) and session refresh.
import type { DialogHandlers, OfferReply, SipHeaders, SipResult } from './api.ts'
import { type AwaitAck, awaitAck } from './await-ack.ts'
import { SDP_TYPE, sdpOf } from './body.ts'
import type { HeaderLines } from './build.ts'
import { type DialogState, moveTarget } from './dialog-state.ts'
import type { Outcome, ServerHandle, StackEnv } from './env.ts'
import type { SipRequest, SipResponse } from './message.ts'
import { phraseOf } from './reasons.ts'
import { answerSession, minSessionOf, type SessionTimer, sessionRequest, settledSession } from './session-timer.ts'

const MAX_TRIES = 4

/** What offers need of the dialog they belong to. */
export interface OfferOwner {
  readonly env: StackEnv
  readonly facts: DialogState
  readonly timer: SessionTimer
  handlers(): DialogHandlers
  ended(): boolean
  send(method: string, spec: { headers?: HeaderLines; sdp?: string | undefined }, heard: (o: Outcome) => void): void
  /** ACK to our re-INVITE. */
  acknowledge(cseq: number): void
  fail(by: 'no-ack', reason: string): void
}

export class Offers {
  readonly #owner: OfferOwner
  #sending = false
  #deciding: ServerHandle | undefined
  #unacked: AwaitAck | undefined
  #answerDue = false

  constructor(owner: OfferOwner) {
    this.#owner = owner
  }

  get busy(): boolean {
    return this.#sending || this.#deciding !== undefined || this.#unacked !== undefined
  }

  reinvite(sdp: string): Promise<SipResult> {
    return this.#attempt('INVITE', sdp, 1, 0)
  }

  update(): Promise<SipResult> {
    return this.#attempt('UPDATE', undefined, 1, 0)
  }

  /** The 2xx of the first INVITE waits for its ACK the same way. `answerDue`: that 2xx carried our offer. */
  expectAck(transaction: ServerHandle, answerDue: boolean): void {
    this.#answerDue = answerDue
    this.#unacked = awaitAck(
      this.#owner.env,
      transaction.request.cseq,
      () => transaction.repeat(),
      () => {
        this.#unacked = undefined
        this.#owner.fail('no-ack', 'no ACK to our 200')
      },
    )
  }

  /** Whether this was the awaited ACK. */
  ack(request: SipRequest): boolean {
    if (this.#unacked?.cseq !== request.cseq) return false
    this.#unacked.stop()
    this.#unacked = undefined
    const body = sdpOf(request)
    if (this.#answerDue && body !== 'unsupported' && body.sdp !== undefined) {
      this.#owner.facts.remoteSdp = body.sdp
      const sdp = body.sdp
      this.#owner.env.guard(() => this.#owner.handlers().answered?.(sdp))
    }
    this.#answerDue = false
    return true
  }

  incoming(transaction: ServerHandle) {
    const request = transaction.request
    const method = request.method as 'INVITE' | 'UPDATE'
    const body = sdpOf(request)
    if (body === 'unsupported') return transaction.reply({ status: 415, headers: [['Accept', SDP_TYPE]] })
    if (this.#deciding || this.#unacked) return transaction.reply({ status: 500, headers: [['Retry-After', '1']] })
    if (this.#sending && (method === 'INVITE' || body.sdp !== undefined)) return transaction.reply({ status: 491 })
    const session = answerSession(request, this.#owner.env.limits)
    if (session.tooSmall) return transaction.reply({ status: 422, headers: [['Min-SE', this.#minSeconds()]] })
    moveTarget(this.#owner.facts, request.contact)
    const accept = (sdp: string | undefined) => {
      const reply = { status: 200, contact: true, headers: session.headers }
      transaction.reply(sdp === undefined ? reply : { ...reply, body: { type: SDP_TYPE, text: sdp } })
      this.#owner.timer.restart(session.agreed)
      if (method === 'INVITE') this.expectAck(transaction, body.sdp === undefined)
    }
    if (method === 'UPDATE' && body.sdp === undefined) return accept(undefined)
    this.#decide(transaction, { sdp: body.sdp, method, headers: request.headers }, accept)
  }

  /** The dialog is over: nothing waits any more. */
  stop(): void {
    this.#unacked?.stop()
    this.#unacked = undefined
    this.#deciding?.reply({ status: 487 })
    this.#deciding = undefined
  }

  #decide(
    transaction: ServerHandle,
    offer: { sdp: string | undefined; method: 'INVITE' | 'UPDATE'; headers: SipHeaders },
    accept: (sdp: string) => void,
  ): void {
    const { env, facts } = this.#owner
    this.#deciding = transaction
    if (offer.method === 'INVITE') transaction.reply({ status: 100 })
    transaction.cancelled = () => this.#deciding === transaction && this.#close(transaction, { status: 487 })
    const settle = (reply: OfferReply) => {
      if (this.#deciding !== transaction) return
      if ('status' in reply) return this.#close(transaction, reply)
      this.#deciding = undefined
      if (offer.sdp !== undefined) facts.remoteSdp = offer.sdp
      facts.localSdp = reply.sdp
      accept(reply.sdp)
    }
    const ask = async () => (await this.#owner.handlers().offered?.(offer)) ?? { status: 488 }
    ask().then(
      (reply) => env.guard(() => settle(reply)),
      (fault: unknown) => {
        if (this.#deciding === transaction) this.#close(transaction, { status: 500 })
        env.guard(() => {
          throw fault
        })
      },
    )
  }

  #close(transaction: ServerHandle, reply: { status: number; reason?: string }): void {
    this.#deciding = undefined
    transaction.reply(reply)
  }

  #attempt(
    method: 'INVITE' | 'UPDATE',
    sdp: string | undefined,
    tries: number,
    minSessionMs: number,
  ): Promise<SipResult> {
    const { env, timer } = this.#owner
    if (this.#owner.ended()) return Promise.resolve(result(481))
    if (this.busy) return Promise.resolve(result(491))
    this.#sending = true
    const headers = sessionRequest(env.limits, timer.session, minSessionMs)
    return new Promise((resolve) => {
      this.#owner.send(method, { headers, sdp }, (outcome) => {
        if (outcome.status < 200) return
        if (outcome.status < 300 && 'response' in outcome && method === 'INVITE')
          this.#owner.acknowledge(outcome.response.cseq)
        if (!this.#sending) return
        this.#sending = false
        if ('local' in outcome) return resolve(result(outcome.status, outcome.local))
        const response = outcome.response
        const again = this.#owner.ended() ? undefined : this.#nextTry(response, tries)
        if (!again) return resolve(this.#settled(response, sdp))
        env.clock.after(again.ms, () => {
          resolve(this.#attempt(method, sdp, tries + 1, again.minSessionMs))
        })
      })
    })
  }

  #nextTry(response: SipResponse, tries: number): { ms: number; minSessionMs: number } | undefined {
    if (tries >= MAX_TRIES) return undefined
    if (response.status === 422) return { ms: 0, minSessionMs: minSessionOf(response) }
    if (response.status !== 491) return undefined
    // RFC 3261 14.1: the owner of the Call-ID waits longer
    const [least, span] = this.#owner.facts.role === 'caller' ? [2100, 1900] : [0, 2000]
    return { ms: least + Math.floor((Math.random() * span) / 10) * 10, minSessionMs: 0 }
  }

  #settled(response: SipResponse, sdp: string | undefined): SipResult {
    const body = sdpOf(response)
    const answer = body === 'unsupported' ? undefined : body.sdp
    if (response.status < 300) {
      const { facts, timer } = this.#owner
      moveTarget(facts, response.contact)
      if (sdp !== undefined) facts.localSdp = sdp
      if (answer !== undefined) facts.remoteSdp = answer
      timer.restart(settledSession(response))
    }
    return { status: response.status, reason: response.reason, sdp: answer }
  }

  #minSeconds(): string {
    return String(Math.ceil(this.#owner.env.limits.minSessionExpiresMs / 1000))
  }
}

function result(status: number, reason = phraseOf(status)): SipResult {
  return { status, reason, sdp: undefined }
}
