// A call that we make: INVITE through the edge, early dialogs of forks, the first 2xx wins, cancel, retry on 422 and when a
// carrier asks for a password.
import { KEY_HEADER } from './admission.ts'
import type { OutgoingCall, OutgoingInvite, OutgoingSnapshot, SipHeaders } from './api.ts'
import { SDP_TYPE, sdpOf } from './body.ts'
import type { HeaderLines } from './build.ts'
import { answerFor, isStale, TRUNK_HEADER } from './challenge.ts'
import { OFFER_HEADERS, SipDialog } from './dialog.ts'
import { type DialogState, stateOfCaller } from './dialog-state.ts'
import type { ClientHandle, Outcome, RequestSpec, StackEnv } from './env.ts'
import { Headers, type SipResponse } from './message.ts'
import { phraseOf } from './reasons.ts'
import { minSessionOf, sessionRequest, settledSession } from './session-timer.ts'
import { cleanValue, isAbsoluteUri, parseUri, quoteName } from './syntax.ts'

const RING_MS = 180_000
const MAX_FORKS = 32
/** A longer session asked for and a password, each at worst with one more challenge. */
const MAX_TRIES = 5

interface Fork {
  dialog: SipDialog
  /** Highest RSeq seen (RFC 3262 4). */
  rseq: number
  /** Answer that came in a reliable provisional. */
  sdp: string | undefined
}

export class OutgoingInviteCall implements OutgoingInvite {
  readonly callId: string
  readonly #env: StackEnv
  readonly #call: OutgoingCall
  readonly #tag: string
  readonly #forks = new Map<string, Fork>()
  #state: 'calling' | 'accepted' | 'rejected' | 'cancelled' = 'calling'
  #client: ClientHandle | undefined
  #cseq = 1
  /** the last try carried an answer to a challenge */
  #answered = false
  #minSessionMs = 0
  #winner: SipDialog | undefined
  #over = false
  #timedOut = false
  #stopRing = () => {}

  /** `from`: it was sent by a process that has died */
  constructor(env: StackEnv, call: OutgoingCall, from?: OutgoingSnapshot) {
    this.#env = env
    this.#call = call
    this.#tag = from?.tag ?? env.token()
    this.callId = from?.callId ?? `${env.token()}${env.token()}`
    if (!from) return
    this.#cseq = from.cseq
    this.#client = env.takeUp(this.#request([]), from.branch, (outcome) => this.#heard(outcome))
    this.#ringFor(call.ringMs)
  }

