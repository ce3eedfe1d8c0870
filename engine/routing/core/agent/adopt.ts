// A leg of this agent that its facts do not know: they were lost with the node that made it, and the leg is taken for its
// own again. One that the agent let go, or an offer it has seen before, is not.
import type { AgentCommand } from '#engine/protocol/agent.ts'
import { browserUser } from '#engine/protocol/company.ts'
import type { Given } from '#engine/protocol/ledger.ts'
import type { OwnLeg } from '#engine/protocol/own-leg.ts'
import { decided } from '#engine/routing/core/machine/decided.ts'
import { fold } from '#engine/routing/core/machine/evolve.ts'
import { cardOf, type Made, modeChanged, settleBreak } from './changes.ts'
import { evolveAgent } from './evolve.ts'
import { beginOutbound } from './placing.ts'
import { answeredNow } from './rings.ts'
import {
  type AgentFact,
  type AgentState,
  type FreeState,
  OWN_LEG_RING_MS,
  queueOf,
  type SignedOutState,
  type VoiceCall,
  type Why,
} from './state.ts'

type Reconcile = Extract<AgentCommand, { type: 'reconcile' }>

/** Until the agent's settings are known here again: a ring that nobody times is ended by the media node anyway. */
const FOUND_RING_MS = 30_000

/** The youngest leg that can be the agent's own. */
export function unknownLeg(state: AgentState, { legs = [], rebuilt }: Reconcile): OwnLeg | undefined {
  if (!rebuilt || !state.config) return undefined
  const lost = legs.filter((leg) => leg.legId !== state.clearing?.legId && whyOf(state, leg) !== undefined)
  return lost.sort((a, b) => (a.ageMs ?? 0) - (b.ageMs ?? 0))[0]
}

function whyOf(state: AgentState, { tags = {}, direction }: OwnLeg): Why | undefined {
  if (direction !== 'out') return undefined
  const { offer, queue, request, dial } = tags
  if (offer && queue) {
    if (state.past.some((past) => past.offerId === offer)) return undefined
    return { type: 'offer', offerId: offer, queueId: queue, missedAgent: 'stays-ready' }
  }
  if (request) return { type: 'direct', requestId: request }
  return dial ? { type: 'dial', number: dial } : undefined
}

/** Takes it up: ringing, or talking when it is up. */
export function takeUp(state: FreeState | SignedOutState, leg: OwnLeg, given: Given): Made {
  const why = whyOf(state, leg)
  if (!why) return decided<AgentFact>([])
  const facts: AgentFact[] = []
  const happen = (...more: AgentFact[]) => facts.push(...more)
  const now = () => fold(evolveAgent, state as AgentState, facts, given.at)
  if (state.mode === 'signed-out') happen(...signedInBy(state, leg, given))
  happen(...settleBreak(now()))
  const call = callOf(leg, why, given)
  const rings = why.type !== 'dial'
  happen({ type: 'leg-made', call })
  if (rings) happen({ type: 'ring-started', callId: leg.callId, legId: leg.legId, ...idsOf(why) })
  happen(modeChanged(state, rings ? 'ringing' : 'dialling', given.at, { callId: leg.callId, ...queueOf(call) }))
  const next = now()
  if (leg.state !== 'up') return decided(facts)
  const made =
    next.mode === 'ringing' ? answeredNow(next, given) : next.mode === 'dialling' ? beginOutbound(next) : undefined
  return made && !('refusal' in made) ? decided([...facts, ...made.facts], made.effects) : decided(facts)
}

/** Whose phone is in a call is signed in, whatever became of the fact. */
function signedInBy({ config }: SignedOutState, { to = '' }: OwnLeg, given: Given): AgentFact[] {
  const phone = config && to === browserUser(config.number) ? ({ type: 'browser' } as const) : undefined
  return [
    { type: 'signed-in', phone: phone ?? { type: 'extension', user: to }, session: '' },
    { type: 'mode-changed', from: 'signed-out', to: 'ready', spentMs: 0, idleSince: given.at },
  ]
}

const idsOf = (why: Why) => (why.type === 'offer' ? { offerId: why.offerId, queueId: why.queueId } : {})

function callOf({ callId, legId, node, from, ageMs = 0 }: OwnLeg, why: Why, given: Given): VoiceCall {
  const dials = why.type === 'dial'
  const number = dials ? why.number : (from?.number ?? '')
  return {
    ...{ callId, legId, node, why, holdMs: 0, direction: dials ? 'out' : 'in', card: cardOf(number, from?.name) },
    ...{ ringingSince: given.at - ageMs, ringMs: dials ? OWN_LEG_RING_MS : Math.max(FOUND_RING_MS, ageMs) },
  }
}
