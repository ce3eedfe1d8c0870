// A call that somebody makes to us, from INVITE to its one final answer.
import type { Dialog, DialogHandlers, IncomingInvite, InviteSnapshot, SipHeaders, SipParty } from './api.ts'
import { SDP_TYPE } from './body.ts'
import { ALLOW, type HeaderLines } from './build.ts'
import { OFFER_HEADERS, SipDialog } from './dialog.ts'
import { partyOf, stateOfCallee } from './dialog-state.ts'
import type { ReplySpec, ServerHandle, StackEnv } from './env.ts'
import type { SipRequest } from './message.ts'
import { parseMessage } from './parse.ts'
import { ReliableProgress } from './reliable-progress.ts'
import { answerSession } from './session-timer.ts'
import { parseUri } from './syntax.ts'
import type { Peer } from './transport.ts'

export class IncomingCall implements IncomingInvite {
  readonly callId: string
  readonly from: SipParty
  readonly to: SipParty
  readonly requestUser: string
  readonly requestUri: string
  readonly headers: SipHeaders
  readonly sdp: string | undefined
  readonly sent: IncomingInvite['sent']
  #state: 'waiting' | 'accepted' | 'rejected' | 'cancelled' = 'waiting'
  readonly #env: StackEnv
  readonly #transaction: ServerHandle
  readonly #request: SipRequest
  readonly #bytes: Buffer
  readonly #stopWait: () => void
  #cancelled: ((why: 'cancel' | 'timeout') => void)[] = []
  #dialog: SipDialog | undefined
  #reliable: ReliableProgress | undefined

  constructor(env: StackEnv, transaction: ServerHandle, sdp: string | undefined, bytes: Buffer) {
    const request = transaction.request
    this.#env = env
    this.#transaction = transaction
    this.#request = request
    this.#bytes = bytes
    this.callId = request.callId
    this.from = partyOf(request.from)
    this.to = partyOf(request.to)
    this.requestUri = request.uri
    this.requestUser = parseUri(request.uri)?.user ?? ''
    this.headers = request.headers
    this.sdp = sdp
    this.sent = sentAs(request)
    transaction.cancelled = () => this.#giveUp('cancel')
    this.#stopWait = env.clock.after(env.limits.inviteMs, () => this.#giveUp('timeout'))
  }

  get state(): 'waiting' | 'accepted' | 'rejected' | 'cancelled' {
    return this.#state
  }

  onCancelled(run: (why: 'cancel' | 'timeout') => void): void {
    this.#cancelled.push(run)
  }

  snapshot(): InviteSnapshot {
    const { proto, host, port } = this.#transaction.from
    const message = this.#bytes.toString('base64')
    return { version: 1, message, from: { proto, host, port }, toTag: this.#transaction.toTag }
  }

  progress(status: number, options: { sdp?: string; headers?: Record<string, string> } = {}): void {
    if (this.#state !== 'waiting' || status < 101 || status > 199) return
    const spec: ReplySpec = { status, contact: true, headers: [['Allow', ALLOW], ...lines(options.headers)] }
    if (options.sdp !== undefined) spec.body = { type: SDP_TYPE, text: options.sdp }
    if (this.#request.headers.lists('require', '100rel')) this.#reliably().send(spec)
    else this.#transaction.reply(spec)
  }

  accept(sdp: string, handlers: DialogHandlers, headers?: Record<string, string>): Dialog | undefined {
    if (this.#state !== 'waiting' || this.#transaction.decided) return undefined
    const session = answerSession(this.#request, this.#env.limits)
    if (session.tooSmall) return undefined
    this.#decide('accepted')
    const dialog = this.#earlyDialog()
    dialog.confirm('confirming', handlers)
    dialog.facts.localSdp = sdp
    dialog.facts.remoteSdp = this.sdp ?? ''
    const answer = () => {
      const body = { type: SDP_TYPE, text: sdp }
      const all = [...OFFER_HEADERS, ...session.headers, ...lines(headers)]
      this.#transaction.reply({ status: 200, contact: true, headers: all, body })
      dialog.offers.expectAck(this.#transaction, this.sdp === undefined)
      dialog.timer.restart(session.agreed)
    }
    if (this.#reliable) this.#reliable.whenClear(answer)
    else answer()
    return dialog
  }

  reject(status: number, reason?: string, headers?: Record<string, string>): void {
    if (this.#state === 'waiting') this.#refuse('rejected', { status, reason, headers: lines(headers) })
  }

  #giveUp(why: 'cancel' | 'timeout'): void {
    if (this.#transaction.decided) return
    const accepted = this.#state === 'accepted'
    if (!accepted && this.#state !== 'waiting') return
    this.#refuse('cancelled', { status: why === 'cancel' ? 487 : 480 })
    // accepted, but the 200 was still held back for a PRACK: the dialog's owner has to hear of its end
    if (accepted) return
    for (const run of this.#cancelled) this.#env.guard(() => run(why))
  }

  #refuse(state: 'rejected' | 'cancelled', spec: ReplySpec): void {
    const accepted = this.#state === 'accepted'
    this.#decide(state)
    this.#reliable?.stop()
    this.#transaction.reply(spec)
    this.#dialog?.close(accepted ? { by: 'remote', reason: 'cancelled' } : undefined)
  }

  #decide(state: 'accepted' | 'rejected' | 'cancelled'): void {
    this.#state = state
    this.#stopWait()
  }

  #earlyDialog(): SipDialog {
    this.#dialog ??= new SipDialog(this.#env, stateOfCallee(this.#request, this.#transaction.toTag), 'early', {})
    return this.#dialog
  }

  #reliably(): ReliableProgress {
    if (this.#reliable) return this.#reliable
    // RFC 3262 3: no PRACK within 64×T1 → 5xx
    const lost = () => {
      const waiting = this.#state === 'waiting'
      this.#refuse('cancelled', { status: 504 })
      if (waiting) for (const run of this.#cancelled) this.#env.guard(() => run('timeout'))
    }
    const reliable = new ReliableProgress(this.#env, this.#transaction, lost)
    this.#earlyDialog().pracked = (transaction) => reliable.prack(transaction)
    this.#reliable = reliable
    return reliable
  }
}

/** Kamailio numbers the branches of a call, last in the name of each. */
function sentAs({ callId, fromTag, cseq, uri, branch }: SipRequest): IncomingInvite['sent'] {
  const no = /\.(\d{1,3})$/.exec(branch)?.[1]
  return { request: [callId, fromTag, cseq, uri].join(' '), no: Number(no ?? 0) }
}

function lines(headers: Record<string, string> | undefined): HeaderLines {
  return Object.entries(headers ?? {})
}

/** What was written down of an INVITE; undefined when it is not to be read. */
export function keptInvite(kept: InviteSnapshot): { request: SipRequest; from: Peer; bytes: Buffer } | undefined {
  const bytes = Buffer.from(kept.message, 'base64')
  const parsed = kept.version === 1 ? parseMessage(bytes) : undefined
  if (!parsed || !('message' in parsed) || parsed.message.kind !== 'request') return undefined
  const request = parsed.message
  // the connection it came by is gone: Kamailio is found at the port it listens on
  const from = kept.from.proto === 'TCP' ? { ...kept.from, port: request.via.port ?? 5060 } : kept.from
  return { request, from, bytes }
}
