// What scripted callers and phones do, each with at most one timer of the clock at a time.
import type { Origin } from '#engine/protocol/media.ts'
import type { SipClock } from '#media/sip/api.ts'
import type { MemoryAudio } from './audio.ts'
import { type MemoryCall, type MemoryDialog, MemoryInvite, NO_HEADERS } from './wire.ts'

export interface CallerScript {
  number: string
  to: string
  /** default: trunk `memory` */
  origin?: Origin
  /** gives up when nobody talks with him after this span from his call; default never */
  patienceMs?: number
  /** hangs up this span after somebody talks with him for the first time; default never */
  talkMs?: number
  /** what he presses at the first, second … collect, `keyMs` (default 100) after it began */
  digits?: readonly string[]
  keyMs?: number
}

export type PhoneScript =
  | { type: 'answers'; afterMs: number; talkMs?: number }
  /** rings and is never answered */
  | { type: 'rings' }
  | { type: 'rejects'; status: number; afterMs: number }

export interface MemoryCaller {
  readonly callId: string
  readonly legId: string
  readonly state: 'waiting' | 'up' | 'ended'
  /** SIP status he was turned away with */
  readonly status: number | undefined
  /** hears ringing */
  readonly rang: boolean
  readonly audio: MemoryAudio
  press(digits: string): void
  hangUp(): void
  hold(held: boolean): Promise<void>
}

const HEADERS: Record<Origin['type'], (origin: Origin) => [string, string][]> = {
  trunk: (origin) => [
    ['X-Tinglan-Leg', 'trunk'],
    ['X-Tinglan-Trunk', origin.type === 'trunk' ? origin.trunkId : ''],
  ],
  user: (origin) => [
    ['X-Tinglan-Leg', 'agent'],
    ['X-Tinglan-User', origin.type === 'user' ? origin.user : ''],
  ],
  guest: (origin) => [
    ['X-Tinglan-Leg', 'guest'],
    ['X-Tinglan-User', origin.type === 'guest' ? origin.user : ''],
  ],
}

export class CallerOfScript implements MemoryCaller {
  readonly invite: MemoryInvite
  callId = ''
  legId = ''
  state: MemoryCaller['state'] = 'waiting'
  status: number | undefined
  audio!: MemoryAudio
  onEnded: (() => void) | undefined
  readonly #clock: SipClock
  readonly #script: CallerScript
  readonly #key: (digit: string) => void
  #dialog: MemoryDialog | undefined
  #cancel: () => void = () => {}
  #talks = false
  #collects = 0

  constructor(clock: SipClock, script: CallerScript, key: (digit: string) => void) {
    this.#clock = clock
    this.#script = script
    this.#key = key
    const origin = script.origin ?? { type: 'trunk', trunkId: 'memory' }
    this.invite = new MemoryInvite(script.number, script.to, new Map(HEADERS[origin.type](origin)), {
      rejected: (status) => {
        this.status = status
        this.#over()
      },
      accepted: (dialog) => {
        this.#dialog = dialog
        this.state = 'up'
      },
      ended: () => this.#over(),
    })
    if (script.patienceMs !== undefined) this.#cancel = clock.after(script.patienceMs, () => this.hangUp())
  }

  get rang(): boolean {
    return this.invite.rang
  }

  /** The node has put him on its books. */
  begin(leg: { callId: string; legId: string }, audio: MemoryAudio): void {
    this.callId = leg.callId
    this.legId = leg.legId
    this.audio = audio
    audio.onJoined = () => {
      if (this.#talks || !audio.hears || !audio.heard) return
      this.#talks = true
      this.#cancel()
      const { talkMs } = this.#script
      if (talkMs !== undefined) this.#cancel = this.#clock.after(talkMs, () => this.hangUp())
    }
  }

  collectBegun(): void {
    const digits = this.#script.digits?.[this.#collects++]
    if (digits) this.#clock.after(this.#script.keyMs ?? 100, () => this.press(digits))
  }

  press(digits: string): void {
    if (this.state === 'up') for (const digit of digits) this.#key(digit)
  }

  async hold(held: boolean): Promise<void> {
    await this.#dialog?.handlers.offered?.({ sdp: held ? 'hold' : 'talk', method: 'INVITE', headers: NO_HEADERS })
  }

  hangUp(): void {
    if (this.state === 'ended') return
    const { state } = this
    this.#over()
    if (state === 'up') this.#dialog?.peerBye()
    else this.invite.cancel()
  }

  #over(): void {
    if (this.state === 'ended') return
    this.state = 'ended'
    this.#cancel()
    this.onEnded?.()
  }
}

export class PhoneOfScript {
  readonly legId: string
  readonly audio: MemoryAudio
  state: 'ringing' | 'up' | 'ended' = 'ringing'
  onEnded: (() => void) | undefined
  readonly #clock: SipClock
  readonly #call: MemoryCall
  readonly #talkMs: number | undefined
  #dialog: MemoryDialog | undefined
  #cancel: () => void = () => {}

  constructor(clock: SipClock, call: MemoryCall, leg: { legId: string; audio: MemoryAudio }, script: PhoneScript) {
    this.#clock = clock
    this.#call = call
    this.legId = leg.legId
    this.audio = leg.audio
    this.#talkMs = script.type === 'answers' ? script.talkMs : undefined
    call.onEnded = () => this.#over()
    call.ring()
    if (script.type === 'answers') this.#cancel = clock.after(script.afterMs, () => this.answer())
    if (script.type === 'rejects') this.#cancel = clock.after(script.afterMs, () => this.reject(script.status))
    const ringMs = call.call.ringMs ?? 180_000
    const never = script.type === 'rings' || (script.type === 'answers' && script.afterMs > ringMs)
    if (never) this.#timeOut(ringMs)
  }

  answer(): void {
    if (this.state !== 'ringing') return
    this.#cancel()
    this.state = 'up'
    this.#dialog = this.#call.answer('phone')
    if (this.#talkMs !== undefined) this.#cancel = this.#clock.after(this.#talkMs, () => this.hangUp())
  }

  reject(status: number): void {
    if (this.state !== 'ringing') return
    this.#over()
    this.#call.reject(status, '')
  }

  hangUp(): void {
    if (this.state !== 'up') return
    this.#over()
    this.#dialog?.peerBye()
  }

  #timeOut(ringMs: number): void {
    this.#cancel()
    this.#cancel = this.#clock.after(ringMs, () => this.reject(408))
  }

  #over(): void {
    if (this.state === 'ended') return
    this.state = 'ended'
    this.#cancel()
    this.onEnded?.()
  }
}
