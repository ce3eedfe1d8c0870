// The legs of this page's phone against the engine's word: a talk without sound here is dialled anew, a leg without a call ends.
import type { AgentView } from '#engine/protocol/agent.ts'
import { needsReattach } from './desk-machine.ts'
import type { DeskParts, Told } from './desk-state.ts'
import type { PhonePort } from './port.ts'

/** a leg may outlive its call for so long: its BYE and the news that it is over come by two ways */
const PARTING_MS = 1_500
/** how long the engine may take to dial this page anew after a reload */
const REATTACH_MS = 10_000

/** The call it is at, or one that it has set aside. */
const has = (me: AgentView | undefined, callId: string): boolean =>
  me?.call?.callId === callId || me?.beside?.some((call) => call.callId === callId) === true

export interface Reattaching {
  /** a talk without sound on this page is dialled here anew */
  maybe(): void
  done(): void
}

export function createReattaching(parts: DeskParts, { state, set }: Told, ask: () => Promise<boolean>): Reattaching {
  let cancel: (() => void) | undefined
  return {
    maybe() {
      if (!needsReattach(parts.me(), state())) return
      set({ reattach: 'asked' })
      cancel?.()
      cancel = parts.later(REATTACH_MS, () => {
        if (state().reattach === 'asked' && state().leg !== 'up') set({ reattach: 'failed' })
      })
      void ask().then((ok) => {
        if (!ok) set({ reattach: 'failed' })
      })
    },
    done: () => cancel?.(),
  }
}

/**
 * The engine's word ends a leg here: its BYE is lost when the phone's WebSocket broke, and a phone that believes to be in a
 * call would refuse the next one.
 */
export function createParting(parts: DeskParts, { state }: Told, phone: () => PhonePort | undefined) {
  let leaving: string | undefined
  /** the engine has named this call here: before that its news may only be late */
  let known: string | undefined
  let cancel: (() => void) | undefined
  const over = (callId: string): boolean => {
    const me = parts.me()
    const ours = known === callId && state().leg !== 'none' && state().legOf === callId
    return ours && me !== undefined && !has(me, callId)
  }
  return () => {
    const callId = state().legOf
    if (callId !== undefined && has(parts.me(), callId)) known = callId
    if (callId === undefined || leaving === callId || !over(callId)) return
    cancel?.()
    leaving = callId
    cancel = parts.later(PARTING_MS, () => {
      leaving = undefined
      if (over(callId)) phone()?.end(callId)
    })
  }
}
