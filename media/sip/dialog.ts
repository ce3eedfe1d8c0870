// One dialog: the part of a call that both sides have agreed on. Early (not shown to users), confirming, up, ended.
import type { Dialog, DialogEnd, DialogHandlers, DialogId, DialogSnapshot, SipParty, SipResult } from './api.ts'
import { contentType, digitOf, SDP_TYPE } from './body.ts'
import { ALLOW, type Body, type HeaderLines } from './build.ts'
import { answerFor } from './challenge.ts'
import { type DialogState, remoteParty, snapshotOf } from './dialog-state.ts'
import { type DialogEntry, dialogKey, type Outcome, type RequestSpec, type ServerHandle, type StackEnv } from './env.ts'
import type { SipRequest } from './message.ts'
import { type OfferOwner, Offers } from './offers.ts'
import { phraseOf } from './reasons.ts'
import { incomingRefer } from './refer.ts'
import { SessionTimer } from './session-timer.ts'

type Phase = 'early' | 'confirming' | 'up' | 'ended'
interface Sent {
  headers?: HeaderLines
  sdp?: string | undefined
  body?: Body
}

/** Requests that tell the peer our Contact (RFC 3261 table 3). */
const WITH_CONTACT = new Set(['INVITE', 'UPDATE', 'NOTIFY', 'REFER'])

export class SipDialog implements Dialog, DialogEntry, OfferOwner {
  readonly env: StackEnv
  readonly facts: DialogState
  readonly timer: SessionTimer
  readonly offers: Offers
  /** Hears PRACK for a reliable provisional of ours. */
  pracked: ((transaction: ServerHandle) => void) | undefined
  readonly #acks = new Map<number, () => void>()
  #phase: Phase
  #handlers: DialogHandlers
  #bye: { headers: HeaderLines } | undefined

  constructor(env: StackEnv, facts: DialogState, phase: 'early' | 'confirming' | 'up', handlers: DialogHandlers) {
    this.env = env
    this.facts = facts
    this.#phase = phase
    this.#handlers = handlers
    this.timer = new SessionTimer(
      env.clock,
      () => this.#refreshSession(),
      () => this.hangUp({ by: 'session-timer', reason: 'session expired' }),
    )
    this.offers = new Offers(this)
    env.dialogs.set(this.#key, this)
  }

  get id(): DialogId {
    const { callId, localTag, remoteTag } = this.facts
    return { callId, localTag, remoteTag }
  }

  get callId(): string {
    return this.facts.callId
  }

  get state(): 'confirming' | 'up' | 'ended' {
    return this.#phase === 'early' ? 'confirming' : this.#phase
  }

  get remote(): SipParty {
    return remoteParty(this.facts)
  }

  get #key(): string {
    return dialogKey(this.facts.callId, this.facts.localTag, this.facts.remoteTag)
  }

  handlers(): DialogHandlers {
    return this.#handlers
  }

  handle(handlers: DialogHandlers): void {
    this.#handlers = handlers
  }

  ended(): boolean {
    return this.#phase === 'ended'
  }

  snapshot(): DialogSnapshot {
    return snapshotOf(this.facts, this.timer.session)
  }

