// The agent's phone as the edges see it: who cannot be rung is offered nothing, and is ready again by itself with the phone.

import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import { decided, nothing, refuse } from '#engine/routing/core/machine/decided.ts'
import { fold } from '#engine/routing/core/machine/evolve.ts'
import { getReady, type Made, miss, modeChanged, PHONE_LOST } from './changes.ts'
import { evolveAgent } from './evolve.ts'
import { type AgentFact, type AgentState, type CallState, type FreeState, phoneUser } from './state.ts'

type Heard = Extract<AgentCommand, { type: 'phone-heard' }>

/** Undefined when it is news of another phone, or none. */
function change(state: FreeState | CallState, { user, reachable }: Heard): AgentFact | undefined {
  const { lost } = state.me
  if (phoneUser(state) !== user || reachable === (lost === undefined)) return undefined
  return reachable ? { type: 'phone-back' } : { type: 'phone-lost', unregistered: true }
}

const after = <State extends AgentState>(state: State, fact: AgentFact, at: number): State =>
  fold(evolveAgent, state as AgentState, [fact], at) as State

/** A talk goes on: whether its sound does is another question. */
export function heardInCall(state: CallState, command: Heard): Made {
  const fact = change(state, command)
  return fact ? decided([fact]) : nothing()
}

/** A phone that is gone does not ring: the caller goes on at once. */
export function heardInRing(state: Extract<CallState, { mode: 'ringing' }>, command: Heard, given: Given): Made {
  const fact = change(state, command)
  if (!fact || command.reachable) return fact ? decided([fact]) : nothing()
  const made = miss(after(state, fact, given.at), 'phone-unreachable', given.at, {
    hangUp: 'cancelled',
    phoneGone: true,
  })
  return 'refusal' in made ? made : { ...made, facts: [fact, ...made.facts] }
}

export function heardFree(state: FreeState, command: Heard, given: Given): Made {
  const fact = change(state, command)
  if (!fact) return nothing()
  const next = after(state, fact, given.at)
  if (next.mode === 'ready') {
    return decided<AgentFact>([fact, modeChanged(next, 'break', given.at, { breakReason: PHONE_LOST })])
  }
  const waits = command.reachable && next.mode === 'break' && next.reason === PHONE_LOST
  return decided<AgentFact>(waits ? [fact, ...getReady(next, given.at)] : [fact])
}

/**
 * Ready without a phone that rings: the wish is kept as a break that ends with the phone's return. One that is registered
 * and did not answer may do so now, its agent says.
 */
export function readyWithoutPhone(state: FreeState, lost: { unregistered: boolean }, at: number): Made {
  if (!lost.unregistered) {
    const back: AgentFact = { type: 'phone-back' }
    return decided<AgentFact>([back, ...getReady(after(state, back, at), at)])
  }
  return state.mode === 'break' && state.reason === PHONE_LOST ? refuse('phone-lost') : decided(getReady(state, at))
}
