// The heart of the stack: messages in, transactions and dialogs found, requests out. Pure but for clock and transport.

import { randomBytes } from 'node:crypto'
import { admit, badExtension } from './admission.ts'
import type {
  Dialog,
  DialogHandlers,
  DialogSnapshot,
  OutgoingCall,
  OutgoingInvite,
  SipStack,
  SipStackOptions,
  SipStatistics,
} from './api.ts'
import { SDP_TYPE } from './body.ts'
import { ALLOW, buildRequest, buildResponse, type RequestText } from './build.ts'
import { ClientTransaction, clientKey } from './client-transaction.ts'
import { SipDialog } from './dialog.ts'
import { stateOfSnapshot } from './dialog-state.ts'
import { type Counters, type DialogEntry, dialogKey, type Outcome, type RequestSpec, type StackEnv } from './env.ts'
import { IncomingCall } from './incoming-invite.ts'
import { defaultLimits } from './limits.ts'
import type { SipRequest, SipResponse } from './message.ts'
import { type Edge, nextHop, parseEdge } from './next-hop.ts'
import { OutgoingInviteCall } from './outgoing-invite.ts'
import { parseMessage, type Refused } from './parse.ts'
import { replyPeer, ServerTransaction, serverKey } from './server-transaction.ts'
import { parseVia } from './syntax.ts'
import type { Peer, SipTransport } from './transport.ts'

/** Requests that only make sense inside a dialog. */
const IN_DIALOG_ONLY = new Set(['BYE', 'INFO', 'UPDATE', 'PRACK', 'NOTIFY'])

export class SipCore implements SipStack, StackEnv {
  readonly clock
  readonly limits
  readonly counters: Counters = {
    in: 0,
    out: 0,
    retransmitted: 0,
    refused: 0,
    dropped: 0,
    faults: 0,
    invitesIn: 0,
    invitesOut: 0,
  }
  readonly dialogs = new Map<string, DialogEntry>()
  readonly #options: SipStackOptions
  readonly #clients = new Map<string, ClientTransaction>()
  readonly #servers = new Map<string, ServerTransaction>()
  readonly #edge: Edge
  readonly #transport: SipTransport
  #retryAfterMs: number | undefined

  constructor(options: SipStackOptions, transport: SipTransport) {
    this.#options = options
    this.#transport = transport
    this.clock = options.clock
    this.limits = { ...defaultLimits, ...options.limits }
    this.#edge = parseEdge(options.edge)
  }

  get edge(): string {
    return this.#edge.route
  }

  get host(): string {
    return this.#transport.host
  }

  get port(): number {
    return this.#transport.port
  }

  get draining(): boolean {
    return this.#retryAfterMs !== undefined
  }

  drain(retryAfterMs: number): void {
    this.#retryAfterMs = retryAfterMs
  }

  undrain(): void {
    this.#retryAfterMs = undefined
  }

  statistics(): SipStatistics {
    return {
      ...this.counters,
      clientTransactions: this.#clients.size,
      serverTransactions: this.#servers.size,
      dialogs: this.dialogs.size,
      connections: this.#transport.connections(),
    }
  }

  invite(call: OutgoingCall): OutgoingInvite {
    this.counters.invitesOut++
    const outgoing = new OutgoingInviteCall(this, call)
    outgoing.start()
    return outgoing
  }

  restoreDialog(snapshot: DialogSnapshot, handlers: DialogHandlers): Dialog {
    const dialog = new SipDialog(this, stateOfSnapshot(snapshot), 'up', handlers)
    dialog.timer.restore(snapshot.session)
    return dialog
  }

  ping(): Promise<number> {
    const uri = this.#options.edge
    const from = `<${this.contact('TCP')}>;tag=${this.token()}`
    return new Promise((resolve) => {
      const spec = { method: 'OPTIONS', uri, routes: [], from, to: `<${uri}>`, callId: this.token(), cseq: 1 }
      this.request(spec, (outcome) => outcome.status >= 200 && resolve(outcome.status))
    })
  }

