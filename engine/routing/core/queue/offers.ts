// Cells for what agents say to offers, and for offers nobody answers.

import type { Given } from '#engine/protocol/ledger.ts'
import type { Effect } from '#engine/protocol/machine.ts'
import type { QueueCommand } from '#engine/protocol/queue.ts'
import { decided, nothing, toAgent } from '#engine/routing/core/machine/decided.ts'
import { CALLING_MS } from './callbacks.ts'
import { offerFor } from './match.ts'
import {
  findCall,
  findOffer,
  GIVEN_UP,
  type OpenOffer,
  type QueueFact,
  type RunningQueue,
  type Waiting,
} from './state.ts'
import { tell } from './tell.ts'
import { offerEnded, type QueueMade, withdraw } from './telling.ts'
import { promisedTo } from './told.ts'

type Command<Type extends QueueCommand['type']> = Extract<QueueCommand, { type: Type }>
type Offered = Waiting & { offer: OpenOffer }

const lost = (state: RunningQueue, { call, offer }: Offered, rang = true): Effect => {
  const { offerId, agentId } = offer
  const notice = { type: 'agent-lost', queueId: state.id, offerId, agentId } as const
  return tell(call, rang ? notice : { ...notice, rang: false })
}

const askStanding = (state: RunningQueue, agentId: string): Effect =>
  toAgent(agentId, { type: 'refresh-standing', queueId: state.id })

/** An agent that rings for an offer this queue has given up must stop; a doubled answer changes nothing. */
function stale(state: RunningQueue, { offerId, agentId }: { offerId: string; agentId: string }): QueueMade {
  if (state.answeredOffers.includes(offerId)) return nothing()
  return decided<QueueFact>([], [withdraw({ offerId, agentId }, 'stale-offer')])
}

const ours = (state: RunningQueue, { offerId, agentId }: { offerId: string; agentId: string }): Offered | undefined => {
  const one = findOffer(state, offerId)
  return one?.offer.agentId === agentId ? one : undefined
}

export function accepted(state: RunningQueue, command: Command<'offer-accepted'>): QueueMade {
  const one = ours(state, command)
  if (!one) return stale(state, command)
  if (one.offer.accepted) return nothing()
  return decided<QueueFact>([{ type: 'offer-accepted', offerId: command.offerId, callId: one.call.callId }])
}

export function answered(state: RunningQueue, command: Command<'offer-answered'>, given: Given): QueueMade {
  const one = ours(state, command)
  if (one)
    return decided([offerEnded(one.call.callId, one.offer, 'answered'), callAnswered(state, one, command, given)])
  // an offer this queue knows nothing of, as after a takeover: the call takes the agent, or tells it that it is over
  return answeredAfterAll(state, command, given) ?? nothing()
}

/** An answer to an offer given up: its agent's leg is up and the call takes who joins first, so another's ring ends. */
function answeredAfterAll(
  state: RunningQueue,
  command: Command<'offer-answered'>,
  given: Given,
): QueueMade | undefined {
  const callId = state.givenUp.find(({ offerId }) => offerId === command.offerId)?.callId
  const one = callId === undefined ? undefined : findCall(state, callId)
  if (!one) return undefined
  const { offerId, agentId } = command
  const late = { offerId, agentId, accepted: true, asked: 0, dueAt: given.at }
  const facts = [offerEnded(one.call.callId, late, 'answered'), callAnswered(state, one, command, given)]
  if (!one.offer) return decided(facts)
  return decided([offerEnded(one.call.callId, one.offer, 'withdrawn'), ...facts], [withdraw(one.offer, 'answered')])
}

function callAnswered(state: RunningQueue, one: Waiting, { agentId }: { agentId: string }, { at }: Given): QueueFact {
  const { call } = one
  const waitedMs = Math.max(0, at - call.joinedAt)
  if (call.callback) return { type: 'callback-tried', callId: call.callId, agentId, waitedMs, until: at + CALLING_MS }
  const inTarget = waitedMs <= state.config.serviceLevelMs
  return { type: 'call-answered', callId: call.callId, agentId, waitedMs, inTarget, ...promisedTo(one) }
}

/** Busy elsewhere. What this queue believes of the agent is out of date, so it asks. */
export function refused(state: RunningQueue, command: Command<'offer-refused'>): QueueMade {
  const one = ours(state, command)
  if (!one) return nothing()
  return decided<QueueFact>(
    [offerEnded(one.call.callId, one.offer, `refused: ${command.reason}`)],
    [lost(state, one, false), askStanding(state, command.agentId)],
  )
}

/** The call goes to the very front (decisions.md no. 4). */
export function missed(state: RunningQueue, command: Command<'offer-missed'>): QueueMade {
  const one = ours(state, command)
  if (!one) return nothing()
  const { agentId, reason } = command
  const { callId } = one.call
  return decided<QueueFact>(
    [offerEnded(callId, one.offer, `missed: ${reason}`), { type: 'call-returned', callId, agentId, reason }],
    [lost(state, one)],
  )
}

/** An offer without an answer: the same offer again asks what became of it; silent still, it is given up. */
export function dueOffers(state: RunningQueue, given: Given): { facts: QueueFact[]; effects: Effect[] } {
  const facts: QueueFact[] = []
  const effects: Effect[] = []
  for (const one of state.waiting) {
    if (!isOffered(one) || given.at < one.offer.dueAt) continue
    if (one.offer.asked === 0) {
      facts.push(repeated(one))
      effects.push(offerAgain(state, one, given))
      continue
    }
    facts.push(offerEnded(one.call.callId, one.offer, GIVEN_UP))
    effects.push(
      lost(state, one, one.offer.accepted),
      withdraw(one.offer, 'given-up'),
      askStanding(state, one.offer.agentId),
    )
  }
  return { facts, effects }
}

/** After a restart, answers may be lost: every open offer is asked about. */
export function askAllOffers(state: RunningQueue, given: Given): { facts: QueueFact[]; effects: Effect[] } {
  const offered = state.waiting.filter(isOffered)
  return { facts: offered.map(repeated), effects: offered.map((one) => offerAgain(state, one, given)) }
}

const isOffered = (one: Waiting): one is Offered => one.offer !== undefined

const repeated = ({ call, offer }: Offered): QueueFact => ({
  type: 'offer-repeated',
  offerId: offer.offerId,
  callId: call.callId,
})

const offerAgain = (state: RunningQueue, one: Offered, given: Given): Effect =>
  toAgent(one.offer.agentId, { type: 'offer', offer: offerFor(one, state, one.offer.offerId, given.at) })
