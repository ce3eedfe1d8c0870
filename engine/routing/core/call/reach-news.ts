// News of whoever is being brought into a talk: known, ringing, there, or not to be had.
import type { LegTruth } from '#engine/protocol/media.ts'
import { joinReach } from './bring-in.ts'
import { agentParty, joinedAlready, tellConnected, turnAway } from './connect.ts'
import { dialTarget, goesElsewhere } from './dial-out.ts'
import type { Draft } from './draft.ts'
import { withdrawReach } from './ending.ts'
import { legIn, lineOf, partyOf } from './parties.ts'
import { askAgent, find, forwarded, MISSES, reachFailed, reasonOf, ringAgent, ringBack } from './reach.ts'
import { settle } from './settle.ts'
import type { Party, Reach, TalkingState } from './state.ts'
import type { Command, News } from './words.ts'

const legOf = (reach: Reach | undefined): string | undefined =>
  reach?.goal.type === 'leg' ? reach.goal.legId : undefined

export function targetTold(
  draft: Draft,
  { reach }: TalkingState,
  { requestId, answer }: Command<'looked-up'>,
): undefined {
  if (reach?.goal.type !== 'finding' || reach.goal.requestId !== requestId) return
  const { purpose } = reach
  if (answer.type !== 'dialled') return reachFailed(draft, purpose, 'directory-away')
  if (!answer.found) return reachFailed(draft, purpose, answer.reason ?? 'unknown-number')
  const { target } = answer
  if (target.type === 'agent') {
    if (partyOf(draft.state, target.agentId)) return reachFailed(draft, purpose, 'in-this-call')
    return ringAgent(draft, target.agentId, purpose)
  }
  if (target.type === 'extension' || target.type === 'outside') return dialTarget(draft, target, purpose)
  reachFailed(draft, purpose, 'unknown-number')
}

/** The asker hears the network's own words where it sends them. */
export function rings(draft: Draft, state: TalkingState, { legId, sound }: News<'leg-ringing'>): undefined {
  const { reach } = state
  if (!reach || legId !== legOf(reach) || (reach.ringing && !(sound && !reach.early))) return
  const heard = sound === true && reach.purpose.as === 'consulted'
  if (heard) draft.order({ type: 'stop-play', legId: reach.purpose.byLegId })
  draft.happen({ type: 'ring-heard', ...(heard ? { sound: true } : {}) })
  settle(draft, state)
}

export function phoneAnswered(draft: Draft, state: TalkingState, { legId }: News<'leg-answered'>): undefined {
  const { reach } = state
  if (reach?.goal.type !== 'leg' || reach.goal.legId !== legId) return
  const { number, since } = reach.goal
  comesIn(draft, state, { legId, role: 'outside', number, up: true, ...lineOf(reach.goal) }, draft.at - since)
}

export function agentJoins(draft: Draft, state: TalkingState, command: Command<'agent-joined'>): undefined {
  const { reach } = state
  if (legIn(state, command.legId)) return joinedAlready(draft, state, command)
  if (reach?.goal.type === 'queue' && command.offerId !== undefined) {
    draft.leave(reach.goal, { reason: 'answered', agentId: command.agentId })
    return comesIn(draft, state, agentParty(command), draft.at - reach.goal.joinedAt)
  }
  if (reach?.goal.type !== 'agent' || reach.goal.requestId !== command.requestId) return turnAway(draft, state, command)
  if (reach.goal.agentId !== command.agentId) {
    const { agentId, requestId } = reach.goal
    draft.agent(agentId, { type: 'withdraw-direct', requestId, reason: 'picked-up' })
  }
  comesIn(draft, state, agentParty(command), Math.max(0, draft.at - (reach.until - REACH_MS)))
}

/** What a ring of an agent may take, as `ringAgent` sets it. */
const REACH_MS = 33_000

function comesIn(draft: Draft, state: TalkingState, party: Party, ringMs: number): undefined {
  const { purpose } = state.reach as Reach
  const role = purpose.as === 'consulted' ? 'consulted' : party.role
  if (purpose.as === 'consulted') draft.order({ type: 'stop-play', legId: purpose.byLegId })
  const joined = { ...party, role, by: purpose.byLegId }
  draft.happen({ type: 'party-joined', party: joined, ringMs })
  settle(draft, state)
  tellConnected(draft, joined)
}

export function agentMissed(draft: Draft, { reach }: TalkingState, command: Command<'agent-missed'>): undefined {
  const { agentId, requestId, reason } = command
  if (reach?.goal.type !== 'agent' || reach.goal.requestId !== requestId || reach.goal.agentId !== agentId) return
  if (forwarded(draft, reach.purpose, command)) return
  reachFailed(draft, reach.purpose, reasonOf(reason), MISSES.has(reason) ? reach.goal.agentId : undefined)
}

export function legFailed(draft: Draft, { reach }: TalkingState, news: News<'leg-failed'>): undefined {
  if (!reach || news.legId !== legOf(reach)) return
  const reason = reasonOf(news.cause)
  if (reach.goal.type === 'leg' && goesElsewhere(draft, { ...reach, goal: reach.goal }, { reason, news })) return
  reachFailed(draft, reach.purpose, reason)
}

/** True when the news was of the leg that rings. */
export function reachGone(draft: Draft, { reach }: TalkingState, legId: string): boolean {
  if (!reach || legId !== legOf(reach)) return false
  reachFailed(draft, reach.purpose, 'unreachable')
  return true
}

export function reachWake(draft: Draft, { reach }: TalkingState): undefined {
  if (!reach || draft.at < reach.until) return
  const { purpose, goal } = reach
  withdrawReach(draft)
  if (goal.type === 'finding') return reachFailed(draft, purpose, 'directory-away')
  reachFailed(draft, purpose, 'no-answer', goal.type === 'agent' ? goal.agentId : undefined)
}

/** After a restart: asked and rung again, which whoever did it already knows. */
export function reachAgain(
  draft: Draft,
  { reach }: TalkingState,
  gone: string[],
  legs: readonly LegTruth[],
): undefined {
  if (!reach) return
  const { goal, purpose } = reach
  if (goal.type === 'finding') return find(draft, goal.number, '', purpose)
  if (goal.type === 'queue') {
    joinReach(draft)
    return ringBack(draft, purpose)
  }
  if (goal.type === 'agent') {
    askAgent(draft, goal.agentId, goal.requestId, purpose)
    return ringBack(draft, purpose)
  }
  const { legId, dial } = goal
  if (legs.some((leg) => leg.legId === legId && leg.state === 'up')) {
    const state = draft.state as TalkingState
    return phoneAnswered(draft, state, { type: 'leg-answered', callId: state.callId, legId })
  }
  if (gone.includes(legId) && !dial) return reachFailed(draft, purpose, 'unreachable')
  if (gone.includes(legId) && dial) draft.order(dial)
  if (reach.ringing) ringBack(draft, purpose)
}
