// Who leaves a talk, and what becomes of it: when one leaves two go on, when two leave all ends. An agent whose phone or
// browser broke loses the caller to the front of the queue it came from.
import { refuse } from '#engine/routing/core/machine/decided.ts'
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import type { Draft, Written } from './draft.ts'
import { endNow, release, stopReach, whoLeft } from './ending.ts'
import { comeBack, settleHolds } from './hold.ts'
import { joinQueue } from './join.ts'
import { talkedFor } from './late-talk.ts'
import { heldBy, legIn, othersThan, partyOf } from './parties.ts'
import { reachGone } from './reach-news.ts'
import { settle } from './settle.ts'
import type { Party, TalkingState } from './state.ts'
import { watcherLeft } from './watchers.ts'
import { askFlow } from './way-out.ts'
import type { Command, News } from './words.ts'

type Left = 'left' | 'lost' | 'dropped' | 'handed-over' | 'transferred'

/** Those who stay go on: whom the leaver kept waiting is taken back, whom it was bringing in is let go. */
export function goOnWithout(
  draft: Draft,
  party: Party,
  why: Left,
  how: { gone?: boolean; cause?: 'transferred' | 'fault' } = {},
): undefined {
  const before = draft.state as TalkingState
  if (before.reach?.purpose.byLegId === party.legId) stopReach(draft)
  comeBack(draft, [...heldBy(before, party), ...(party.hold && party.hold.by !== party.legId ? [party] : [])])
  draft.happen({ type: 'party-left', legId: party.legId, why })
  settle(draft, before)
  if (how.cause === 'transferred') letGo(draft, party)
  else
    release(draft, party, { ...(how.gone ? { gone: [party.legId] } : {}), ...(how.cause ? { cause: how.cause } : {}) })
}

/** Its agent has done with the call, which goes on with others. */
export function letGo(draft: Draft, { agentId, legId }: Party): undefined {
  draft.order({ type: 'hang-up', legId, cause: 'normal' })
  if (agentId !== undefined)
    draft.agent(agentId, { type: 'call-over', callId: draft.state.callId, cause: 'transferred' })
}

export const goesOnWithout = (state: TalkingState, party: Party): boolean => othersThan(state, party).length >= 2

export function partyEnded(draft: Draft, state: TalkingState, { legId, by, legs = [] }: News<'leg-ended'>): undefined {
  if (reachGone(draft, state, legId)) return
  const party = legIn(state, legId)
  if (!party || watcherLeft(draft, state, party, [legId])) return
  if (goesOnWithout(state, party)) return goOnWithout(draft, party, by === 'peer' ? 'left' : 'lost', { gone: true })
  const [, other] = state.journey.parties
  talkedFor(draft, state, legs.find((leg) => leg.legId === other?.legId)?.upMs)
  endNow(draft, draft.state as TalkingState, by === 'peer' ? whoLeft(state.journey, party) : 'system', {
    gone: [legId],
  })
}

export function agentLeft(draft: Draft, state: TalkingState, { legId, by, upMs }: Command<'agent-left'>): undefined {
  const party = legIn(state, legId)
  if (!party || watcherLeft(draft, state, party, [legId])) return
  if (goesOnWithout(state, party)) return goOnWithout(draft, party, by === 'agent' ? 'left' : 'lost', { gone: true })
  talkedFor(draft, state, upMs)
  const { lastQueueId, lang } = draft.journey
  const [stays] = othersThan(state, party)
  if (by === 'agent' && asksCaller(draft, draft.state as TalkingState, party, [legId])) return
  if (by === 'agent' || lastQueueId === undefined || !stays || stays.agentId !== undefined) {
    return endNow(draft, draft.state as TalkingState, by === 'agent' ? 'agent' : 'system', { gone: [legId] })
  }
  stopReach(draft)
  settleHolds(draft, draft.state)
  draft.order({ type: 'hear', pairs: [] })
  release(draft, party, { gone: [legId], cause: 'fault' })
  draft.happen({ type: 'party-left', legId, why: 'lost' })
  joinQueue(draft, lastQueueId, { words: SENTENCES[lang].backInLine() })
}

/** The agent has done; the caller stays for what the queue asks afterwards. Answers whether it asks anything. */
function asksCaller(draft: Draft, state: TalkingState, party: Party, gone: string[]): boolean {
  const { afterTalk, direction, parties } = state.journey
  const [caller] = parties
  if (!afterTalk || direction !== 'in' || caller.agentId !== undefined || caller.legId === party.legId) return false
  stopReach(draft)
  settleHolds(draft, state)
  draft.order({ type: 'hear', pairs: [] })
  draft.happen({ type: 'party-left', legId: party.legId, why: 'left' })
  release(draft, party, { gone })
  askFlow(draft, afterTalk)
  return true
}

/** Pressed by an agent of three it is that agent's leaving; by anybody else, or in a talk of two, it is the end. */
export function hangUpTalk(draft: Draft, state: TalkingState, { by, who }: Command<'hang-up'>): Written {
  if (by !== 'agent') return endNow(draft, state, by)
  const party = partyOf(state, who)
  if (!party) return refuse('no-call')
  if (watcherLeft(draft, state, party, [])) return undefined
  if (goesOnWithout(state, party)) return goOnWithout(draft, party, 'left')
  return asksCaller(draft, state, party, []) ? undefined : endNow(draft, state, by)
}