  /** The first 2xx went out (callee, ACK awaited) or came in (caller). */
  confirm(phase: 'confirming' | 'up', handlers: DialogHandlers): void {
    if (this.#phase !== 'early') return
    this.#phase = phase
    this.#handlers = handlers
  }

  bye(reason?: { cause: number; text: string }): void {
    const text = reason?.text.replace(/["\\]/g, '') ?? ''
    const value = reason && `Q.850;cause=${reason.cause};text="${text}"`
    this.hangUp({ by: 'local', reason: value ?? 'bye' }, value ? [['Reason', value]] : [])
  }

  hangUp(end: DialogEnd, headers: HeaderLines = []): void {
    if (this.#phase === 'ended') return
    // a callee may not send BYE before the ACK has come or is surely lost (RFC 3261 15)
    if (this.#phase === 'confirming' && end.by !== 'no-ack') this.#bye = { headers }
    else this.#sendBye(headers)
    this.#end(end)
  }

  /** Over without a BYE: the peer ended it, or an early dialog lost. */
  close(end?: DialogEnd): void {
    if (this.#phase === 'ended') return
    this.#bye = undefined
    this.#end(end)
  }

  forget(): void {
    this.timer.clear()
    this.offers.stop()
    this.#phase = 'ended'
  }

  reinvite(sdp: string): Promise<SipResult> {
    return this.#phase === 'up' ? this.offers.reinvite(sdp) : Promise.resolve(local(this.ended() ? 481 : 491))
  }

  refresh(): Promise<SipResult> {
    if (this.#phase !== 'up') return Promise.resolve(local(this.ended() ? 481 : 491))
    if (this.facts.allow.some((method) => method.toUpperCase() === 'UPDATE')) return this.offers.update()
    return this.facts.localSdp ? this.offers.reinvite(this.facts.localSdp) : Promise.resolve(local(488))
  }

  info(type: string, text: string): Promise<SipResult> {
    return this.#asked('INFO', { body: { type, text } })
  }

  options(): Promise<SipResult> {
    return this.#asked('OPTIONS', {})
  }

  #asked(method: string, sent: Sent): Promise<SipResult> {
    if (this.ended()) return Promise.resolve(local(481))
    return new Promise((resolve) => {
      this.send(method, sent, (outcome) => {
        if (outcome.status < 200) return
        const reason = 'response' in outcome ? outcome.response.reason : outcome.local
        resolve({ status: outcome.status, reason, sdp: undefined })
      })
    })
  }

  sendDigit(digit: string, ms: number): Promise<SipResult> {
    if (!/^[0-9*#A-D]$/i.test(digit)) return Promise.resolve(local(400))
    return this.info('application/dtmf-relay', `Signal=${digit}\r\nDuration=${Math.round(ms)}\r\n`)
  }

  send(method: string, sent: Sent, heard: (outcome: Outcome) => void): void {
    const done = (outcome: Outcome): void => {
      // RFC 5057: these say that the peer no longer knows the dialog
      const gone = outcome.status === 481 || (outcome.status === 408 && (method === 'INVITE' || method === 'UPDATE'))
      heard(outcome)
      if (gone && method !== 'BYE' && method !== 'NOTIFY' && method !== 'PRACK') {
        this.hangUp({ by: 'fault', reason: `${method} ${outcome.status}` })
      }
    }
    this.#ask(method, sent, (outcome) => {
      const answer = 'response' in outcome ? answerFor(outcome.response, this.facts.trunk) : undefined
      if (!answer) return done(outcome)
      this.#ask(method, { ...sent, headers: [...(sent.headers ?? []), ...answer] }, done)
    })
  }

  #ask(method: string, sent: Sent, heard: (outcome: Outcome) => void): void {
    this.env.request(this.#spec(method, ++this.facts.localSeq, sent), heard)
  }

  acknowledge(cseq: number): void {
    // only the newest matters once its 2xx has come
    if (this.#acks.size > 4) this.#acks.clear()
    const again = this.#acks.get(cseq)
    if (again) again()
    else this.#acks.set(cseq, this.env.ack(this.#spec('ACK', cseq, {})))
  }

  repeatAck(cseq: number): void {
    this.#acks.get(cseq)?.()
  }

  fail(by: 'no-ack', reason: string): void {
    if (this.#bye) {
      this.#sendBye(this.#bye.headers)
      this.#unlist()
    }
    this.hangUp({ by, reason })
  }

  ack(request: SipRequest): void {
    if (!this.offers.ack(request)) return
    if (this.#bye) {
      this.#sendBye(this.#bye.headers)
      this.#unlist()
    }
    if (this.#phase !== 'confirming') return
    this.#phase = 'up'
    this.env.guard(() => this.#handlers.confirmed?.())
  }

  request(transaction: ServerHandle) {
    const { method, cseq } = transaction.request
    if (cseq <= this.facts.remoteSeq) return transaction.reply({ status: 500 })
    this.facts.remoteSeq = cseq
    if (this.ended()) return transaction.reply({ status: method === 'BYE' ? 200 : 481 })
    if (method === 'BYE') return this.#byeIn(transaction)
    if (method === 'INVITE' || method === 'UPDATE') return this.offers.incoming(transaction)
    if (method === 'INFO') return this.#infoIn(transaction)
    if (method === 'REFER') return this.#referIn(transaction)
    if (method === 'PRACK' && this.pracked) return this.pracked(transaction)
    if (method === 'OPTIONS') return transaction.reply({ status: 200, headers: [['Allow', ALLOW]] })
    if (method === 'PRACK' || method === 'NOTIFY') return transaction.reply({ status: 481 })
    transaction.reply({ status: 405, headers: [['Allow', ALLOW]] })
  }

  #byeIn(transaction: ServerHandle): void {
    transaction.reply({ status: 200 })
    this.close({ by: 'remote', reason: transaction.request.headers.get('reason') ?? 'bye' })
  }

  #infoIn(transaction: ServerHandle): void {
    const request = transaction.request
    transaction.reply({ status: 200 })
    const digit = digitOf(request)
    this.env.guard(() => {
      if (digit) this.#handlers.digit?.(digit)
      else this.#handlers.info?.({ contentType: contentType(request), body: request.body.toString('utf8') })
    })
  }

  #referIn(transaction: ServerHandle) {
    const refer = incomingRefer(transaction, (notify) => {
      if (!this.ended()) this.send('NOTIFY', notify, () => {})
    })
    if (!refer) return transaction.reply({ status: 400 })
    const { referred } = this.#handlers
    if (!referred) return transaction.reply({ status: 603 })
    this.env.guard(() => referred(refer))
  }

  #refreshSession(): void {
    void this.refresh().then((done) => {
      if (!this.ended() && (done.status < 200 || done.status >= 300)) this.timer.retry()
    })
  }

  #spec(method: string, cseq: number, sent: Sent): RequestSpec {
    const { target, routes, local: from, remote: to, callId } = this.facts
    const spec = { method, uri: target, routes, from, to, callId, cseq, contact: WITH_CONTACT.has(method) }
    const standing: HeaderLines = method === 'INVITE' || method === 'UPDATE' ? OFFER_HEADERS : []
    const body = sent.sdp === undefined ? sent.body : { type: SDP_TYPE, text: sent.sdp }
    return { ...spec, headers: [...standing, ...(sent.headers ?? [])], body }
  }

  #sendBye(headers: HeaderLines): void {
    this.#bye = undefined
    this.send('BYE', { headers }, () => {})
  }

  #end(end: DialogEnd | undefined): void {
    this.#phase = 'ended'
    this.timer.clear()
    // a BYE that waits for the ACK still needs to hear it
    if (!this.#bye) {
      this.offers.stop()
      this.#unlist()
    }
    if (end) this.env.guard(() => this.#handlers.ended?.(end))
  }

  #unlist(): void {
    if (this.env.dialogs.get(this.#key) === this) this.env.dialogs.delete(this.#key)
  }
}

export const OFFER_HEADERS: HeaderLines = [
  ['Allow', ALLOW],
  ['Supported', 'timer, 100rel, replaces'],
]

function local(status: number): SipResult {
  return { status, reason: phraseOf(status), sdp: undefined }
}
