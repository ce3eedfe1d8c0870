// SIP without a network: a caller's INVITE, the dialogs of both sides, and the phones that the node calls.
import { randomUUID } from 'node:crypto'
import type {
  Dialog,
  DialogHandlers,
  DialogSnapshot,
  IncomingInvite,
  InviteSnapshot,
  OutgoingCall,
  OutgoingInvite,
  SipHeaders,
  SipStack,
  SipStatistics,
} from '#media/sip/api.ts'

const OK = { status: 200, reason: 'OK', sdp: 'memory' }

/** The node's end of a dialog. `told` is the peer's ear. */
export class MemoryDialog implements Dialog {
  readonly id
  readonly callId: string
  readonly remote
  state: Dialog['state'] = 'up'
  handlers: DialogHandlers
  readonly #ended: () => void

  constructor(callId: string, user: string, handlers: DialogHandlers, ended: () => void) {
    this.callId = callId
    this.id = { callId, localTag: 'node', remoteTag: 'peer' }
    this.remote = { user, name: '', uri: `sip:${user}@memory` }
    this.handlers = handlers
    this.#ended = ended
  }

  bye(): void {
    if (this.state === 'ended') return
    this.state = 'ended'
    this.#ended()
  }

  /** The peer hangs up. */
  peerBye(): void {
    if (this.state === 'ended') return
    this.state = 'ended'
    this.handlers.ended?.({ by: 'remote', reason: '' })
  }

  reinvite = async () => OK
  info = async () => OK
  options = async () => OK
  sendDigit = async () => OK
  refresh = async () => OK

  snapshot(): DialogSnapshot {
    throw new Error('memory dialogs do not outlive their process')
  }

  handle(handlers: DialogHandlers): void {
    this.handlers = handlers
  }
}

export interface InviteEars {
  rejected(status: number): void
  accepted(dialog: MemoryDialog): void
  ended(): void
}

export class MemoryInvite implements IncomingInvite {
  readonly callId = randomUUID()
  readonly from
  readonly to
  readonly requestUser: string
  readonly requestUri: string
  readonly headers: SipHeaders
  readonly sdp = 'memory'
  readonly sent = { request: this.callId, no: 0 }
  state: IncomingInvite['state'] = 'waiting'
  rang = false
  readonly #ears: InviteEars
  #cancelled: ((why: 'cancel' | 'timeout') => void) | undefined

  constructor(number: string, to: string, headers: ReadonlyMap<string, string>, ears: InviteEars) {
    this.from = { user: number, name: '', uri: `sip:${number}@memory` }
    this.to = { user: to, name: '', uri: `sip:${to}@memory` }
    this.requestUser = to
    this.requestUri = this.to.uri
    this.headers = { get: (name) => headers.get(name), all: (name) => (headers.has(name) ? [headers.get(name)!] : []) }
    this.#ears = ears
  }

  progress(): void {
    this.rang = true
  }

  accept(_sdp: string, handlers: DialogHandlers): Dialog | undefined {
    if (this.state !== 'waiting') return undefined
    this.state = 'accepted'
    const dialog = new MemoryDialog(this.callId, this.from.user, handlers, () => this.#ears.ended())
    queueMicrotask(() => {
      if (dialog.state === 'up') handlers.confirmed?.()
    })
    this.#ears.accepted(dialog)
    return dialog
  }

  reject(status: number): void {
    if (this.state !== 'waiting') return
    this.state = 'rejected'
    this.#ears.rejected(status)
  }

  onCancelled(run: (why: 'cancel' | 'timeout') => void): void {
    this.#cancelled = run
  }

  snapshot(): InviteSnapshot {
    throw new Error('memory calls do not outlive their process')
  }

  /** The caller gives up before an answer. */
  cancel(): void {
    if (this.state !== 'waiting') return
    this.state = 'cancelled'
    this.#cancelled?.('cancel')
  }
}

export const NO_HEADERS: SipHeaders = { get: () => undefined, all: () => [] }

/** A call of the node on its way to a phone; the phone's script moves it on. */
export class MemoryCall implements OutgoingInvite {
  readonly callId = randomUUID()
  state: OutgoingInvite['state'] = 'calling'
  readonly call: OutgoingCall
  onEnded: (() => void) | undefined

  constructor(call: OutgoingCall) {
    this.call = call
  }

  snapshot = (): undefined => undefined

  ring(): void {
    if (this.state === 'calling') this.call.onProgress?.({ status: 180, reason: 'Ringing', sdp: undefined, leg: 'p' })
  }

  answer(user: string): MemoryDialog | undefined {
    if (this.state !== 'calling') return undefined
    this.state = 'accepted'
    const dialog = new MemoryDialog(this.callId, user, this.call.handlers, () => this.onEnded?.())
    this.call.onAccepted(dialog, 'memory', NO_HEADERS)
    return dialog
  }

  reject(status: number, reason: string, local = false): void {
    if (this.state !== 'calling') return
    this.state = 'rejected'
    this.call.onRejected({ status, reason, local, headers: NO_HEADERS })
  }

  cancel(): void {
    if (this.state !== 'calling') return
    this.state = 'cancelled'
    this.onEnded?.()
    this.call.onRejected({ status: 487, reason: 'Request Terminated', local: true, headers: NO_HEADERS })
  }
}

const NOTHING: SipStatistics = {
  ...{ in: 0, out: 0, retransmitted: 0, refused: 0, dropped: 0, faults: 0 },
  ...{ clientTransactions: 0, serverTransactions: 0, dialogs: 0, connections: 0, invitesIn: 0, invitesOut: 0 },
}

export function memoryStack(called: (call: MemoryCall) => void): SipStack {
  let draining = false
  return {
    host: 'memory',
    port: 0,
    invite(call) {
      const made = new MemoryCall(call)
      // after the node has put the leg in its place
      queueMicrotask(() => called(made))
      return made
    },
    restoreDialog: () => {
      throw new Error('memory dialogs do not outlive their process')
    },
    restoreInvite: () => undefined,
    restoreOutgoing: () => {
      throw new Error('memory calls do not outlive their process')
    },
    drain: () => {
      draining = true
    },
    undrain: () => {
      draining = false
    },
    get draining() {
      return draining
    },
    ear: { late: false },
    statistics: () => NOTHING,
    ping: async () => 200,
    stop: async () => {},
  }
}
