// Cells for what follows a call: what the agent asked to become, wrap-up by hand and longer, and what the call was about.

import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import { decided, nothing, refuse } from '#engine/routing/core/machine/decided.ts'
import { fold } from '#engine/routing/core/machine/evolve.ts'
import { getReady, type Made, modeChanged, settleBreak } from './changes.ts'
import { evolveAgent } from './evolve.ts'
import {
  type AgentFact,
  type AgentState,
  type BreakState,
  type CallState,
  type FreeState,
  hasCall,
  LONGEST_WRAP_UP_MS,
  MORE_TIME_MS,
  phoneUser,
  type ReadyState,
  type WrapUpState,
} from './state.ts'

type Command<Type extends AgentCommand['type']> = Extract<AgentCommand, { type: Type }>

/** The last word counts; without one it goes as usual. */
export function afterCall(state: CallState, { after }: Command<'after-call'>): Made {
  if (JSON.stringify(after) === JSON.stringify(state.after)) return nothing()
  return decided<AgentFact>([after ? { type: 'after-set', after } : { type: 'after-set' }])
}

/** AGT-37: work that no call brought. It ends by hand, or by itself when it has lasted as long as any may. */
export function wrapUpByHand(state: ReadyState | BreakState, _command: unknown, { at }: Given): Made {
  if (phoneUser(state) === undefined) return refuse('no-phone')
  return decided<AgentFact>([
    ...settleBreak(state),
    modeChanged(state, 'wrap-up', at),
    { type: 'wrap-up-extended', until: at + LONGEST_WRAP_UP_MS },
  ])
}

export function moreTime(state: WrapUpState, _command: unknown, { at }: Given): Made {
  const until = Math.min(Math.max(state.until, at) + MORE_TIME_MS, at + LONGEST_WRAP_UP_MS)
  return until > state.until ? decided<AgentFact>([{ type: 'wrap-up-extended', until }]) : nothing()
}

/** Ready by itself at the end of the wrap-up, unless something is still to be said of the call. */
export function wrapUpWake(state: WrapUpState, _command: unknown, { at }: Given): Made {
  return at >= state.until && !state.me.owes ? decided(getReady(state, at)) : nothing()
}

/** Ready pressed by who is ready: the pause after a missed ring is over. */
export const endPause = ({ me }: ReadyState): Made =>
  me.pause ? decided<AgentFact>([{ type: 'pause-ended' }]) : nothing()

export const pauseWake = (state: ReadyState, _command: unknown, { at }: Given): Made =>
  state.me.pause && at >= state.me.pause.until ? endPause(state) : nothing()

/** Said during the call or at any time after it; a wrap-up that waited only for this is over. */
export function dispose(state: FreeState | CallState, command: Command<'dispose'>, { at }: Given): Made {
  const { callId, dispositionId, note } = command
  const queueId = queueOfCall(state, callId)
  const said: AgentFact = { type: 'call-disposed', callId, ...(queueId ? { queueId } : {}), dispositionId, note }
  const next = fold(evolveAgent, state as AgentState, [said], at)
  const waited = next.mode === 'wrap-up' && at >= next.until && state.me.owes !== undefined && !next.me.owes
  return decided(waited ? [said, ...getReady(next, at)] : [said])
}

function queueOfCall(state: FreeState | CallState, callId: string): string | undefined {
  if (state.me.owes?.callId === callId) return state.me.owes.queueId
  if (!hasCall(state) || state.contact.callId !== callId) return undefined
  return state.contact.why.type === 'offer' ? state.contact.why.queueId : undefined
}
