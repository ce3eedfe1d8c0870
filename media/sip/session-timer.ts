// Session timers (RFC 4028): who refreshes, when, and what happens when nobody does.
import type { DialogSnapshot, SipClock, SipLimits } from './api.ts'
import type { HeaderLines } from './build.ts'
import type { SipMessage, SipRequest, SipResponse } from './message.ts'

export type Session = NonNullable<DialogSnapshot['session']>
type Agreed = Omit<Session, 'dueAt'>

export function sessionExpires(m: SipMessage): { ms: number; refresher: string | undefined } | undefined {
  const match = /^\s*(\d{1,9})\s*(?:;.*?\brefresher\s*=\s*(uac|uas))?/i.exec(m.headers.get('session-expires') ?? '')
  return match ? { ms: Number(match[1]) * 1000, refresher: match[2]?.toLowerCase() } : undefined
}

/** What we ask for in an INVITE or UPDATE of ours. */
export function sessionRequest(limits: SipLimits, current: Session | undefined, minMs = 0): HeaderLines {
  if (!limits.sessionExpiresMs) return []
  const ms = Math.max(current?.expiresMs ?? limits.sessionExpiresMs, minMs)
  const refresher = current ? `;refresher=${current.refresher === 'us' ? 'uac' : 'uas'}` : ''
  return [
    ['Session-Expires', `${seconds(ms)}${refresher}`],
    ['Min-SE', seconds(Math.max(limits.minSessionExpiresMs, minMs))],
  ]
}

/** The answer to a peer's INVITE or UPDATE: headers of our 2xx, or a refusal with 422. */
export function answerSession(
  request: SipRequest,
  limits: SipLimits,
): { tooSmall: true } | { tooSmall: false; headers: HeaderLines; agreed: Agreed | undefined } {
  const asked = sessionExpires(request)
  const peerKnows = request.headers.lists('supported', 'timer') || request.headers.lists('require', 'timer')
  if (asked && peerKnows && asked.ms < limits.minSessionExpiresMs) return { tooSmall: true }
  const ms = asked?.ms ?? (peerKnows ? limits.sessionExpiresMs : 0)
  if (!ms) return { tooSmall: false, headers: [], agreed: undefined }
  // RFC 4028 table 2; where we may choose, we refresh: then a phone that forgets loses no call
  const refresher = asked?.refresher === 'uac' && peerKnows ? 'uac' : 'uas'
  const headers: [string, string][] = [['Session-Expires', `${seconds(ms)};refresher=${refresher}`]]
  if (refresher === 'uac') headers.push(['Require', 'timer'])
  return { tooSmall: false, headers, agreed: { expiresMs: ms, refresher: refresher === 'uas' ? 'us' : 'them' } }
}

/** What a 2xx to our request settled; undefined: the peer keeps no session timer. */
export function settledSession(response: SipResponse): Agreed | undefined {
  const settled = sessionExpires(response)
  if (!settled || settled.ms === 0) return undefined
  return { expiresMs: settled.ms, refresher: settled.refresher === 'uas' ? 'them' : 'us' }
}

export function minSessionOf(response: SipResponse): number {
  const value = response.headers.get('min-se') ?? ''
  return /^\s*\d{1,9}/.test(value) ? Number.parseInt(value, 10) * 1000 : 0
}

function seconds(ms: number): string {
  return String(Math.ceil(ms / 1000))
}

export class SessionTimer {
  readonly #clock: SipClock
  readonly #refresh: () => void
  readonly #expired: () => void
  #session: Session | undefined
  #expiresAt = 0
  #stop = () => {}

  constructor(clock: SipClock, refresh: () => void, expired: () => void) {
    this.#clock = clock
    this.#refresh = refresh
    this.#expired = expired
  }

  get session(): Session | undefined {
    return this.#session
  }

  /** A refresh has happened (or the first 2xx): the span starts anew. */
  restart(agreed: Agreed | undefined): void {
    if (!agreed) {
      this.clear()
      return
    }
    const now = this.#clock.now()
    const margin = agreed.refresher === 'us' ? agreed.expiresMs / 2 : Math.min(32_000, agreed.expiresMs / 3)
    this.#arm({ ...agreed, dueAt: now + agreed.expiresMs - margin }, now + agreed.expiresMs)
  }

  restore(session: Session | undefined): void {
    if (session) this.#arm(session, session.dueAt + session.expiresMs / 2)
  }

  /** A refresh was refused for the moment (491, 500): again soon, until the session runs out. */
  retry(): void {
    if (!this.#session) return
    const dueAt = this.#clock.now() + Math.min(10_000, this.#session.expiresMs / 8)
    if (dueAt >= this.#expiresAt) this.#expired()
    else this.#arm({ ...this.#session, dueAt }, this.#expiresAt)
  }

  clear(): void {
    this.#stop()
    this.#session = undefined
  }

  #arm(session: Session, expiresAt: number): void {
    this.#stop()
    this.#session = session
    this.#expiresAt = expiresAt
    this.#stop = this.#clock.after(Math.max(0, session.dueAt - this.#clock.now()), () => {
      if (session.refresher === 'us') this.#refresh()
      else this.#expired()
    })
  }
}
