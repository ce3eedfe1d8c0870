// The face of the SIP stack: what the media node may ask of it and hears from it. Types only.
// All spans are ms, all SDP and SIP bodies are UTF-8 text, all SIP URIs are text ("sip:1001@tinglan;transport=tcp").

/** Time comes in: the process hands the system clock, a test hands one it moves itself. */
export interface SipClock {
  /** ms that only go on, from an origin of the machine's boot: for spans and deadlines, also over a restart of the process */
  now(): number
  /** Runs `run` once after `ms`; the answer takes it back. */
  after(ms: number, run: () => void): () => void
}

export interface SipStackOptions {
  /** Address that Kamailio reaches this node at; port 0 takes a free one (TCP and UDP get the same). */
  host: string
  port: number
  /** Kamailio as this node reaches it: `sip:127.0.0.1:5060;transport=tcp;lr`. Every new outbound request goes there. */
  edge: string
  clock: SipClock
  /** What proves edge and node to one another in every new call; without it anybody may call. */
  edgeKey?: string
  /**
   * A new call. The stack sends 100 when this returns, so what is written down in here is known to a next process, or the
   * edge tries again. If nobody decides within `limits.inviteMs` it answers 480 by itself.
   */
  onInvite(call: IncomingInvite): void
  /** A bug in the stack or in a handler: caught, counted, told here; the call goes on. */
  onFault?(fault: unknown): void
  /** Every message, for a trace. */
  onMessage?(direction: 'in' | 'out', peer: string, text: string): void
  limits?: Partial<SipLimits>
}

/** Bounds on everything a peer can make us keep. */
export interface SipLimits {
  messageBytes: number
  transactions: number
  dialogs: number
  connections: number
  /** How long an inbound INVITE may stay undecided. */
  inviteMs: number
  /** RFC 4028 Session-Expires that we ask for and Min-SE that we demand, in ms. 0 = no session timers of our own. */
  sessionExpiresMs: number
  minSessionExpiresMs: number
}

export interface SipStack {
  readonly host: string
  readonly port: number
  invite(call: OutgoingCall): OutgoingInvite
  /** Re-creates a dialog of a process that has died (or of another node: then call `refresh()` on it). */
  restoreDialog(snapshot: DialogSnapshot, handlers: DialogHandlers): Dialog
  /** Goes on with a call that nobody had answered when its process died; undefined when the snapshot is not to be read. */
  restoreInvite(snapshot: InviteSnapshot): IncomingInvite | undefined
  /** Goes on ringing a phone for a process that died: `call` as it was, with the span it may still ring. */
  restoreOutgoing(snapshot: OutgoingSnapshot, call: OutgoingCall): OutgoingInvite
  /** New INVITEs get 503 with Retry-After and OPTIONS gets 503; calls that are up go on. */
  drain(retryAfterMs: number): void
  undrain(): void
  readonly draining: boolean
  /** `late`: nothing had been heard for seconds until just now, so what comes may have waited on its way. */
  readonly ear: { readonly late: boolean }
  statistics(): SipStatistics
  /** OPTIONS to the edge; the status it answered with, 408 when it did not. */
  ping(): Promise<number>
  /** Closes sockets and timers without telling any peer: calls that are up can be restored elsewhere. */
  stop(): Promise<void>
}

export interface SipParty {
  user: string
  /** Display name, '' when there is none. */
  name: string
  uri: string
}

/** Read access to headers; names in any case, long form. A header that may be a list is split at its commas. */
export interface SipHeaders {
  get(name: string): string | undefined
  all(name: string): readonly string[]
}

export interface IncomingInvite {
  readonly callId: string
  readonly from: SipParty
  readonly to: SipParty
  /** User part of the request URI: the number or name dialled. */
  readonly requestUser: string
  readonly requestUri: string
  readonly headers: SipHeaders
  /**
   * `request`: the same whenever the edge sends this INVITE again, to us or to another node (RFC 3261 8.2.2.2); `no` rises
   * with each of its tries.
   */
  readonly sent: { request: string; no: number }
  /** The offer; undefined when the caller wants ours (then `accept` carries an offer and `answered` hears the answer). */
  readonly sdp: string | undefined
  /** 'waiting' until accepted, rejected or cancelled. */
  readonly state: 'waiting' | 'accepted' | 'rejected' | 'cancelled'
  /** 180, 183 … ; reliable (100rel) by itself when the caller requires it. No effect once decided. */
  progress(status: number, options?: { sdp?: string; headers?: Record<string, string> }): void
  /** 200 with SDP. Undefined when the caller has gone meanwhile (cancelled) or the call was already decided. */
  accept(sdp: string, handlers: DialogHandlers, headers?: Record<string, string>): Dialog | undefined
  reject(status: number, reason?: string, headers?: Record<string, string>): void
  /** The caller gave up (CANCEL, or 'timeout' when we let it ring past `limits.inviteMs`). */
  onCancelled(run: (why: 'cancel' | 'timeout') => void): void
  /** JSON-safe: for a new process to answer it */
  snapshot(): InviteSnapshot
}

/** An INVITE that waits, as it came. Version is raised when the shape changes. */
export interface InviteSnapshot {
  version: 1
  /** base64 */
  message: string
  from: { proto: 'TCP' | 'UDP'; host: string; port: number }
  toTag: string
}

