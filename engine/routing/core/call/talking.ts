// Two parties talk: hold, transfer, digits, and who leaves first.
import { whoHears } from '#engine/routing/core/hearing/hearing.ts'
import { refuse } from '#engine/routing/core/machine/decided.ts'
import { SENTENCES } from '#engine/routing/core/speech/sentences.ts'
import { playMusic } from './audio.ts'
import { tellConnected, turnAway } from './connect.ts'
import type { Draft, Written } from './draft.ts'
import { endNow, release, settleHold, tellAgent, whoLeft } from './ending.ts'
import { joinQueue } from './join.ts'
import { talkedFor } from './late-talk.ts'
import { find, ringAgent } from './reach.ts'
import type { HeldState, Party, TalkingState } from './state.ts'
import type { Command, News } from './words.ts'

type Pair = TalkingState | HeldState

const partyOf = (state: Pair, agentId: string): Party | undefined =>
  [state.other, state.journey.served].find((party) => party.agentId === agentId)

const facing = (state: Pair, party: Party): Party =>
  party.legId === state.other.legId ? state.journey.served : state.other

export function hold(draft: Draft, state: TalkingState, { agentId }: Command<'hold'>): Written {
  const holder = partyOf(state, agentId)
  if (!holder) return refuse('no-call')
  draft.order({ type: 'hear', pairs: [] })
  playMusic(draft, facing(state, holder).legId)
  draft.happen({ type: 'held', by: holder.legId })
  draft.agent(agentId, { type: 'call-held', callId: state.callId, held: true })
  return undefined
}

export function resume(draft: Draft, state: HeldState, { agentId }: Command<'resume'>): Written {
  const holder = partyOf(state, agentId)
  if (!holder || holder.legId !== state.by) return refuse('no-call')
  takeBack(draft, state, holder)
  draft.order({ type: 'hear', pairs: whoHears([state.journey.served, state.other]) })
  return undefined
}

/** The hold is over, whatever comes next: its time counts, its agent knows. */
function takeBack(draft: Draft, state: HeldState, holder: Party): undefined {
  draft.order({ type: 'stop-play', legId: facing(state, holder).legId })
  draft.happen({ type: 'resumed', heldMs: draft.at - state.heldAt })
  if (holder.agentId) draft.agent(holder.agentId, { type: 'call-held', callId: state.callId, held: false })
}

/** Blind: the agent is free at once. Where the caller goes when nobody takes it stands at `reachFailed`. */
export function transfer(draft: Draft, state: Pair, { agentId, target }: Command<'transfer'>): Written {
  const leaver = partyOf(state, agentId)
  if (!leaver) return refuse('no-call')
  if (target.type === 'agent' && [agentId, facing(state, leaver).agentId].includes(target.agentId)) {
    return refuse('bad-input', 'the agent is in this call')
  }
  settleHold(draft, state)
  const stays = facing(state, leaver)
  draft.order({ type: 'hear', pairs: [] })
  draft.order({ type: 'hang-up', legId: leaver.legId, cause: 'normal' })
  draft.agent(agentId, { type: 'call-over', callId: state.callId, cause: 'transferred' })
  draft.happen({ type: 'party-left', served: stays, legId: leaver.legId, why: 'transferred' })
  if (target.type === 'queue') joinQueue(draft, target.queueId)
  else passOn(draft, target, agentId)
  return undefined
}

function passOn(
  draft: Draft,
  target: Exclude<Command<'transfer'>['target'], { type: 'queue' }>,
  byAgentId: string,
): undefined {
  const { lastQueueId, served } = draft.journey
  const purpose = {
    for: 'transfer',
    byAgentId,
    ...(lastQueueId === undefined ? {} : { queueId: lastQueueId }),
  } as const
  if (target.type === 'agent') return ringAgent(draft, target.agentId, purpose)
  playMusic(draft, served.legId)
  find(draft, target.number, '', purpose)
}

/** Asked by an agent that was rebuilt, or told twice: one who is in the talk hears so. */
export function joinedAlready(draft: Draft, state: Pair, command: Command<'agent-joined'>): undefined {
  const party = partyOf(state, command.agentId)
  if (party?.legId !== command.legId) return turnAway(draft, state, command)
  tellConnected(draft, party)
}

export function sendDigits(draft: Draft, state: TalkingState, { agentId, digits }: Command<'send-digits'>): Written {
  const sender = partyOf(state, agentId)
  if (!sender) return refuse('no-call')
  draft.order({ type: 'send-digits', legId: facing(state, sender).legId, digits })
  return undefined
}

export function partyEnded(draft: Draft, state: Pair, { legId, by, legs = [] }: News<'leg-ended'>): undefined {
  const party = [state.journey.served, state.other].find((each) => each.legId === legId)
  if (!party) return
  talkedFor(draft, state, legs.find((leg) => leg.legId === state.other.legId)?.upMs)
  endNow(draft, state, by === 'peer' ? whoLeft(state.journey, party) : 'system', { gone: [legId] })
}

/**
 * An agent's leg is gone. One who hung up ends the call; one whose phone or browser broke loses it: the caller goes to
 * the front of the queue it came from.
 */
export function agentLeft(draft: Draft, state: Pair, { legId, by, upMs }: Command<'agent-left'>): undefined {
  const party = [state.other, state.journey.served].find((each) => each.legId === legId)
  if (!party) return
  talkedFor(draft, state, upMs)
  settleHold(draft, state)
  const stays = facing(state, party)
  const { lastQueueId, lang } = draft.journey
  if (by === 'agent' || lastQueueId === undefined || stays.agentId !== undefined) {
    return endNow(draft, state, by === 'agent' ? 'agent' : 'system', { gone: [legId] })
  }
  draft.order({ type: 'hear', pairs: [] })
  release(draft, party, { gone: [legId], cause: 'fault' })
  draft.happen({ type: 'party-left', served: stays, legId, why: 'lost' })
  joinQueue(draft, lastQueueId, { words: SENTENCES[lang].backInLine() })
}

/** The agent's page came back on a new leg: who hears whom is told anew. The agent actor ends the old leg. */
export function agentMoved(draft: Draft, state: Pair, { fromLegId, toLegId }: Command<'agent-moved'>): undefined {
  if (fromLegId !== state.other.legId && fromLegId !== state.journey.served.legId) return
  draft.happen({ type: 'party-moved', fromLegId, toLegId })
  if (draft.state.mode === 'talking')
    draft.order({ type: 'hear', pairs: whoHears([draft.journey.served, draft.state.other]) })
}

/** Media could not do it: whoever asked for it is told, so that nobody talks to somebody who does not hear. */
export function notCarriedOut(draft: Draft, state: Pair, { order, legId }: News<'order-failed'>): undefined {
  const parties = [state.other, state.journey.served]
  if (order === 'send-digits') {
    const sender = parties.find((party) => party.legId !== legId && party.agentId !== undefined)
    return tellAgent(draft, sender, 'send-digits', 'not-carried-out')
  }
  if (order !== 'hear') return
  const holder = state.mode === 'held' ? parties.filter((party) => party.legId === state.by) : parties
  for (const party of holder) tellAgent(draft, party, state.mode === 'held' ? 'hold' : 'talk', 'not-carried-out')
}