  async stop(): Promise<void> {
    for (const client of this.#clients.values()) client.drop()
    for (const server of this.#servers.values()) server.drop()
    for (const dialog of this.dialogs.values()) dialog.forget()
    this.#clients.clear()
    this.#servers.clear()
    this.dialogs.clear()
    await this.#transport.close()
  }

  token(): string {
    return randomBytes(9).toString('hex')
  }

  contact(proto: 'TCP' | 'UDP'): string {
    return `sip:node@${this.#hostPort()}${proto === 'TCP' ? ';transport=tcp' : ''}`
  }

  guard(run: () => void): void {
    try {
      run()
    } catch (fault) {
      this.counters.faults++
      this.#options.onFault?.(fault)
    }
  }

  retransmitted(): void {
    this.counters.retransmitted++
  }

  send(text: string, to: Peer, failed?: (why: string) => void): void {
    this.counters.out++
    this.#options.onMessage?.('out', `${to.host}:${to.port}`, text)
    this.#transport.send(text, to, failed && ((why) => this.guard(() => failed(why))))
  }

  request(spec: RequestSpec, heard: (outcome: Outcome) => void) {
    const peer = nextHop(spec, this.#edge)
    const branch = `z9hG4bK${this.token()}`
    const transaction = this.#client(this.#requestText(spec, peer, branch), branch, peer, heard)
    if (this.#clients.size >= this.limits.transactions) {
      this.clock.after(0, () => this.guard(() => heard({ local: 'too many transactions', status: 503 })))
      return transaction
    }
    this.#clients.set(transaction.key, transaction)
    transaction.start()
    return transaction
  }

  ack(spec: RequestSpec): () => void {
    const peer = nextHop(spec, this.#edge)
    const text = buildRequest(this.#requestText(spec, peer, `z9hG4bK${this.token()}`))
    this.send(text, peer)
    return () => this.send(text, peer)
  }

  /** Everything that comes in from the wire. Never throws. */
  receive(bytes: Buffer, from: Peer): void {
    this.counters.in++
    this.guard(() => {
      this.#options.onMessage?.('in', `${from.host}:${from.port}`, bytes.toString('utf8'))
      const parsed = parseMessage(bytes)
      if ('dropped' in parsed) this.counters.dropped++
      else if ('refused' in parsed) this.#refuse(parsed.refused, from)
      else if (parsed.message.kind === 'response') this.#response(parsed.message)
      else this.#request(parsed.message, from)
    })
  }

  #client(request: RequestText, branch: string, peer: Peer, heard: (outcome: Outcome) => void): ClientTransaction {
    return new ClientTransaction(this, {
      request,
      branch,
      peer,
      heard: (outcome) => this.guard(() => heard(outcome)),
      ended: (key) => this.#clients.delete(key),
      startCancel: (cancel, sameBranch, samePeer) => {
        const transaction = this.#client(cancel, sameBranch, samePeer, () => {})
        this.#clients.set(transaction.key, transaction)
        transaction.start()
      },
    })
  }

  #requestText(spec: RequestSpec, peer: Peer, branch: string): RequestText {
    const { contact, ...rest } = spec
    const via = `SIP/2.0/${peer.proto} ${this.#hostPort()};branch=${branch};rport`
    return { ...rest, via, contact: contact ? this.contact(peer.proto) : undefined }
  }

  #hostPort(): string {
    return `${this.host.includes(':') ? `[${this.host}]` : this.host}:${this.port}`
  }

  #response(m: SipResponse): void {
    const transaction = this.#clients.get(clientKey(m.branch, m.cseqMethod))
    if (transaction) transaction.response(m)
    else if (m.cseqMethod === 'INVITE' && m.status >= 200 && m.status < 300) {
      this.dialogs.get(dialogKey(m.callId, m.fromTag, m.toTag))?.repeatAck(m.cseq)
    }
  }

  #request(m: SipRequest, from: Peer) {
    if (m.method === 'CANCEL') return this.#cancel(m, from)
    const known = this.#servers.get(serverKey(m, m.method))
    if (known) return known.again(m)
    const dialog = m.toTag ? this.dialogs.get(dialogKey(m.callId, m.toTag, m.fromTag)) : undefined
    if (m.method === 'ACK') return dialog?.ack(m)
    if (this.#servers.size >= this.limits.transactions) return this.#stateless(m, from, 503)
    const transaction = new ServerTransaction(this, {
      request: m,
      from,
      toTag: this.token(),
      contact: this.contact(from.proto),
      ended: (key) => this.#servers.delete(key),
    })
    this.#servers.set(transaction.key, transaction)
    const refusal = badExtension(m)
    if (refusal) transaction.reply(refusal)
    else if (dialog) dialog.request(transaction)
    else if (m.toTag || IN_DIALOG_ONLY.has(m.method)) transaction.reply({ status: 481 })
    else if (m.method === 'INVITE') this.#invite(transaction)
    else if (m.method === 'OPTIONS') this.#answerOptions(transaction)
    else transaction.reply({ status: 405, headers: [['Allow', ALLOW]] })
  }

  #invite(transaction: ServerTransaction) {
    const admitted = admit(transaction.request, this.limits)
    if ('refusal' in admitted) return transaction.reply(admitted.refusal)
    if (this.draining || this.dialogs.size >= this.limits.dialogs) return this.#unavailable(transaction)
    this.counters.invitesIn++
    transaction.reply({ status: 100 })
    const call = new IncomingCall(this, transaction, admitted.sdp)
    this.guard(() => {
      try {
        this.#options.onInvite(call)
      } catch (fault) {
        call.reject(500)
        throw fault
      }
    })
  }

  #answerOptions(transaction: ServerTransaction) {
    if (this.draining) return this.#unavailable(transaction)
    const headers = [
      ['Allow', ALLOW],
      ['Accept', SDP_TYPE],
      ['Supported', 'timer, 100rel, replaces'],
    ] as const
    transaction.reply({ status: 200, headers })
  }

  #unavailable(transaction: ServerTransaction): void {
    const seconds = Math.max(1, Math.ceil((this.#retryAfterMs ?? 1_000) / 1_000))
    transaction.reply({ status: 503, headers: [['Retry-After', String(seconds)]] })
  }

  #cancel(m: SipRequest, from: Peer): void {
    const invite = this.#servers.get(serverKey(m, 'INVITE'))
    this.#stateless(m, from, invite ? 200 : 481, invite?.toTag)
    if (invite && !invite.decided) this.guard(() => invite.cancelled?.())
  }

  #stateless(m: SipRequest, from: Peer, status: number, toTag = this.token()): void {
    const received = from.proto === 'UDP' ? from : undefined
    this.send(buildResponse(m.headers, { status, toTag }, received), replyPeer(m, from))
  }

  #refuse(refused: Refused, from: Peer): void {
    this.counters.refused++
    const { status, reason, headers } = refused
    const via = parseVia(headers.get('via') ?? '')
    if (!via) return
    const received = from.proto === 'UDP' ? from : undefined
    const text = buildResponse(headers, { status, reason, toTag: this.token() }, received)
    const port = via.params.has('rport') ? from.port : (via.port ?? 5060)
    this.send(text, from.proto === 'UDP' ? { ...from, port } : from)
  }
}
