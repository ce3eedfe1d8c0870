// After a restart: what the media nodes say of this agent's legs is the truth, and whom it talks with is told again.

import type { AgentCommand } from '#engine/protocol/agent.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { Effect } from '#engine/protocol/machine.ts'
import type { OwnLeg } from '#engine/protocol/own-leg.ts'
import { decided, nothing, toCall, toMedia } from '#engine/routing/core/machine/decided.ts'
import { fold } from '#engine/routing/core/machine/evolve.ts'
import { takeUp, unknownLeg } from './adopt.ts'
import { forEachCall } from './beside.ts'
import { type Made, miss } from './changes.ts'
import { evolveAgent } from './evolve.ts'
import { beginOutbound, outboundBegun } from './placing.ts'
import { oldLegGone, spareUp } from './reattach.ts'
import { answeredNow, dialOrder } from './rings.ts'
import {
  type AgentFact,
  type AgentState,
  type CallState,
  contactsOf,
  type FreeState,
  hasCall,
  type SignedOutState,
} from './state.ts'
import { legGone } from './talks.ts'
import { watchAsked } from './watching.ts'

type Reconcile = Extract<AgentCommand, { type: 'reconcile' }>

/** Legs of this agent that the agent does not know: nobody would ever hang them up. */
const orphans = (legs: readonly OwnLeg[], own: readonly string[] = []): Effect[] =>
  legs
    .filter((leg) => !own.includes(leg.legId))
    .map(({ node, callId, legId }) => toMedia(node, { type: 'hang-up', callId, legId, cause: 'normal' }))

export function reconcileFree(state: FreeState | SignedOutState, command: Reconcile, given: Given): Made {
  const lost = unknownLeg(state, command)
  const others = orphans(command.legs ?? [], lost ? [lost.legId] : [])
  const made = lost ? takeUp(state, lost, given) : decided<AgentFact>([])
  return 'refusal' in made ? made : { ...made, effects: [...others, ...made.effects] }
}

export function reconcileCall(state: CallState, command: Reconcile, given: Given): Made {
  const made = forEachCall(state, given, (stand) => truth(stand, command, given))
  if ('refusal' in made) return made
  const next = fold(evolveAgent, state as AgentState, made.facts, given.at)
  // the call it knew is over, and it is in another one already
  if (!hasCall(next)) {
    const more = reconcileFree(next, command, given)
    if (!('refusal' in more)) return decided([...made.facts, ...more.facts], [...made.effects, ...more.effects])
  }
  const own = contactsOf(state).flatMap(({ legId, spare }) => (spare ? [legId, spare.legId] : [legId]))
  const others = orphans(command.legs ?? [], own)
  return { ...made, effects: [...others, ...made.effects] }
}

function truth(state: CallState, command: Reconcile, given: Given): Made {
  const { legId, spare } = state.contact
  const isUp = (id: string) => command.legs?.some((leg) => leg.legId === id && leg.state === 'up') === true
  if (state.mode === 'talking' && spare && command.legIds.includes(spare.legId)) {
    if (isUp(spare.legId)) return spareUp(state, spare)
    return command.legIds.includes(legId) ? nothing() : oldLegGone(state, spare)
  }
  if (!command.legIds.includes(legId)) return legMissing(state, command, given)
  if (isUp(legId)) return legIsUp(state, command, given)
  return nothing()
}

/**
 * The order to ring may have been lost: it is given again, and a media node that has carried it out says so. One that is
 * still on its way is taken back.
 */
function legMissing(state: CallState, { rebuilt }: Reconcile, given: Given): Made {
  if (state.mode !== 'ringing') return legGone(state, 'system', given)
  const order = rebuilt ? dialOrder(state) : undefined
  return order ? decided<AgentFact>([], [order]) : miss(state, 'no-answer', given.at, { hangUp: 'cancelled' })
}

function legIsUp(state: CallState, { rebuilt }: Reconcile, given: Given): Made {
  if (state.mode === 'ringing') return answeredNow(state, given)
  if (state.mode === 'dialling') {
    if (state.contact.answeredAt === undefined) return beginOutbound(state)
    return rebuilt ? decided<AgentFact>([], outboundBegun(state)) : nothing()
  }
  if (rebuilt && state.contact.why.type === 'watch') return decided<AgentFact>([], watchAsked(state))
  return rebuilt ? decided<AgentFact>([], [joinAgain(state)]) : nothing()
}

/** A call that has this leg says so, one that is over says that. */
function joinAgain({ id, config, contact: call }: CallState): Effect {
  const { callId, legId, why } = call
  const ids =
    why.type === 'offer' ? { offerId: why.offerId } : why.type === 'direct' ? { requestId: why.requestId } : {}
  return toCall(callId, { type: 'agent-joined', agentId: id, agentNumber: config.number, legId, ...ids })
}
