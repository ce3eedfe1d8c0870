// What the desk page shows, worked out from the engine's view of the agent and from our own phone. Pure.
import type { AgentView } from '#engine/protocol/agent.ts'
import type { PhoneState } from './port.ts'

export type Leg = 'none' | 'incoming' | 'answering' | 'up'
export type Reattach = 'none' | 'asked' | 'failed'

export interface DeskState {
  phone: PhoneState
  leg: Leg
  muted: boolean
  reattach: Reattach
  /** the call this page has had a leg of: its loss is the call's end, not a reload */
  legOf?: string | undefined
  /** the call the agent has answered before its ring came to this phone: news and ring come by two ways */
  answered?: string | undefined
}

export type DeskMode = AgentView['mode'] | 'held' | 'phone-lost' | 'outbound-only'

/** The mode as people call it: a held call and a phone that is gone are their own colour and word. */
export function modeOf(me: AgentView | undefined): DeskMode {
  if (!me) return 'signed-out'
  if (me.mode === 'break' && me.breakReason === 'phone-unreachable') return 'phone-lost'
  if (me.mode === 'break' && me.breakReason === 'outbound-only') return 'outbound-only'
  return me.mode === 'talking' && me.call?.held ? 'held' : me.mode
}

export interface Allowed {
  signIn: boolean
  ready: boolean
  break: boolean
  endWrapUp: boolean
  /** more time, or wrap-up without a call */
  wrapUp: boolean
  afterCall: boolean
  signOut: boolean
  answer: boolean
  decline: boolean
  hangUp: boolean
  hold: boolean
  resume: boolean
  mute: boolean
  digits: boolean
  transfer: boolean
  consult: boolean
  invite: boolean
  /** somebody was asked in private and has answered */
  swap: boolean
  /** somebody was asked in private, or rings */
  takeBack: boolean
  handOver: boolean
  /** once in a call, with a caller alone */
  verify: boolean
  /** another call of its own is there: to go to, or to make one of the two */
  switchCall: boolean
  join: boolean
  dial: boolean
}

/** Which buttons do something now. A break or a sign-out during a call is kept for after it, so both stay open. */
export function allowed(me: AgentView | undefined, desk: DeskState): Allowed {
  const mode = modeOf(me)
  const signedIn = mode !== 'signed-out'
  const phone = me?.phone.type ?? 'none'
  const connected = mode === 'talking' || mode === 'held'
  const away = mode === 'break' || mode === 'phone-lost' || mode === 'outbound-only'
  const idle = mode === 'ready' || away || mode === 'wrap-up'
  const third = thirdOf(me)
  const checking = me?.call?.check?.state === 'running'
  const another = connected && !third.asked && !checking && (me?.beside?.length ?? 0) > 0
  return {
    signIn: !signedIn,
    ready: phone !== 'none' && (away || mode === 'wrap-up' || me?.pause !== undefined),
    break: phone !== 'none' && idle,
    wrapUp: phone !== 'none' && idle,
    afterCall: signedIn && !idle,
    endWrapUp: mode === 'wrap-up',
    signOut: signedIn,
    answer: mode === 'ringing' && phone === 'browser' && (desk.leg === 'incoming' || mayAnswerEarly(me, desk)),
    decline: mode === 'ringing',
    hangUp: mode === 'talking' || mode === 'held' || mode === 'dialling',
    hold: mode === 'talking' && !third.asked && !checking,
    resume: mode === 'held' && !third.asked,
    mute: phone === 'browser' && desk.leg === 'up',
    digits: mode === 'talking' && !checking,
    transfer: connected && me?.call?.direction !== 'internal' && !third.wide && !checking,
    consult: connected && !third.wide && !checking,
    invite: mode === 'talking' && !third.asked && !third.rings && !checking,
    swap: third.there,
    takeBack: third.asked || checking,
    handOver: third.asked,
    verify: mode === 'talking' && me?.call?.direction !== 'internal' && !third.wide && me?.call?.check === undefined,
    switchCall: another,
    join: another && me?.call?.connectedAt !== undefined,
    dial: phone !== 'none' && (idle || (mode === 'held' && !third.wide)),
  }
}

/** It rings, says the engine, and the ring itself is still on its way to this page's phone: an answer is kept for it. */
export function mayAnswerEarly(me: AgentView | undefined, desk: DeskState): boolean {
  const free = desk.phone === 'registered' && desk.leg === 'none'
  return free && me?.mode === 'ringing' && me.call !== undefined && desk.answered !== me.call.callId
}

/** What stands between this agent and a third: asked in private, there, on its way, or in the talk. */
export function thirdOf(me: AgentView | undefined): { wide: boolean; asked: boolean; there: boolean; rings: boolean } {
  const { legId, parties = [] } = me?.call ?? {}
  const own = parties.filter((party) => party.role === 'consulted' && party.by === legId)
  return {
    wide: parties.length > 0,
    asked: own.length > 0,
    there: own.some((party) => !party.ringing),
    rings: parties.some((party) => party.ringing),
  }
}

/** A browser phone answers by itself for a call its own agent asked for, in auto-answer mode, or after a reload. */
export function answersItself(me: AgentView | undefined, reattach: Reattach, asked: boolean): boolean {
  return asked || reattach === 'asked' || me?.mode === 'dialling'
}

/** After a reload the engine still has our leg but this page has no audio for it. A ringing call is not moved: it goes on to a colleague. */
export function needsReattach(me: AgentView | undefined, desk: DeskState): boolean {
  return (
    me?.phone.type === 'browser' &&
    me.mode === 'talking' &&
    desk.phone === 'registered' &&
    desk.leg === 'none' &&
    desk.legOf !== me.call?.callId &&
    desk.reattach === 'none'
  )
}
