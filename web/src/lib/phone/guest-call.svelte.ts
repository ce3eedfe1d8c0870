// One call of a guest from the "call us" page: credentials, phone, timer. Nothing of the desk is used.
import type { SipCredentials } from '#engine/protocol/api.ts'
import { type Api, ApiFailure } from '../api/client.ts'
import { createJssipPhone } from './jssip-phone.ts'
import { askMicrophone } from './microphone.ts'
import type { MicState, PhoneEvent, PhonePort } from './port.ts'

export type GuestStage = 'idle' | 'connecting' | 'ringing' | 'talking' | 'ended' | 'failed'
export interface CallUsAnswer extends SipCredentials {
  companyName: string
  numbers: { number: string; name: string; lang: string }[]
  /** those that call a visitor back */
  callbackQueues: { id: string; name: string }[]
}

export class GuestCall {
  stage = $state<GuestStage>('idle')
  mic = $state<MicState>('unknown')
  since = $state(0)
  muted = $state(false)
  keys = $state('')
  fault = $state.raw<ApiFailure | undefined>()
  /** why the call did not go through, in the phone's words, for whoever helps the visitor */
  cause = $state('')
  readonly #api: Api
  #phone: PhonePort | undefined
  #dialled = false

  constructor(api: Api) {
    this.#api = api
  }

  async start(number: string | undefined): Promise<void> {
    this.stage = 'connecting'
    this.fault = undefined
    this.cause = ''
    this.keys = ''
    this.muted = false
    this.#dialled = false
    this.mic = await askMicrophone()
    if (this.mic !== 'ok') {
      this.stage = 'idle'
      return
    }
    try {
      const answer = await this.#api.post<CallUsAnswer>('/api/call-us')
      const wanted = number ?? answer.numbers[0]?.number
      if (!wanted) return this.#fail()
      const domain = answer.uri.slice(answer.uri.indexOf('@') + 1)
      this.#phone = createJssipPhone((event) => this.#hear(event, `sip:${wanted}@${domain}`), 'guest')
      await this.#phone.use(answer)
    } catch (fault) {
      if (fault instanceof ApiFailure) this.fault = fault
      this.#fail()
    }
  }

  #hear(event: PhoneEvent, target: string): void {
    if (event.type === 'phone') {
      if (event.state === 'registered' && !this.#dialled) {
        this.#dialled = true
        this.#phone?.dial(target)
      }
      if (event.state === 'failed' && this.stage === 'connecting') this.#fail()
    } else if (event.type === 'ringing') this.stage = 'ringing'
    else if (event.type === 'mic') this.mic = event.state
    else if (event.type === 'up') {
      this.since = Date.now()
      this.stage = 'talking'
    } else if (event.type === 'over') {
      const talked = this.stage === 'talking'
      this.cause = talked ? '' : event.cause
      this.#stop()
      this.stage = talked ? 'ended' : 'failed'
    }
  }

  #fail(): void {
    this.#stop()
    this.stage = 'failed'
  }

  #stop(): void {
    const phone = this.#phone
    this.#phone = undefined
    phone?.stop()
  }

  press(key: string): void {
    this.keys += key
    this.#phone?.sendDigits(key)
  }

  mute(on: boolean): void {
    this.#phone?.mute(on)
    this.muted = on
  }

  hangUp(): void {
    this.#phone?.end()
    if (this.stage !== 'talking') {
      this.#stop()
      this.stage = 'ended'
    }
  }
}