  snapshot(): OutgoingSnapshot | undefined {
    const branch = this.#client?.branch
    if (branch === undefined) return undefined
    return { version: 1, callId: this.callId, tag: this.#tag, cseq: this.#cseq, branch, sdp: this.#call.sdp }
  }

  get state(): 'calling' | 'accepted' | 'rejected' | 'cancelled' {
    return this.#state
  }

  start(): void {
    const { uri, from, to, ringMs } = this.#call
    if (!parseUri(uri) || !isAbsoluteUri(from.uri) || (to && !isAbsoluteUri(to.uri))) {
      this.#env.clock.after(0, () => this.#reject({ local: 'bad address', status: 400 }))
      return
    }
    this.#ringFor(ringMs)
    this.#send([])
  }

  #ringFor(ms = RING_MS): void {
    this.#stopRing = this.#env.clock.after(ms, () => {
      this.#timedOut = true
      this.cancel('SIP;cause=480;text="no answer"')
    })
  }

  cancel(reason?: string): void {
    if (this.#state !== 'calling') return
    this.#state = 'cancelled'
    this.#client?.cancel(reason)
  }

  #send(answer: HeaderLines): void {
    this.#client = this.#env.request(this.#request(answer), (outcome) => this.#heard(outcome))
  }

  #request(answer: HeaderLines): RequestSpec {
    const { uri, from, to, sdp, headers } = this.#call
    const own = Object.entries(headers ?? {}).filter(([name]) => !answer.some(([said]) => said === name))
    const key = this.#env.edgeKey
    const all: HeaderLines = [
      ...(key === undefined ? [] : [[KEY_HEADER, key] as const]),
      ...OFFER_HEADERS,
      ...sessionRequest(this.#env.limits, undefined, this.#minSessionMs),
      ...own,
      ...answer,
    ]
    return {
      method: 'INVITE',
      uri,
      routes: [this.#env.edge],
      from: `${quoteName(from.name ?? '')}<${cleanValue(from.uri)}>;tag=${this.#tag}`,
      to: `${quoteName(to?.name ?? '')}<${cleanValue(to?.uri ?? uri)}>`,
      callId: this.callId,
      cseq: this.#cseq,
      contact: true,
      headers: all,
      body: sdp === undefined ? undefined : { type: SDP_TYPE, text: sdp },
    }
  }

  #heard(outcome: Outcome) {
    if ('local' in outcome) return this.#reject(outcome)
    const m = outcome.response
    if (m.status < 200) this.#progress(m)
    else if (m.status < 300) this.#accepted(m)
    else if (!this.#again(m)) this.#reject(outcome)
  }

  /** What another try may mend; a second challenge to the same password is a refusal. */
  #again(m: SipResponse): boolean {
    if (this.#cseq >= MAX_TRIES || this.#state !== 'calling') return false
    const longer = m.status === 422
    const answer = this.#answered && !isStale(m) ? undefined : answerFor(m, this.#trunk)
    if (!longer && !answer) return false
    if (longer) this.#minSessionMs = minSessionOf(m)
    this.#answered = answer !== undefined
    this.#cseq++
    this.#send(answer ?? [])
    return true
  }

  get #trunk(): string {
    return this.#call.headers?.[TRUNK_HEADER] ?? ''
  }

  #facts(m: SipResponse, target: string): DialogState {
    return stateOfCaller(m, target, this.#trunk)
  }

  #progress(m: SipResponse): void {
    if (m.status === 100 || this.#over) return
    const body = sdpOf(m)
    const sdp = body === 'unsupported' ? undefined : body.sdp
    const fork = m.toTag ? this.#fork(m) : undefined
    if (fork && !this.#prack(fork, m, sdp)) return
    if (this.#state !== 'calling') return
    const { status, reason, toTag: leg } = m
    this.#env.guard(() => this.#call.onProgress?.({ status, reason: reason || phraseOf(status), sdp, leg }))
  }

  #fork(m: SipResponse): Fork | undefined {
    const known = this.#forks.get(m.toTag)
    if (known || this.#forks.size >= MAX_FORKS) return known
    const facts = this.#facts(m, this.#call.uri)
    facts.localSdp = this.#call.sdp ?? ''
    const fork = { dialog: new SipDialog(this.#env, facts, 'early', this.#call.handlers), rseq: 0, sdp: undefined }
    this.#forks.set(m.toTag, fork)
    return fork
  }

  /** False for a repeat that has been acknowledged before. */
  #prack(fork: Fork, m: SipResponse, sdp: string | undefined): boolean {
    const rseq = Number(m.headers.get('rseq'))
    if (!m.headers.lists('require', '100rel') || !Number.isInteger(rseq) || rseq <= 0) return true
    if (rseq <= fork.rseq) return false
    fork.rseq = rseq
    fork.sdp = sdp ?? fork.sdp
    fork.dialog.send('PRACK', { headers: [['RAck', `${rseq} ${m.cseq} INVITE`]] }, () => {})
    return true
  }

  #accepted(m: SipResponse) {
    const early = this.#forks.get(m.toTag)
    if (early?.dialog === this.#winner && this.#winner) return this.#winner.repeatAck(m.cseq)
    // a fork that lost was closed: it lives once more, for its ACK and BYE
    const alive = early && !early.dialog.ended() ? early.dialog : undefined
    const dialog = alive ?? new SipDialog(this.#env, this.#facts(m, this.#call.uri), 'early', {})
    this.#adopt(dialog, m)
    const wanted = this.#state === 'calling' && !this.#over
    dialog.confirm('up', wanted ? this.#call.handlers : {})
    dialog.acknowledge(m.cseq)
    if (!wanted) {
      // a second phone, or a 200 that crossed our CANCEL (RFC 3261 13.2.2.4)
      dialog.hangUp({ by: 'local', reason: 'not wanted any more' })
      if (!this.#over) this.#reject({ local: 'cancelled', status: 408 })
      return
    }
    this.#state = 'accepted'
    this.#winner = dialog
    this.#forks.set(m.toTag, { dialog, rseq: early?.rseq ?? 0, sdp: early?.sdp })
    this.#finish(dialog)
    const sdp = dialog.facts.remoteSdp
    this.#env.guard(() => this.#call.onAccepted(dialog, sdp, m.headers))
  }

  /** The 2xx has the last word on target, routes, SDP and session (RFC 3261 13.2.2.4). */
  #adopt(dialog: SipDialog, m: SipResponse): void {
    const body = sdpOf(m)
    const { target, routes, allow } = this.#facts(m, dialog.facts.target)
    const sdp = body === 'unsupported' ? undefined : body.sdp
    Object.assign(dialog.facts, { target, routes, allow })
    dialog.facts.localSdp = this.#call.sdp ?? ''
    dialog.facts.remoteSdp = sdp ?? this.#forks.get(m.toTag)?.sdp ?? ''
    dialog.timer.restart(settledSession(m))
  }

  #reject(outcome: Outcome | { local: string; status: 400 }): void {
    if (this.#over) return
    const cancelled = this.#state === 'cancelled'
    if (!cancelled) this.#state = 'rejected'
    this.#finish(undefined)
    const local = 'local' in outcome
    const headers: SipHeaders = local ? new Headers() : outcome.response.headers
    const status = this.#timedOut ? 408 : cancelled ? 487 : outcome.status
    const heard = local ? outcome.local : outcome.response.reason
    const reason = cancelled && !this.#timedOut ? phraseOf(487) : heard || phraseOf(status)
    this.#env.guard(() => this.#call.onRejected({ status, reason, local, headers }))
  }

  #finish(winner: SipDialog | undefined): void {
    this.#over = true
    this.#stopRing()
    for (const { dialog } of this.#forks.values()) if (dialog !== winner) dialog.close()
  }
}
