// What the pages know of a soft phone. One implementation speaks SIP (jssip-phone.ts), one is for tests and the mock.
import type { SipCredentials } from '#engine/protocol/api.ts'
import type { Quality } from './quality.ts'

/** `elsewhere`: another tab of this browser has this agent's phone */
export type PhoneState = 'off' | 'elsewhere' | 'connecting' | 'registered' | 'failed'
export type MicState = 'unknown' | 'ok' | 'denied' | 'missing' | 'insecure'

export type PhoneEvent =
  | { type: 'phone'; state: PhoneState; reason?: string }
  | { type: 'mic'; state: MicState }
  /** a call comes in; `auto`: the caller's side asks us to answer by ourselves; `callId`: the engine's */
  | { type: 'incoming'; auto: boolean; from: string; callId?: string | undefined }
  /** one call of several is over; `left`: the engine's id of the one that came last of those that go on */
  | { type: 'one-over'; left: string | undefined }
  /** our outgoing call rings at the other side */
  | { type: 'ringing' }
  | { type: 'up' }
  | { type: 'over'; cause: string }
  /** of the call that is up, every few seconds */
  | { type: 'quality'; quality: Quality }

export interface PhonePort {
  /** connect and register; again with newer credentials to renew them without a gap */
  use(credentials: SipCredentials): Promise<void>
  stop(): void
  answer(): void
  /** refuse a ringing call or end one that is up: the youngest, or the engine's of this id */
  end(callId?: string): void
  dial(target: string): void
  mute(on: boolean): void
  /** RFC 4733 */
  sendDigits(digits: string): void
}

export type MakePhone = (onEvent: (event: PhoneEvent) => void) => PhonePort
