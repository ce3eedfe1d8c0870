// Rune face of the desk, with the browser parts: ring, title, notification, one phone per agent among all tabs.
import type { Api } from '../api/client.ts'
import type { Live } from '../live/live.svelte.ts'
import { createDesk, type Desk } from './desk.ts'
import { type Allowed, allowed, type DeskMode, modeOf } from './desk-machine.ts'
import type { DeskSnapshot } from './desk-state.ts'
import { createHeadset, type Headset, type Hid } from './headset.ts'
import { createJssipPhone } from './jssip-phone.ts'
import { askMicrophone } from './microphone.ts'
import { createRinger } from './ringer.ts'

const claims = new Map<string, () => void>()

/** Web Locks hand the phone to the next tab by themselves when this one closes or reloads. */
function claimPhone(agentNumber: string, mustWait: () => void): Promise<void> {
  if (claims.has(agentNumber) || !navigator.locks) return Promise.resolve()
  const name = `tinglan-phone-${agentNumber}`
  return new Promise((claimed) => {
    const keep = (): Promise<void> => {
      claimed()
      return new Promise<void>((release) => claims.set(agentNumber, release))
    }
    void navigator.locks.request(name, { ifAvailable: true }, (lock) => {
      if (lock) return keep()
      mustWait()
      void navigator.locks.request(name, keep)
      return undefined
    })
  })
}

export class DeskFace {
  state = $state.raw<DeskSnapshot>() as DeskSnapshot
  readonly desk: Desk
  readonly ringer = createRinger()
  /** its own keys answer, hang up and mute */
  readonly headset: Headset
  /** of the headset whose keys are heard */
  headsetName = $state<string | undefined>()
  readonly #live: Live

  constructor(api: Api, live: Live, onFault: (fault: unknown) => void) {
    this.#live = live
    this.desk = createDesk({
      api,
      me: () => live.store.data().me,
      asking: () => live.store.asking(),
      makePhone: (onEvent) => createJssipPhone(onEvent),
      askMicrophone,
      claimPhone,
      now: () => Date.now(),
      later: (ms, run) => {
        const timer = setTimeout(run, ms)
        return () => clearTimeout(timer)
      },
      onFault,
    })
    this.headset = createHeadset({
      hid: 'hid' in navigator ? (navigator.hid as Hid) : undefined,
      answer: () => this.desk.answer(),
      hangUp: () => void this.desk.act('hang-up'),
      toggleMute: () => this.desk.mute(!this.state.muted),
      changed: (name) => {
        this.headsetName = name
      },
    })
    void this.headset.resume().catch(onFault)
    this.state = this.desk.snapshot()
    this.desk.onChange(() => {
      this.state = this.desk.snapshot()
      const { leg, muted } = this.state
      this.headset.show({ ringing: leg === 'incoming', offHook: leg === 'answering' || leg === 'up', muted })
    })
    live.store.onChange(() => this.desk.follow())
  }

  get me() {
    return this.#live.me
  }
  get mode(): DeskMode {
    return modeOf(this.#live.me)
  }
  get can(): Allowed {
    return allowed(this.#live.me, this.state)
  }

  stop(): void {
    this.ringer.stop()
    this.headset.show({ ringing: false, offHook: false, muted: false })
    this.desk.stop()
    for (const release of claims.values()) release()
    claims.clear()
  }
}
