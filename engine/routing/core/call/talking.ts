// In a talk: digits, an agent who says it is there, a leg that takes over from another, and what media could not do.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import type { Draft, Written } from './draft.ts'
import { tellAgent } from './ending.ts'
import { partyEnded } from './leaving.ts'
import { heldBy, legIn, othersThan, partyOf, talkersOf } from './parties.ts'
import { reachGone } from './reach-news.ts'
import { settle } from './settle.ts'
import type { TalkingState } from './state.ts'
import type { Command, News } from './words.ts'

export function sendDigits(draft: Draft, state: TalkingState, { agentId, digits }: Command<'send-digits'>): Written {
  const sender = partyOf(state, agentId)
  if (!sender) return refuse('no-call')
  const hears = othersThan(state, sender).filter((party) => !party.hold)
  if (sender.hold || hears.length === 0) return refuse('command-not-possible', 'send-digits while held')
  for (const { legId } of hears) draft.order({ type: 'send-digits', legId, digits })
  return undefined
}

/** The agent's page came back on a new leg: who hears whom is told anew. The agent actor ends the old leg. */
export function agentMoved(
  draft: Draft,
  state: TalkingState,
  { fromLegId, toLegId }: Command<'agent-moved'>,
): undefined {
  if (!legIn(state, fromLegId)) return
  draft.happen({ type: 'party-moved', fromLegId, toLegId })
  settle(draft, state)
}

/** Media could not do it: whoever asked for it is told, so that nobody talks to somebody who does not hear. */
export function notCarriedOut(draft: Draft, state: TalkingState, { order, legId }: News<'order-failed'>): undefined {
  if (order === 'dial') return void reachGone(draft, state, legId)
  // whoever was to come from another call hung up on the way
  if (order === 'take-leg')
    return partyEnded(draft, state, { type: 'leg-ended', callId: state.callId, legId, by: 'peer', cause: 'normal' })
  const parties = talkersOf(state)
  if (order === 'send-digits') {
    const sender = parties.find((party) => party.legId !== legId && party.agentId !== undefined)
    return tellAgent(draft, sender, 'send-digits', 'not-carried-out')
  }
  if (order !== 'hear') return
  const holders = parties.filter((party) => heldBy(state, party).length > 0)
  if (holders.length > 0) for (const party of holders) tellAgent(draft, party, 'hold', 'not-carried-out')
  else for (const party of parties) tellAgent(draft, party, 'talk', 'not-carried-out')
}
