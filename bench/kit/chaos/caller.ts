// One caller of our own stack, and all that he sees of a centre: when he was answered, what he heard, how it ended.
import type { Dialog, OutgoingInvite, SipStack } from '#media/sip/api.ts'
import { RtpEnd, strengthOf } from '#test/kit/audio.ts'

export const AGENT_HZ = 700
const CALLER_HZ = 1000
const TONE = 1_000
/** fewer samples say nothing about a tone */
const ENOUGH = 400
/** who hangs up himself and has heard nothing for so long is mute: as good as cut */
const MUTE_MS = 3_000
/** after so long without a talk, or in silence, a caller is lost: nobody thinks of him any more */
export const LOST_MS = 150_000

export interface CallerPlan {
  from: string
  number: string
  talkMs: number
  /** hangs up after so long without an agent */
  patienceMs: number
}

/** Times are ms of `performance.now()`. */
export interface Silence {
  from: number
  to: number
}

export type CallerEnd = 'talked' | 'abandoned' | 'cut' | 'refused' | 'lost'

export class ChaosCaller {
  readonly plan: CallerPlan
  readonly dialledAt = performance.now()
  readonly silences: Silence[] = []
  upAt: number | undefined
  talkAt: number | undefined
  endedAt: number | undefined
  end: CallerEnd | undefined
  why = ''
  /** heard nothing when it ended, and had not for long: as good as cut */
  mute = false
  readonly #audio: RtpEnd
  readonly #invite: OutgoingInvite
  #dialog: Dialog | undefined
  /** the media node's address of sound */
  mediaHost = ''
  #toneAt = 0

  private constructor(stack: SipStack, plan: CallerPlan, audio: RtpEnd) {
    this.plan = plan
    this.#audio = audio
    this.#invite = stack.invite({
      ...{ uri: `sip:${plan.number}@tinglan`, from: { uri: `sip:${plan.from}@test`, name: '' }, sdp: audio.sdp() },
      handlers: {
        ended: ({ by, reason }) => this.#over(by === 'local' ? 'talked' : 'cut', `${by} ${reason}`),
        offered: ({ sdp }) => audio.offered(sdp),
      },
      onAccepted: (dialog, sdp) => this.#accepted(dialog, sdp),
      onRejected: ({ status, local }) => this.#over('refused', `${status}${local ? ' by our own stack' : ''}`),
    })
  }

  static async dial(stack: SipStack, plan: CallerPlan, host?: string): Promise<ChaosCaller> {
    return new ChaosCaller(stack, plan, await RtpEnd.open({ hz: CALLER_HZ, ...(host ? { host } : {}) }))
  }

  get talking(): boolean {
    return this.talkAt !== undefined && this.end === undefined
  }

  /** ms from the INVITE to the answer, so far */
  answerMs(now: number): number {
    return (this.upAt ?? this.endedAt ?? now) - this.dialledAt
  }

  /** Listens to what came since the last look, and does what a caller does then. */
  look(now: number): void {
    if (this.end !== undefined) return
    if (this.upAt !== undefined) this.#listen(now)
    const waited = now - (this.talkAt === undefined ? this.dialledAt : Math.max(this.talkAt, this.#toneAt))
    if (this.talkAt !== undefined && now - this.talkAt >= this.plan.talkMs && this.#toneAt === now)
      this.#hangUp('talked')
    else if (waited > LOST_MS) this.#hangUp('lost')
    else if (this.talkAt === undefined && waited > this.plan.patienceMs) this.#hangUp('abandoned')
  }

  /** He talks until told. */
  leave(): void {
    if (this.end === undefined) this.#hangUp(this.talkAt === undefined ? 'abandoned' : 'talked')
  }

  #listen(now: number): void {
    const heard = this.#audio.heard.slice()
    this.#audio.forget()
    if (heard.length < ENOUGH || strengthOf(AGENT_HZ, heard) < TONE) return
    if (this.talkAt === undefined) this.talkAt = now
    else if (now - this.#toneAt > 500) this.silences.push({ from: this.#toneAt, to: now })
    this.#toneAt = now
  }

  #accepted(dialog: Dialog, sdp: string): void {
    if (this.end !== undefined) {
      dialog.bye()
      return
    }
    this.#dialog = dialog
    this.upAt = performance.now()
    this.#audio.connect(sdp)
    this.mediaHost = this.#audio.to?.host ?? ''
    this.#audio.press('1')
  }

  #hangUp(end: CallerEnd): void {
    this.#over(end, 'by himself')
    if (this.#dialog) this.#dialog.bye()
    else this.#invite.cancel()
  }

  #over(end: CallerEnd, why: string): void {
    if (this.end !== undefined) return
    const now = performance.now()
    if (this.talkAt !== undefined && now - this.#toneAt > 1_000) this.silences.push({ from: this.#toneAt, to: now })
    this.mute = this.talkAt !== undefined && end === 'talked' && now - this.#toneAt > MUTE_MS
    this.end = end
    this.why = why
    this.endedAt = now
    this.#audio.close()
  }
}