export interface OutgoingCall {
  /** Where to: `sip:1001@domain` (a registered user), `sip:13800138000@domain` with X-Tinglan-Trunk, any SIP URI. */
  uri: string
  from: { uri: string; name?: string }
  to?: { uri: string; name?: string }
  /** Own headers, e.g. { 'X-Tinglan-Trunk': 'trunk-1', 'P-Asserted-Identity': '<sip:…>' }. Unsafe characters are cut. */
  headers?: Record<string, string>
  sdp?: string
  /** No answer within this span: the stack cancels and reports 408. Default 180000. */
  ringMs?: number
  /** 101–199. `sdp` with 183 (early media). May come from several phones: `leg` tells them apart (the To tag). */
  onProgress?(progress: { status: number; reason: string; sdp: string | undefined; leg: string }): void
  /** 2xx; the ACK has been sent. `sdp` is the answer ('' if the peer sent none). */
  onAccepted(dialog: Dialog, sdp: string, headers: SipHeaders): void
  /** Final 3xx–6xx, 408 on time-out, 487 after our cancel, 503 when the edge cannot be reached (`local` true). */
  onRejected(result: { status: number; reason: string; local: boolean; headers: SipHeaders }): void
  /** Handlers of the dialog that comes of it. */
  handlers: DialogHandlers
}

export interface OutgoingInvite {
  readonly callId: string
  readonly state: 'calling' | 'accepted' | 'rejected' | 'cancelled'
  /** Gives up: onRejected hears 487 once. A 200 that crosses it is acknowledged and hung up. */
  cancel(reason?: string): void
  /** JSON-safe; undefined before it was sent */
  snapshot(): OutgoingSnapshot | undefined
}

/** An INVITE of ours under way. Version is raised when the shape changes. */
export interface OutgoingSnapshot {
  version: 1
  callId: string
  tag: string
  cseq: number
  branch: string
  /** the offer in it */
  sdp: string | undefined
}

export interface DialogEnd {
  by: 'remote' | 'local' | 'session-timer' | 'no-ack' | 'fault'
  /** From the Reason header (`Q.850;cause=16;text="…"`) or the failed request's status. */
  reason: string
}

export type OfferReply = { sdp: string } | { status: number; reason?: string }

/** Every handler may be left out: the stack then does the harmless thing (488 to offers, 200 to INFO, 603 to REFER). */
export interface DialogHandlers {
  ended?(end: DialogEnd): void
  /** The peer's ACK has come (inbound calls). */
  confirmed?(): void
  /** re-INVITE or UPDATE. `sdp` undefined = the peer wants our offer; its answer then comes to `answered`. */
  offered?(offer: {
    sdp: string | undefined
    method: 'INVITE' | 'UPDATE'
    headers: SipHeaders
  }): OfferReply | Promise<OfferReply>
  /** The answer to an offer of ours that came in an ACK. */
  answered?(sdp: string): void
  /** INFO with application/dtmf-relay or application/dtmf. digit: 0-9 * # A-D. */
  digit?(digit: { digit: string; ms: number }): void
  /** Any other INFO. */
  info?(info: { contentType: string; body: string }): void
  referred?(refer: IncomingRefer): void
}

export interface IncomingRefer {
  readonly target: string
  readonly targetUser: string
  readonly referredBy: string | undefined
  /** Attended transfer: the dialog to be replaced. */
  readonly replaces: { callId: string; toTag: string; fromTag: string } | undefined
  /** 202 and a first NOTIFY (100 Trying). */
  accept(): void
  reject(status: number, reason?: string): void
  /** NOTIFY with a message/sipfrag; a status ≥ 200 ends the subscription. */
  progress(status: number, reason?: string): void
}

export interface SipResult {
  status: number
  reason: string
  sdp: string | undefined
}

export interface Dialog {
  readonly id: DialogId
  readonly callId: string
  readonly state: 'confirming' | 'up' | 'ended'
  readonly remote: SipParty
  bye(reason?: { cause: number; text: string }): void
  /** Our re-INVITE; status 491 at once when one is under way. Glare (491 from the peer) is retried by RFC 3261 14.1. */
  reinvite(sdp: string): Promise<SipResult>
  info(contentType: string, body: string): Promise<SipResult>
  /** Is the peer still there? 408 when it does not say. */
  options(): Promise<SipResult>
  /** INFO application/dtmf-relay. */
  sendDigit(digit: string, ms: number): Promise<SipResult>
  /** UPDATE (or a re-INVITE with the last SDP when the peer does not know UPDATE): tells the peer our new Contact. */
  refresh(): Promise<SipResult>
  /** JSON-safe; take a new one after `onChange`-worthy events: answered, re-INVITE, INFO, refer. */
  snapshot(): DialogSnapshot
  /** Replaces the handlers (after an attended transfer, or a restore). */
  handle(handlers: DialogHandlers): void
}

export interface DialogId {
  callId: string
  localTag: string
  remoteTag: string
}

/** All that a new process needs to go on with a dialog. Version is raised when the shape changes. */
export interface DialogSnapshot {
  version: 1
  id: DialogId
  role: 'caller' | 'callee'
  /** From/To values as they stand on the wire, with tags. */
  local: string
  remote: string
  target: string
  routes: string[]
  /** The next local request is localSeq + 1. A restored dialog jumps ahead so that a lost number is not used twice. */
  localSeq: number
  remoteSeq: number
  allow: string[]
  localSdp: string
  remoteSdp: string
  session: { expiresMs: number; refresher: 'us' | 'them'; dueAt: number } | undefined
  /** Trunk whose password answers a challenge. */
  trunk?: string
}

export interface SipStatistics {
  in: number
  out: number
  retransmitted: number
  /** Malformed or oversize messages, by what was done. */
  refused: number
  dropped: number
  faults: number
  clientTransactions: number
  serverTransactions: number
  dialogs: number
  connections: number
  invitesIn: number
  invitesOut: number
}
