// After a restart: what the media nodes say of this agent's legs is the truth.

import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { Effect } from '#engine/protocol/machine.ts'
import { decided, nothing, toMedia } from '#engine/routing/core/machine/decided.ts'
import { type Made, miss } from './changes.ts'
import { beginOutbound } from './placing.ts'
import { oldLegGone, spareUp } from './reattach.ts'
import { answeredNow } from './rings.ts'
import type { AgentFact, AgentState, CallState } from './state.ts'
import { legGone } from './talks.ts'

type Reconcile = Extract<AgentCommand, { type: 'reconcile' }>

/** Legs of this agent that the agent does not know: nobody would ever hang them up. */
const orphans = (command: Reconcile, own: readonly string[] = []): Effect[] =>
  (command.legs ?? [])
    .filter((leg) => !own.includes(leg.legId))
    .map(({ node, callId, legId }) => toMedia(node, { type: 'hang-up', callId, legId, cause: 'normal' }))

export const reconcileFree = (_state: AgentState, command: Reconcile): Made => decided<AgentFact>([], orphans(command))

export function reconcileCall(state: CallState, command: Reconcile, given: Given): Made {
  const made = truth(state, command, given)
  if ('refusal' in made) return made
  const { legId, spare } = state.call
  return { ...made, effects: [...orphans(command, spare ? [legId, spare.legId] : [legId]), ...made.effects] }
}

function truth(state: CallState, command: Reconcile, given: Given): Made {
  const { legId, spare } = state.call
  const isUp = (id: string) => command.legs?.some((leg) => leg.legId === id && leg.state === 'up') === true
  if (state.mode === 'talking' && spare && command.legIds.includes(spare.legId)) {
    if (isUp(spare.legId)) return spareUp(state, spare)
    return command.legIds.includes(legId) ? nothing() : oldLegGone(spare)
  }
  if (!command.legIds.includes(legId)) {
    return state.mode === 'ringing' ? miss(state, 'no-answer', given.at, {}) : legGone(state, 'system', given)
  }
  const up = isUp(legId)
  if (up && state.mode === 'ringing') return answeredNow(state, given)
  if (up && state.mode === 'dialling' && state.call.answeredAt === undefined) return beginOutbound(state)
  return nothing()
}
