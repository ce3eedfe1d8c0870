// Somebody is rung for the served party: an agent directly, or a phone we dialled.

import { refuse } from '#engine/routing/core/machine/decided.ts'
import { agentParty, connect, turnAway } from './connect.ts'
import { dialOut, goesElsewhere } from './dial-out.ts'
import type { Draft, Written } from './draft.ts'
import { stopRinging } from './ending.ts'
import { servedEnded } from './hanging-up.ts'
import { lineOf } from './parties.ts'
import { forwarded, MISSES, reachFailed, reasonOf, ringBack } from './reach.ts'
import { settle } from './settle.ts'
import type { RingingState } from './state.ts'
import type { Command, News } from './words.ts'

const rungLeg = ({ goal }: RingingState): string | undefined => (goal.type === 'leg' ? goal.legId : undefined)

/** Who dialled hears the network's own words and ringing where it sends them, else ours. */
export function rings(draft: Draft, state: RingingState, { legId, sound }: News<'leg-ringing'>): undefined {
  if (legId !== rungLeg(state)) return
  const [served] = state.journey.parties
  const outbound = state.purpose.for === 'outbound'
  const listens = outbound && sound === true && served.up
  if (listens) {
    if (state.early) return
    draft.order({ type: 'stop-play', legId: served.legId })
    draft.happen({ type: 'ring-heard', sound: true })
    return settle(draft, state)
  }
  if (state.ringing) return
  draft.happen({ type: 'ring-heard' })
  if (outbound) ringBack(draft, state.purpose)
}

export function phoneAnswered(
  draft: Draft,
  { goal, purpose }: RingingState,
  { legId }: News<'leg-answered'>,
): undefined {
  if (goal.type !== 'leg' || goal.legId !== legId) return
  const { number, role, since } = goal
  connect(draft, { legId, role, number, up: true, ...lineOf(goal) }, purpose.for === 'outbound' ? draft.at - since : 0)
}

export function agentTakes(draft: Draft, state: RingingState, command: Command<'agent-joined'>): undefined {
  const { goal, journey } = state
  if (goal.type !== 'agent' || goal.requestId !== command.requestId) return turnAway(draft, state, command)
  if (goal.agentId !== command.agentId) {
    draft.agent(goal.agentId, { type: 'withdraw-direct', requestId: goal.requestId, reason: 'picked-up' })
  }
  connect(draft, agentParty(command), draft.at - journey.stageSince)
}

export function agentMissed(
  draft: Draft,
  { goal, purpose }: RingingState,
  command: Command<'agent-missed'>,
): undefined {
  const { agentId, requestId, reason } = command
  // a colleague who wanted to pick it up and could not is no end of the ring
  if (goal.type !== 'agent' || goal.requestId !== requestId || goal.agentId !== agentId) return
  if (forwarded(draft, purpose, command)) return
  reachFailed(draft, purpose, reasonOf(reason), MISSES.has(reason) ? goal.agentId : undefined)
}

export function legFailed(draft: Draft, state: RingingState, news: News<'leg-failed'>): undefined {
  if (news.legId !== rungLeg(state)) return
  const reason = reasonOf(news.cause)
  if (!goesElsewhere(draft, state, { reason, news })) reachFailed(draft, state.purpose, reason)
}

export function legEnded(draft: Draft, state: RingingState, news: News<'leg-ended'>): undefined {
  if (news.legId === rungLeg(state)) return reachFailed(draft, state.purpose, 'unreachable')
  servedEnded(draft, state, news)
}

export function dialFailed(draft: Draft, state: RingingState, news: News<'order-failed'>): undefined {
  if (news.order === 'dial' && news.legId === rungLeg(state)) {
    reachFailed(draft, state.purpose, 'unreachable')
  }
}

export function ringingWake(draft: Draft, state: RingingState): undefined {
  if (draft.at < state.until) return
  stopRinging(draft, state)
  const { goal, purpose } = state
  if (goesElsewhere(draft, state, { reason: 'no-answer' })) return
  reachFailed(draft, purpose, 'no-answer', goal.type === 'agent' ? goal.agentId : undefined)
}

/** Another phone of the house takes it: what rang there is rung here, and answers by itself where it can. */
export function pickedUp(draft: Draft, { goal, purpose }: RingingState, { user }: Command<'pick-up'>): Written {
  if (goal.type !== 'leg' || goal.inside === undefined) return refuse('command-not-possible')
  draft.order({ type: 'hang-up', legId: goal.legId, cause: 'cancelled' })
  dialOut(draft, { type: 'extension', user, intercom: true }, purpose)
  return undefined
}
