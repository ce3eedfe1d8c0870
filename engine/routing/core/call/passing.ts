// Before an agent is let go of a caller it passes on: is there anybody to take it? The talk goes on meanwhile, and when the
// colleague cannot be rung or no trunk leads to the number it goes on as it was, with the reason in words.
import type { ActFailure } from '#engine/protocol/failures.ts'
import type { Lookup } from '#engine/protocol/lookups.ts'
import { dialTarget } from './dial-out.ts'
import type { Draft } from './draft.ts'
import { tellAgent } from './ending.ts'
import { settleHolds } from './hold.ts'
import { letGo } from './leaving.ts'
import { parkAt } from './parking.ts'
import { othersThan, partyOf } from './parties.ts'
import { reasonOf, ringAgent } from './reach.ts'
import { targetTold as reachTold, reachWake } from './reach-news.ts'
import { LIMITS, type Party, type Passing, type Purpose, type TalkingState } from './state.ts'
import type { Command } from './words.ts'

export function askWhether(draft: Draft, target: Passing['target'], byAgentId: string): undefined {
  const requestId = draft.id()
  const until = draft.at + LIMITS.lookupMs + LIMITS.graceMs
  draft.happen({ type: 'pass-asked', requestId, byAgentId, target, until })
  if (target.type === 'agent') {
    draft.agent(target.agentId, { type: 'may-ring', requestId, callId: draft.journey.callId })
  } else draft.ask(requestId, asked(draft, target, byAgentId), LIMITS.lookupMs)
}

const asked = ({ at, state }: Draft, target: Exclude<Passing['target'], { type: 'agent' }>, by: string): Lookup =>
  target.type === 'park'
    ? { type: 'free-place' }
    : { ...{ type: 'dialled', number: target.number, user: '', at, by, callId: state.callId } }

export function targetTold(draft: Draft, state: TalkingState, told: Command<'looked-up'>): undefined {
  const { passing } = state
  if (passing?.requestId !== told.requestId) return reachTold(draft, state, told)
  const { answer } = told
  if (answer.type !== 'dialled') notPassed(draft, passing, 'directory-away')
  else if (!answer.found) notPassed(draft, passing, answer.reason ?? 'unknown-number')
  else if (answer.target.type === 'agent') {
    const { agentId } = answer.target
    if (partyOf(state, agentId)) notPassed(draft, passing, 'in-this-call')
    else askWhether(draft, { type: 'agent', agentId }, passing.byAgentId)
  } else if (answer.target.type === 'extension' || answer.target.type === 'outside') {
    const { target } = answer
    goOn(draft, state, passing, () => dialTarget(draft, target, passedOn(draft, passing.byAgentId)))
  } else if (answer.target.type === 'park') {
    const { target } = answer
    if (target.callId !== undefined) notPassed(draft, passing, 'place-taken')
    else goOn(draft, state, passing, () => parkAt(draft, target, passing.byAgentId))
  } else notPassed(draft, passing, 'unknown-number')
}

export function mayRing(draft: Draft, state: TalkingState, { requestId, reason }: Command<'may-ring-told'>): undefined {
  const { passing } = state
  if (passing?.requestId !== requestId || passing.target.type !== 'agent') return
  const { agentId } = passing.target
  if (reason !== undefined) return notPassed(draft, passing, reasonOf(reason))
  goOn(draft, state, passing, () => ringAgent(draft, agentId, passedOn(draft, passing.byAgentId)))
}

export function talkWake(draft: Draft, state: TalkingState): undefined {
  const { passing } = state
  if (passing && draft.at >= passing.until) notPassed(draft, passing, 'directory-away')
  reachWake(draft, state)
}

/** Much may have happened since it was asked. */
function goOn(draft: Draft, state: TalkingState, passing: Passing, reach: () => undefined): undefined {
  const leaver = partyOf(state, passing.byAgentId)
  if (!leaver || state.reach || othersThan(state, leaver).length !== 1) return notPassed(draft, passing, 'not-now')
  draft.happen({ type: 'pass-settled' })
  leave(draft, state, leaver)
  reach()
}

function notPassed(draft: Draft, { byAgentId }: Passing, reason: ActFailure): undefined {
  draft.happen({ type: 'pass-settled' })
  const agent = partyOf(draft.state, byAgentId)
  if (!agent) return
  tellAgent(draft, agent, 'transfer', reason)
  draft.order({ type: 'refuse-transfer', legId: agent.legId, cause: reason === 'busy' ? 'busy' : 'unavailable' })
}

export function leave(draft: Draft, state: TalkingState, leaver: Party): undefined {
  settleHolds(draft, state)
  draft.happen({ type: 'party-left', legId: leaver.legId, why: 'transferred' })
  draft.order({ type: 'hear', pairs: [] })
  letGo(draft, leaver)
}

function passedOn(draft: Draft, byAgentId: string): Extract<Purpose, { for: 'transfer' }> {
  const { lastQueueId } = draft.journey
  return { for: 'transfer', byAgentId, ...(lastQueueId === undefined ? {} : { queueId: lastQueueId }) }
}
