// The heart of the stack: messages in, transactions and dialogs found, requests out. Pure but for clock and transport.
import { randomBytes } from 'node:crypto'
import { ABILITIES, admit, badExtension, unavailable } from './admission.ts'
import type {
  Dialog,
  DialogHandlers,
  DialogSnapshot,
  IncomingInvite,
  InviteSnapshot,
  OutgoingCall,
  OutgoingInvite,
  OutgoingSnapshot,
  SipStack,
  SipStackOptions,
  SipStatistics,
} from './api.ts'
import { ALLOW, buildRequest, type RequestText } from './build.ts'
import { ClientTransaction, clientKey } from './client-transaction.ts'
import { stoppable } from './clock.ts'
import { SipDialog } from './dialog.ts'
import { stateOfSnapshot } from './dialog-state.ts'
import { Ear } from './ear.ts'
import {
  type Counters,
  type DialogEntry,
  dialogKey,
  newCounters,
  type Outcome,
  type RequestSpec,
  type StackEnv,
} from './env.ts'
import { IncomingCall, keptInvite } from './incoming-invite.ts'
import { defaultLimits } from './limits.ts'
import type { SipRequest, SipResponse } from './message.ts'
import { type Edge, nextHop, parseEdge } from './next-hop.ts'
import { OutgoingInviteCall } from './outgoing-invite.ts'
import { parseMessage } from './parse.ts'
import { ping } from './ping.ts'
import { ServerTransaction, serverKey } from './server-transaction.ts'
import { answerStateless, refuseMalformed } from './stateless.ts'
import type { Peer, SipTransport } from './transport.ts'

/** Requests that only make sense inside a dialog. */
const IN_DIALOG_ONLY = new Set(['BYE', 'INFO', 'UPDATE', 'PRACK', 'NOTIFY'])

export class SipCore implements SipStack, StackEnv {
  readonly clock
  readonly limits
  readonly counters: Counters = newCounters()
  readonly edge: string
  readonly dialogs = new Map<string, DialogEntry>()
  readonly edgeKey
  readonly ear: Ear
  readonly #options: SipStackOptions
  readonly #clients = new Map<string, ClientTransaction>()
  readonly #servers = new Map<string, ServerTransaction>()
  readonly #edge: Edge
  readonly #transport: SipTransport
  #retryAfterMs: number | undefined
  readonly #unavailable = () => unavailable(this.#retryAfterMs ?? 1_000)

  constructor(options: SipStackOptions, transport: SipTransport) {
    this.#options = options
    this.#transport = transport
    this.clock = stoppable(options.clock)
    this.ear = new Ear(this.clock)
    this.edgeKey = options.edgeKey
    this.limits = { ...defaultLimits, ...options.limits }
    this.#edge = parseEdge(options.edge)
    this.edge = this.#edge.route
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

  restoreInvite(snapshot: InviteSnapshot): IncomingInvite | undefined {
    const kept = keptInvite(snapshot)
    const admitted = kept && admit(kept.request, this.limits, this.edgeKey)
    if (!admitted || 'refusal' in admitted) return undefined
    const transaction = this.#server(kept.request, kept.from, snapshot.toTag)
    return new IncomingCall(this, transaction, admitted.sdp, kept.bytes)
  }

  restoreOutgoing(snapshot: OutgoingSnapshot, call: OutgoingCall): OutgoingInvite {
    return new OutgoingInviteCall(this, call, snapshot)
  }

  ping(): Promise<number> {
    return ping(this, this.#options.edge)
  }

  async stop(): Promise<void> {
    this.clock.stop()
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
      this.#fault(fault)
    }
  }

  #fault(fault: unknown): void {
    this.counters.faults++
    this.#options.onFault?.(fault)
  }

  retransmitted(): void {
    this.counters.retransmitted++
  }

  send(text: string, to: Peer, failed?: (why: string) => void): void {
    this.counters.out++
    this.#options.onMessage?.('out', `${to.host}:${to.port}`, text)
    this.#transport.send(text, to, failed && ((why) => this.guard(() => failed(why))))
  }

  takeUp(spec: RequestSpec, branch: string, heard: (outcome: Outcome) => void) {
    const peer = nextHop(spec, this.#edge)
    const transaction = this.#client(this.#requestText(spec, peer, branch), branch, peer, heard)
    this.#clients.set(transaction.key, transaction)
    transaction.takeUp()
    return transaction
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
    this.ear.heard()
    this.guard(() => {
      this.#options.onMessage?.('in', `${from.host}:${from.port}`, bytes.toString('utf8'))
      const parsed = parseMessage(bytes)
      if ('dropped' in parsed) this.counters.dropped++
      else if ('refused' in parsed) refuseMalformed(this, parsed.refused, from)
      else if (parsed.message.kind === 'response') this.#response(parsed.message)
      else this.#request(parsed.message, from, bytes)
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
    // not for TCP: the answer to a node that was started again comes to where it listens (18.2.2), not to a port that died
    const rport = peer.proto === 'UDP' ? ';rport' : ''
    const via = `SIP/2.0/${peer.proto} ${this.#hostPort()};branch=${branch}${rport}`
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

  #request(m: SipRequest, from: Peer, bytes: Buffer) {
    if (m.method === 'CANCEL') return this.#cancel(m, from)
    const known = this.#servers.get(serverKey(m, m.method))
    if (known) return known.again(m)
    const dialog = m.toTag ? this.dialogs.get(dialogKey(m.callId, m.toTag, m.fromTag)) : undefined
    if (m.method === 'ACK') return dialog?.ack(m)
    if (this.#servers.size >= this.limits.transactions) return answerStateless(this, m, from, { status: 503 })
    const transaction = this.#server(m, from, this.token())
    const refusal = badExtension(m)
    if (refusal) transaction.reply(refusal)
    else if (dialog) dialog.request(transaction)
    else if (m.toTag || IN_DIALOG_ONLY.has(m.method)) transaction.reply({ status: 481 })
    else if (m.method === 'INVITE') this.#invite(transaction, bytes)
    else if (m.method === 'OPTIONS') this.#answerOptions(transaction)
    else transaction.reply({ status: 405, headers: [['Allow', ALLOW]] })
  }

  #server(request: SipRequest, from: Peer, toTag: string): ServerTransaction {
    const contact = this.contact(from.proto)
    const ended = (key: string) => this.#servers.delete(key)
    const transaction = new ServerTransaction(this, { request, from, toTag, contact, ended })
    this.#servers.set(transaction.key, transaction)
    return transaction
  }

  #invite(transaction: ServerTransaction, bytes: Buffer) {
    const admitted = admit(transaction.request, this.limits, this.edgeKey)
    if ('refusal' in admitted) return transaction.reply(admitted.refusal)
    if (this.draining || this.dialogs.size >= this.limits.dialogs) return transaction.reply(this.#unavailable())
    this.counters.invitesIn++
    const call = new IncomingCall(this, transaction, admitted.sdp, bytes)
    try {
      this.#options.onInvite(call)
    } catch (fault) {
      call.reject(500)
      this.#fault(fault)
    }
    if (transaction.state === 'trying') transaction.reply({ status: 100 })
  }

  #answerOptions(transaction: ServerTransaction) {
    transaction.reply(this.draining ? this.#unavailable() : ABILITIES)
  }

  #cancel(m: SipRequest, from: Peer): void {
    const invite = this.#servers.get(serverKey(m, 'INVITE'))
    answerStateless(this, m, from, { status: invite ? 200 : 481, toTag: invite?.toTag })
    if (invite && !invite.decided) this.guard(() => invite.cancelled?.())
  }
}
